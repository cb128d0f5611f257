package roundhouse.featureengine.batch.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The form in which logs keep records of words: as they are, or in few bytes, of each word what it
/// has beyond one that is known already.
///
/// ```
/// codes, half a byte for each word | the rest of each word, of as many bytes as its code says
/// ```
///
/// A word is the sum of its rest, of either sign with the small ones short, and of the word that
/// its code names: none, the same word of the record before, or the word just before it. Events
/// that follow each other are of similar times, and windows often answer the same number.
///
/// Packing chooses codes without branches: what words are like cannot be foretold, and each wrong
/// guess of the processor would cost more than the choice.
final class RecordPacking {
  enum Form {
    /// For what memory has room for: it takes the least time.
    PLAIN,
    /// For records that are in no order.
    PACKED,
    /// For records that are like the one before them.
    CHAINED
  }

  /// How far beyond the last byte an array must reach that is unpacked.
  static final int SLACK_BYTES = Long.BYTES;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  // Codes from 0 are of words by themselves, from here on of those beyond the record before.
  private static final int BEYOND = 6;

  /// The code of a word that is the one just before it.
  private static final int AS_LAST = 14;

  /// How many bytes of rest follow, by code.
  private static final int[] REST_BYTES = {0, 1, 2, 3, 4, 8, 0, 1, 2, 3, 4, 5, 6, 7, 0};

  /// All bits where the rest is beyond the record before, by code.
  private static final long[] IF_BEYOND = new long[REST_BYTES.length];

  /// The bits of a rest, by how many bytes it takes.
  private static final long[] REST_MASK = new long[Long.BYTES + 1];

  /// The shortest code, by how many bytes are zero above the rest of the word by itself, and above
  /// its rest beyond the record before; see [#shortestAt].
  private static final byte[] SHORTEST = new byte[(Long.BYTES + 1) * (Long.BYTES + 1)];

  static {
    for (int code = BEYOND; code < AS_LAST; code++) {
      IF_BEYOND[code] = -1;
    }
    for (int bytes = 0; bytes <= Long.BYTES; bytes++) {
      REST_MASK[bytes] = bytes == 0 ? 0 : -1L >>> (Long.SIZE - Byte.SIZE * bytes);
      for (int beyond = 0; beyond <= Long.BYTES; beyond++) {
        SHORTEST[shortestAt(Long.BYTES - bytes, Long.BYTES - beyond)] =
            (byte) shortest(bytes, beyond);
      }
    }
  }

  private static int shortestAt(int zeros, int zerosBeyond) {
    return zeros * (Long.BYTES + 1) + zerosBeyond;
  }

  private static int shortest(int bytes, int beyond) {
    int code = 0;
    while (REST_BYTES[code] < bytes) {
      code++;
    }
    return beyond < REST_BYTES[code] ? BEYOND + beyond : code;
  }

  private final int width;
  private final Form form;
  private final int codeBytes;
  private final long[] nothing;

  /// How many words before it that one is which a word is beyond, by code.
  private final int[] distances = new int[REST_BYTES.length];

  /// All bits where a word is beyond another, by code.
  private final long[] ifKnown = new long[REST_BYTES.length];

  /// @param width of the records, in words
  RecordPacking(int width, Form form) {
    this.width = width;
    this.form = form;
    nothing = new long[width];
    codeBytes = form == Form.PLAIN ? 0 : (width + 1) / 2;
    for (int code = BEYOND; code < REST_BYTES.length; code++) {
      distances[code] = code == AS_LAST ? 1 : width;
      ifKnown[code] = -1;
    }
  }

  int width() {
    return width;
  }

  boolean isChained() {
    return form == Form.CHAINED;
  }

  /// What comes before records that are packed alone.
  long[] nothing() {
    return nothing;
  }

  /// The most that a record takes.
  int mostBytes() {
    return codeBytes + width * Long.BYTES;
  }

  /// Appends a record.
  ///
  /// @param before the record before it
  /// @param isAlone whether it is packed without that, as the first of those that are unpacked
  ///   together must be
  /// @param bytes reaches [#mostBytes] beyond `at`
  /// @return where in `bytes` the record ends
  int pack(long[] words, int from, long[] before, boolean isAlone, byte[] bytes, int at) {
    if (form == Form.PLAIN) {
      return copy(words, from, bytes, at);
    }
    int next = at + codeBytes;
    // As if all words were far from those before.
    int ifBefore = isAlone ? 0 : -1;
    int codes = 0;
    long last = ~words[from];
    for (int i = 0; i < width; i++) {
      long word = words[from + i];
      long alone = zigZag(word);
      long beyond = zigZag(word - before[i]);
      int code = SHORTEST[shortestAt(zeroBytes(alone), zeroBytes(beyond) & ifBefore)];
      LONGS.set(bytes, next, alone ^ ((alone ^ beyond) & IF_BEYOND[code]));
      code = orAsLast(code, word, last);
      last = word;
      next += REST_BYTES[code];
      codes = (codes & -(i & 1)) | code << ((i & 1) << 2);
      bytes[at + (i >>> 1)] = (byte) codes;
    }
    return next;
  }

  private static int orAsLast(int code, long word, long last) {
    long difference = word - last;
    int differs = (int) ((difference | -difference) >> (Long.SIZE - 1));
    return code ^ ((code ^ AS_LAST) & ~differs);
  }

  private int copy(long[] words, int from, byte[] bytes, int at) {
    int next = at;
    for (int i = 0; i < width; i++, next += Long.BYTES) {
      LONGS.set(bytes, next, words[from + i]);
    }
    return next;
  }

  /// Reads records that were appended one after the other, from one on that was packed alone.
  ///
  /// @param end where the last of them ends, at most; the array reaches [#SLACK_BYTES] beyond
  /// @param place where in `words` the first goes
  /// @param most how many, at most
  /// @return how many there were
  int unpack(byte[] bytes, int at, int end, long[] words, int place, int most) {
    if (form == Form.PLAIN) {
      return copy(bytes, at, end, words, place, most);
    }
    int next = at;
    int word = place;
    int records = 0;
    for (; records < most && next < end; records++) {
      int codes = next;
      next += codeBytes;
      for (int i = 0; i < width; i++, word++) {
        int code = (bytes[codes + (i >>> 1)] >>> ((i & 1) << 2)) & 15;
        int restBytes = REST_BYTES[code];
        long rest = (long) LONGS.get(bytes, next) & REST_MASK[restBytes];
        next += restBytes;
        words[word] = (rest >>> 1 ^ -(rest & 1)) + (words[word - distances[code]] & ifKnown[code]);
      }
    }
    return records;
  }

  private int copy(byte[] bytes, int at, int end, long[] words, int place, int most) {
    int records = Math.min(most, (end - at) / (width * Long.BYTES));
    for (int i = 0; i < records * width; i++) {
      words[place + i] = (long) LONGS.get(bytes, at + i * Long.BYTES);
    }
    return records;
  }

  private static long zigZag(long value) {
    return value << 1 ^ value >> (Long.SIZE - 1);
  }

  private static int zeroBytes(long rest) {
    return Long.numberOfLeadingZeros(rest) >>> 3;
  }
}
