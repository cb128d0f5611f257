package roundhouse.featureengine.batch.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import roundhouse.featureengine.batch.engine.RecordPacking.Form;

class RecordPackingTest {
  private static final int RECORDS = 5_000;

  /// Words of all lengths, near those of the record before and of their own, and the outermost.
  private static long word(Random random, long[] words, int at, int width) {
    return switch (random.nextInt(6)) {
      case 0 -> 0;
      case 1 -> random.nextLong() >> random.nextInt(Long.SIZE);
      case 2 -> random.nextBoolean() ? Long.MAX_VALUE : Long.MIN_VALUE;
      case 3 -> at < width ? 1 : words[at - width] + (random.nextLong() >> random.nextInt(64));
      case 4 -> at == 0 ? -1 : words[at - 1 - random.nextInt(Math.min(at, 8))];
      default -> Double.doubleToRawLongBits(random.nextInt(10_000) / 100.0);
    };
  }

  private static long[] words(int width, Random random) {
    long[] words = new long[RECORDS * width];
    for (int at = 0; at < words.length; at++) {
      words[at] = word(random, words, at, width);
    }
    return words;
  }

  private static Stream<Arguments> widthsAndForms() {
    return Stream.of(1, 2, 3, 7, 12, 13, 100)
        .flatMap(width -> Arrays.stream(Form.values()).map(form -> Arguments.of(width, form)));
  }

  @ParameterizedTest
  @MethodSource("widthsAndForms")
  void recordsComeBackAsTheyWere(int width, Form form) {
    RecordPacking packing = new RecordPacking(width, form);
    long[] words = words(width, new Random(width));
    byte[] bytes = new byte[RECORDS * packing.mostBytes() + RecordPacking.SLACK_BYTES];
    int end = packed(packing, words, width, bytes);

    long[] unpacked = new long[words.length];
    int some = packing.unpack(bytes, 0, end, unpacked, 0, 10);
    assertThat(some).isEqualTo(10);
    assertThat(unpacked[10 * width]).isZero();
    assertThat(packing.unpack(bytes, 0, end, unpacked, 0, RECORDS + 1)).isEqualTo(RECORDS);
    assertThat(unpacked).isEqualTo(words);
  }

  private static int packed(RecordPacking packing, long[] words, int width, byte[] bytes) {
    long[] before = new long[width];
    int end = 0;
    for (int at = 0; at < words.length; at += width) {
      int start = end;
      end = packing.pack(words, at, before, at == 0 || !packing.isChained(), bytes, start);
      assertThat(end - start).isLessThanOrEqualTo(packing.mostBytes());
      System.arraycopy(words, at, before, 0, width);
    }
    return end;
  }

  @Test
  void recordsLikeThoseBeforeAreShort() {
    int width = 4;
    RecordPacking packing = new RecordPacking(width, Form.CHAINED);
    long[] words = new long[RECORDS * width];
    for (int i = 0; i < RECORDS; i++) {
      long instant = 1_700_000_000_000_000L + 500_000L * i;
      System.arraycopy(new long[] {i % 1000, instant, instant, i}, 0, words, i * width, width);
    }
    byte[] bytes = new byte[RECORDS * packing.mostBytes() + RecordPacking.SLACK_BYTES];

    assertThat(packed(packing, words, width, bytes)).isLessThan(RECORDS * 10);
  }
}
