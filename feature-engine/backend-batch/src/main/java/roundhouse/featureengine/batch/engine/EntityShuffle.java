package roundhouse.featureengine.batch.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import roundhouse.featureengine.batch.parquet.InstantRange;
import roundhouse.featureengine.language.program.EntityKind;

/// Brings the events and asks of one entity together: each goes to one of many buckets by a hash of
/// its key, in logs of the thread that mapped it. A bucket's logs, part by part, hold its records
/// in the order of their stream.
///
/// An ask's record is its key, the instant before which events are visible to it, the instant that
/// it asks about and its row.
final class EntityShuffle {
  /// What a bucket's asks should take: few enough bytes that a bucket stays in the caches while it
  /// is folded, and so many that the ends of all logs do while they are filled.
  private static final long BUCKET_BYTES = 1 << 22;

  private static final int MOST_BUCKET_BITS = 12;

  /// So that threads end at about the same time, where there is enough to share.
  private static final long BUCKETS_A_THREAD = 8;

  private static final long FEW_RECORDS = 1 << 13;
  private static final long MIX = 0x9E3779B97F4A7C15L;

  private final EntityKind kind;
  private final int keyWords;
  private final int bucketBits;
  private final RecordLog[][][] logs;
  private final List<KnownSpans> spans;

  /// @param records how many records may come, for the number of buckets
  /// @param groups how many row groups each feed's stream has
  /// @param packs whether records are too many to keep them as they are
  /// @param shares of the threads that will fill it
  EntityShuffle(
      EntityKind kind, long records, List<Integer> groups, boolean packs, List<LogShare> shares) {
    this.kind = kind;
    spans = groups.stream().map(KnownSpans::new).toList();
    keyWords = kind.keys().size();
    bucketBits = bucketBits(records, shares);
    var form = packs ? RecordPacking.Form.CHAINED : RecordPacking.Form.PLAIN;
    logs = new RecordLog[shares.size()][][];
    for (int thread = 0; thread < logs.length; thread++) {
      logs[thread] = newLogs(shares.get(thread), form);
    }
  }

  private int bucketBits(long records, List<LogShare> shares) {
    long bytes = records * askWidth() * Long.BYTES;
    long evenly = records < FEW_RECORDS ? 1 : BUCKETS_A_THREAD * shares.size();
    long most = shares.getFirst().mostLogs() / (kind.feeds().size() + 1);
    long buckets = Math.min(Math.max(bytes / BUCKET_BYTES, evenly), most);
    return Math.min(MOST_BUCKET_BITS, Long.SIZE - Long.numberOfLeadingZeros(buckets));
  }

  private RecordLog[][] newLogs(LogShare share, RecordPacking.Form form) {
    RecordLog[][] bySpace = new RecordLog[kind.feeds().size() + 1][1 << bucketBits];
    for (int space = 0; space < bySpace.length; space++) {
      RecordPacking packing = new RecordPacking(width(space), form);
      for (int bucket = 0; bucket < bySpace[space].length; bucket++) {
        bySpace[space][bucket] = share.newLog(packing);
      }
    }
    return bySpace;
  }

  private int width(int space) {
    return space == asks() ? askWidth() : kind.feeds().get(space).layout().width();
  }

  EntityKind kind() {
    return kind;
  }

  int buckets() {
    return 1 << bucketBits;
  }

  /// The number that stands for asks where events have their feed's.
  int asks() {
    return kind.feeds().size();
  }

  int keyWords() {
    return keyWords;
  }

  int askWidth() {
    return askWidth(kind);
  }

  static int askWidth(EntityKind kind) {
    return kind.keys().size() + 3;
  }

  /// The log for a record with the key at that place.
  RecordLog log(int thread, int space, long[] words, int at) {
    return logs[thread][space][bucketOf(hash(words, at, keyWords))];
  }

  private int bucketOf(long hash) {
    return bucketBits == 0 ? 0 : (int) (hash >>> (Long.SIZE - bucketBits));
  }

  static long hash(long[] words, int at, int count) {
    long hash = 0;
    for (int i = 0; i < count; i++) {
      hash = (hash ^ words[at + i]) * MIX;
      hash ^= hash >>> 32;
    }
    return hash * MIX;
  }

  /// Records that a thread appends from here on are of that part: see [RecordLog#mark].
  void mark(int thread, int space, int part) {
    for (RecordLog log : logs[thread][space]) {
      log.mark(part);
    }
  }

  /// The parts of a bucket in the order of their numbers.
  List<RecordLog.Part> parts(int space, int bucket) {
    List<RecordLog.Part> parts = new ArrayList<>();
    for (RecordLog[][] byThread : logs) {
      parts.addAll(byThread[space][bucket].parts());
    }
    parts.sort(Comparator.comparingInt(RecordLog.Part::number));
    return parts;
  }

  /// As [#parts(int, int)], without the parts of a feed that have no event known in the range.
  List<RecordLog.Part> parts(int feed, int bucket, InstantRange range) {
    return parts(feed, bucket).stream()
        .filter(part -> spans.get(feed).touches(part.number(), range))
        .toList();
  }

  /// When the events of each part of a feed became known.
  KnownSpans spans(int feed) {
    return spans.get(feed);
  }

  /// How many words all buckets have.
  long words() {
    return IntStream.range(0, buckets()).mapToLong(this::words).sum();
  }

  /// How many words a bucket has.
  long words(int bucket) {
    long words = 0;
    for (RecordLog[][] byThread : logs) {
      for (RecordLog[] bySpace : byThread) {
        words += bySpace[bucket].size() * bySpace[bucket].width();
      }
    }
    return words;
  }

  /// Gives back the memory of a bucket that nobody needs any more.
  void release(int bucket) {
    for (RecordLog[][] byThread : logs) {
      for (RecordLog[] bySpace : byThread) {
        bySpace[bucket].release();
      }
    }
  }
}
