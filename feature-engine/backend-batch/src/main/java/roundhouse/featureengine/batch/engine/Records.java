package roundhouse.featureengine.batch.engine;

import java.util.List;

/// Records of one width in one array, reused from bucket to bucket.
final class Records {
  private final int width;
  private long[] words = new long[0];
  private byte[] buffer = new byte[0];
  private int count;

  Records(int width) {
    this.width = width;
  }

  /// Holds the records of these parts, one after the other, from now on.
  void load(List<RecordLog.Part> parts) {
    long total = 0;
    for (RecordLog.Part part : parts) {
      total += part.records();
    }
    count = Math.toIntExact(total);
    int needed = Math.multiplyExact(count, width);
    if (words.length < needed) {
      words =
          new long[Math.max(needed, (int) Math.min(Integer.MAX_VALUE - 8, 5L * words.length / 4))];
    }
    if (buffer.length == 0) {
      buffer = new byte[LogMemory.CHUNK_BYTES + RecordPacking.SLACK_BYTES];
    }
    int at = 0;
    for (RecordLog.Part part : parts) {
      part.copyTo(words, at, buffer);
      at += part.records() * width;
    }
  }

  int count() {
    return count;
  }

  int width() {
    return width;
  }

  long[] words() {
    return words;
  }
}
