package roundhouse.scoring.evaluation;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;

/// The labelled asks that every model of a comparison is judged on, fixed before any is scored.
/// Features are no part of them: champion and challenger may have other features of the same asks.
///
/// Rows keep the order in which they were given; their digest does not depend on it. Every row
/// weighs 1. Immutable.
public final class FrozenRows {
  private static final double WEIGHT = 1;

  private final String[] askIds;
  private final boolean[] labels;
  private final Instant[] askTimes;
  private final int positives;

  private FrozenRows(String[] askIds, boolean[] labels, Instant[] askTimes) {
    this.askIds = askIds;
    this.labels = labels;
    this.askTimes = askTimes;
    int count = 0;
    for (boolean label : labels) {
      count += label ? 1 : 0;
    }
    this.positives = count;
  }

  /// One row for each position of the three arrays. Throws where their lengths differ, where an ask
  /// id occurs twice, or where labels are not of both classes: no ranking can be judged then.
  public static FrozenRows of(String[] askIds, boolean[] labels, Instant[] askTimes) {
    if (askIds.length != labels.length || askIds.length != askTimes.length) {
      throw new IllegalArgumentException(
          "Frozen rows '%d ids, %d labels, %d times': expected one of each for every row; pass equal lengths"
              .formatted(askIds.length, labels.length, askTimes.length));
    }
    FrozenRows rows = new FrozenRows(askIds.clone(), labels.clone(), askTimes.clone());
    rows.requireBothClasses();
    rows.requireDistinctIds();
    return rows;
  }

  public int size() {
    return labels.length;
  }

  public int positives() {
    return positives;
  }

  public int negatives() {
    return labels.length - positives;
  }

  public boolean label(int row) {
    return labels[row];
  }

  public String askId(int row) {
    return askIds[row];
  }

  /// How many rows' ask times lie in [from, to).
  public int countBetween(Instant from, Instant to) {
    int count = 0;
    for (Instant time : askTimes) {
      count += time.isBefore(from) || !time.isBefore(to) ? 0 : 1;
    }
    return count;
  }

  /// Lower-case hex SHA-256 over (ask id, label, weight) of all rows, in the order of the ids'
  /// UTF-8 bytes. For each row: the id's length as four bytes, its bytes, one byte 0 or 1, and the
  /// weight's eight IEEE 754 bytes; all big-endian.
  public String digest() {
    byte[][] ids = new byte[askIds.length][];
    Integer[] order = new Integer[askIds.length];
    for (int row = 0; row < ids.length; row++) {
      ids[row] = askIds[row].getBytes(StandardCharsets.UTF_8);
      order[row] = row;
    }
    Arrays.sort(order, (left, right) -> Arrays.compareUnsigned(ids[left], ids[right]));
    MessageDigest digest = sha256();
    try (DataOutputStream out =
        new DataOutputStream(new DigestOutputStream(OutputStream.nullOutputStream(), digest))) {
      for (int row : order) {
        out.writeInt(ids[row].length);
        out.write(ids[row]);
        out.writeByte(labels[row] ? 1 : 0);
        out.writeDouble(WEIGHT);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /// The block of time that each row lies in, numbered from 0 in order of time without gaps. A
  /// block is `length` long and starts at a multiple of it since 1970-01-01T00:00Z.
  TimeBlocks blocks(Duration length) {
    long micros = length.dividedBy(Duration.of(1, ChronoUnit.MICROS));
    long[] numbers = new long[askTimes.length];
    for (int row = 0; row < numbers.length; row++) {
      numbers[row] = Math.floorDiv(ChronoUnit.MICROS.between(Instant.EPOCH, askTimes[row]), micros);
    }
    long[] distinct = Arrays.stream(numbers).sorted().distinct().toArray();
    int[] ofRow = new int[numbers.length];
    for (int row = 0; row < ofRow.length; row++) {
      ofRow[row] = Arrays.binarySearch(distinct, numbers[row]);
    }
    return new TimeBlocks(ofRow, distinct.length);
  }

  private void requireBothClasses() {
    if (positives == 0 || positives == labels.length) {
      throw new IllegalArgumentException(
          "Frozen rows '%d positive of %d': expected at least one positive and one negative label; widen the range or the filter"
              .formatted(positives, labels.length));
    }
  }

  private void requireDistinctIds() {
    String[] sorted = askIds.clone();
    Arrays.sort(sorted);
    for (int i = 1; i < sorted.length; i++) {
      if (sorted[i].equals(sorted[i - 1])) {
        throw new IllegalArgumentException(
            "Ask id '%s': occurs more than once in the frozen rows; expected one row for each ask; rebuild the dataset"
                .formatted(sorted[i]));
      }
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
