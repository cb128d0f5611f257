package roundhouse.featureengine.batch.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Records of one width in the order in which one thread appended them, packed: those of earlier
/// pieces may have been spilled, the rest is in memory.
///
/// Marks say where a numbered part begins, so that parts that several threads appended can be put
/// in order.
final class RecordLog {
  private static final byte[] NOTHING = {};

  /// Hundreds of logs are filled in turns, and most first writes to a line of the caches would wait
  /// for memory, one after the other. So many bytes are cleared ahead, which is one wait for all.
  private static final int BYTES_AHEAD = 512;

  private final LogShare share;
  private final RecordPacking packing;
  private final int width;
  private final long[] before;
  private final List<Piece> pieces = new ArrayList<>();
  private byte[] bytes = NOTHING;
  private int at;

  /// Where what is cleared ends, and the chunk.
  private int cleared;

  private int chunkEnd;

  /// Whether the next record is the first of its part in its piece.
  private boolean isAlone = true;

  private long size;
  private int[] markParts = new int[0];
  private long[] markStarts = new long[0];
  private int[] markPieces = new int[0];
  private int[] markPlaces = new int[0];
  private int marks;

  RecordLog(LogShare share, RecordPacking packing) {
    if (packing.mostBytes() > LogMemory.CHUNK_BYTES) {
      throw new IllegalArgumentException(
          "Record of %d words: takes up to %d bytes, expected at most %d; compute fewer features together"
              .formatted(packing.width(), packing.mostBytes(), LogMemory.CHUNK_BYTES));
    }
    this.share = share;
    this.packing = packing;
    width = packing.width();
    before = packing.isChained() ? new long[width] : packing.nothing();
  }

  /// A chunk's worth of records.
  private static final class Piece {
    private @Nullable Chunk chunk;
    private long position;
    private int used;

    Piece(Chunk chunk) {
      this.chunk = chunk;
    }
  }

  int width() {
    return width;
  }

  /// Appends the record that starts there.
  void append(long[] words, int from) {
    if (at + packing.mostBytes() > cleared) {
      advance();
    }
    at = packing.pack(words, from, before, isAlone, bytes, at);
    if (packing.isChained()) {
      System.arraycopy(words, from, before, 0, width);
      isAlone = false;
    }
    size++;
  }

  private void advance() {
    if (at + packing.mostBytes() > chunkEnd) {
      open();
    }
    int end = Math.min(Math.max(at + packing.mostBytes(), cleared + BYTES_AHEAD), chunkEnd);
    Arrays.fill(bytes, cleared, end, (byte) 0);
    cleared = end;
  }

  private void open() {
    leave();
    Chunk chunk = share.borrow();
    pieces.add(new Piece(chunk));
    bytes = chunk.bytes();
    at = chunk.start();
    cleared = at;
    chunkEnd = at + LogMemory.CHUNK_BYTES;
    isAlone = true;
  }

  private boolean isOpen() {
    return bytes != NOTHING;
  }

  /// How many bytes of the open piece are used.
  private int used() {
    return at - (chunkEnd - LogMemory.CHUNK_BYTES);
  }

  private int used(int piece) {
    return isOpen() && piece == pieces.size() - 1 ? used() : pieces.get(piece).used;
  }

  /// How many records there are.
  long size() {
    return size;
  }

  /// Records from here on are of that part. Parts come in any order, each once.
  void mark(int part) {
    if (marks > 0 && markStarts[marks - 1] == size) {
      marks--;
    }
    if (marks == markParts.length) {
      int more = Math.max(8, 2 * marks);
      markParts = Arrays.copyOf(markParts, more);
      markStarts = Arrays.copyOf(markStarts, more);
      markPieces = Arrays.copyOf(markPieces, more);
      markPlaces = Arrays.copyOf(markPlaces, more);
    }
    markParts[marks] = part;
    markStarts[marks] = size;
    markPieces[marks] = isOpen() ? pieces.size() - 1 : pieces.size();
    markPlaces[marks] = isOpen() ? used() : 0;
    marks++;
    isAlone = true;
  }

  /// The parts that were marked and have records.
  List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    for (int mark = 0; mark < marks; mark++) {
      long end = mark + 1 < marks ? markStarts[mark + 1] : size;
      int records = Math.toIntExact(end - markStarts[mark]);
      if (records > 0) {
        parts.add(new Part(this, mark, 0, records));
      }
    }
    return parts;
  }

  /// Some successive records of a part that was marked.
  ///
  /// @param skipped how many come before them in the part
  record Part(RecordLog log, int mark, int skipped, int records) {
    /// What the part was marked with.
    int number() {
      return log.markParts[mark];
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
        int begin = Math.clamp(first - start, 0, part.records);
        int end = Math.clamp(last - start, 0, part.records);
        if (begin < end) {
          between.add(new Part(part.log, part.mark, part.skipped + begin, end - begin));
        }
        start += part.records;
      }
      return between;
    }

    /// Copies the records into an array.
    ///
    /// @param buffer as long as a chunk and [RecordPacking#SLACK_BYTES]
    void copyTo(long[] target, int at, byte[] buffer) {
      if (skipped == 0) {
        log.unpack(mark, records, target, at, buffer);
      } else {
        long[] all = new long[Math.multiplyExact(skipped + records, log.width)];
        log.unpack(mark, skipped + records, all, 0, buffer);
        System.arraycopy(all, skipped * log.width, target, at, records * log.width);
      }
    }
  }

  /// Unpacks the first records of a part.
  private void unpack(int mark, int count, long[] target, int place, byte[] buffer) {
    int done = 0;
    int from = markPlaces[mark];
    for (int i = markPieces[mark]; done < count; i++) {
      Piece piece = pieces.get(i);
      Chunk chunk = piece.chunk;
      int to = place + done * width;
      int most = count - done;
      if (chunk == null) {
        int length = piece.used - from;
        share.read(piece.position + from, buffer, length);
        done += packing.unpack(buffer, 0, length, target, to, most);
      } else {
        int start = chunk.start();
        done += packing.unpack(chunk.bytes(), start + from, start + used(i), target, to, most);
      }
      from = 0;
    }
  }

  /// Moves what is in memory to the file.
  void spill(ScratchFile file) {
    leave();
    for (Piece piece : pieces) {
      Chunk chunk = piece.chunk;
      if (chunk != null) {
        piece.position = file.append(chunk.bytes(), chunk.start(), piece.used);
        piece.chunk = null;
        share.giveBack(chunk);
      }
    }
  }

  /// Forgets all records; the log is not used again.
  void release() {
    leave();
    for (Piece piece : pieces) {
      if (piece.chunk != null) {
        share.giveBack(piece.chunk);
      }
    }
    pieces.clear();
  }

  /// The next record opens a piece.
  private void leave() {
    if (isOpen()) {
      pieces.getLast().used = used();
      bytes = NOTHING;
      at = 0;
      cleared = 0;
      chunkEnd = 0;
    }
  }
}
