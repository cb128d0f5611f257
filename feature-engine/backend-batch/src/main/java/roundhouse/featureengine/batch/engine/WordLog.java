package roundhouse.featureengine.batch.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Records of one width in the order in which one thread appended them: what it spilled first, the
/// rest in memory.
///
/// Appending is a pair of calls, so that records are made where they stay:
///
/// ```java
/// int at = log.append();
/// log.words()[at] = …
/// ```
///
/// Marks say where a numbered part begins, so that parts that several threads appended can be put
/// in order.
final class WordLog {
  private static final long[] NOTHING = {};

  /// Hundreds of logs are filled in turns, and most first writes to a line of the caches would wait
  /// for memory, one after the other. So many words are cleared ahead, which is one wait for all.
  private static final int WORDS_AHEAD = 64;

  private final WordShare share;
  private final int width;
  private final int chunkRecords;
  private final List<Chunk> chunks = new ArrayList<>();
  private long[] words = NOTHING;
  private int at;

  /// Where what is cleared ends, and the chunk.
  private int end;

  private int chunkEnd;

  private long[] spillPositions = new long[0];
  private int[] spillRecords = new int[0];
  private int spills;
  private long spilled;

  private int[] markParts = new int[0];
  private long[] markStarts = new long[0];
  private int marks;

  WordLog(WordShare share, int width) {
    if (width > WordMemory.CHUNK_WORDS) {
      throw new IllegalArgumentException(
          "Record of %d words: expected at most %d; compute fewer features together"
              .formatted(width, WordMemory.CHUNK_WORDS));
    }
    this.share = share;
    this.width = width;
    chunkRecords = WordMemory.CHUNK_WORDS / width;
  }

  int width() {
    return width;
  }

  /// Makes room for a record and returns its place in [#words], until the next call.
  int append() {
    if (at == end) {
      advance();
    }
    int place = at;
    at += width;
    return place;
  }

  long[] words() {
    return words;
  }

  private void advance() {
    if (at == chunkEnd) {
      open();
    }
    end = Math.min(at + Math.max(1, WORDS_AHEAD / width) * width, chunkEnd);
    Arrays.fill(words, at, end, 0);
  }

  private void open() {
    Chunk chunk = share.borrow();
    chunks.add(chunk);
    words = chunk.words();
    at = chunk.start();
    chunkEnd = at + chunkRecords * width;
  }

  /// How many records there are.
  long size() {
    return spilled + inMemory();
  }

  private long inMemory() {
    return (long) chunks.size() * chunkRecords - (chunkEnd - at) / width;
  }

  /// Records from here on are of that part. Parts come in any order, each once.
  void mark(int part) {
    if (marks > 0 && markStarts[marks - 1] == size()) {
      marks--;
    }
    if (marks == markParts.length) {
      markParts = Arrays.copyOf(markParts, Math.max(8, 2 * marks));
      markStarts = Arrays.copyOf(markStarts, Math.max(8, 2 * marks));
    }
    markParts[marks] = part;
    markStarts[marks++] = size();
  }

  /// The parts that were marked and have records.
  List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < marks; i++) {
      long partEnd = i + 1 < marks ? markStarts[i + 1] : size();
      if (partEnd > markStarts[i]) {
        parts.add(new Part(this, markParts[i], markStarts[i], partEnd));
      }
    }
    return parts;
  }

  /// Records `from` to `to`, excluded, of a log.
  record Part(WordLog log, int number, long from, long to) {
    int records() {
      return Math.toIntExact(to - from);
    }

    /// Cuts parts, kept in order, into runs of about as many records each.
    static List<List<Part>> cut(List<Part> parts, int runs) {
      long all = parts.stream().mapToLong(Part::records).sum();
      List<List<Part>> cut = new ArrayList<>();
      for (int run = 0; run < runs; run++) {
        cut.add(between(parts, all * run / runs, all * (run + 1) / runs));
      }
      return cut;
    }

    /// Records `first` to `last`, excluded, of all parts together.
    private static List<Part> between(List<Part> parts, long first, long last) {
      List<Part> between = new ArrayList<>();
      long start = 0;
      for (Part part : parts) {
        long begin = Math.max(first - start, 0);
        long end = Math.min(last - start, part.records());
        if (begin < end) {
          between.add(new Part(part.log, part.number, part.from + begin, part.from + end));
        }
        start += part.records();
      }
      return between;
    }

    void copyTo(long[] target, int at) {
      log.copy(from, records(), target, at);
    }
  }

  /// Copies records into an array.
  void copy(long from, int count, long[] target, int place) {
    long skipped = 0;
    long next = from;
    int left = count;
    int to = place;
    for (int i = 0; i < spills && left > 0; i++) {
      int some = (int) Math.min(left, skipped + spillRecords[i] - next);
      if (some > 0) {
        long position = spillPositions[i] + (next - skipped) * width * Long.BYTES;
        share.read(position, target, to, some * width);
        next += some;
        left -= some;
        to += some * width;
      }
      skipped += spillRecords[i];
    }
    copyFromMemory(next - spilled, left, target, to);
  }

  private void copyFromMemory(long from, int count, long[] target, int place) {
    long next = from;
    int left = count;
    int to = place;
    while (left > 0) {
      Chunk chunk = chunks.get((int) (next / chunkRecords));
      int first = (int) (next % chunkRecords);
      int some = Math.min(left, chunkRecords - first);
      System.arraycopy(chunk.words(), chunk.start() + first * width, target, to, some * width);
      next += some;
      left -= some;
      to += some * width;
    }
  }

  /// Moves what is in memory to the file.
  void spill(ScratchFile file) {
    if (chunks.isEmpty()) {
      return;
    }
    if (spills == spillPositions.length) {
      spillPositions = Arrays.copyOf(spillPositions, Math.max(4, 2 * spills));
      spillRecords = Arrays.copyOf(spillRecords, Math.max(4, 2 * spills));
    }
    int records = Math.toIntExact(inMemory());
    spillPositions[spills] = file.size();
    spillRecords[spills] = records;
    for (int left = records, chunk = 0; left > 0; left -= chunkRecords, chunk++) {
      Chunk full = chunks.get(chunk);
      file.append(full.words(), full.start(), Math.min(left, chunkRecords) * width);
    }
    spills++;
    spilled += records;
    drop();
  }

  /// Forgets all records; the log is not used again.
  void release() {
    drop();
  }

  private void drop() {
    share.giveBack(chunks);
    chunks.clear();
    words = NOTHING;
    at = 0;
    end = 0;
    chunkEnd = 0;
  }
}
