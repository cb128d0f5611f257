package roundhouse.featureengine.batch.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordLogTest {
  @TempDir Path scratch;

  @ParameterizedTest
  @CsvSource({
    "1, 4, PLAIN",
    "3, 4, PACKED",
    "7, 4, CHAINED",
    "1900, 4, PLAIN",
    "1900, 4, CHAINED",
    "3, 100000, CHAINED",
    "5, 1000, PACKED",
    "5, 1000, PLAIN"
  })
  void recordsComeBackInTheOrderOfTheirPartsWhetherSpilledOrNot(
      int width, int chunks, RecordPacking.Form form) {
    RecordPacking packing = new RecordPacking(width, form);
    LogMemory memory = new LogMemory((long) chunks * LogMemory.CHUNK_BYTES);
    try (LogShare one = new LogShare(memory, () -> chunks / 2, scratch);
        LogShare other = new LogShare(memory, () -> chunks / 2, scratch)) {
      List<RecordLog> logs =
          Stream.of(one, one, other, other).map(share -> share.newLog(packing)).toList();
      Random random = new Random(width);
      List<List<Long>> expected = fill(logs, width, random);

      for (int bucket = 0; bucket < 2; bucket++) {
        Records records = new Records(width);
        records.load(parts(logs.get(bucket), logs.get(2 + bucket)));
        assertThat(firstWords(records)).isEqualTo(expected.get(bucket));
      }
      assertThat(one.spilledBytes() + other.spilledBytes() > 0).isEqualTo(chunks < 1000);
      assertThat(memory.lent()).isLessThanOrEqualTo(memory.mostChunks());
      logs.forEach(RecordLog::release);
      assertThat(memory.lent()).isZero();
    }
  }

  /// Parts 0 to 9, each appended by one of two threads to its two logs.
  private static List<List<Long>> fill(List<RecordLog> logs, int width, Random random) {
    List<List<Long>> expected = List.of(new ArrayList<>(), new ArrayList<>());
    for (int part = 0; part < 10; part++) {
      int thread = random.nextInt(2);
      logs.get(2 * thread).mark(part);
      logs.get(2 * thread + 1).mark(part);
      int count = random.nextInt(6000 / width + 1);
      for (int i = 0; i < count; i++) {
        int bucket = random.nextInt(2);
        RecordLog log = logs.get(2 * thread + bucket);
        long[] record = random.longs(width).toArray();
        record[width - 1] = record[0];
        log.append(record, 0);
        expected.get(bucket).add(record[0]);
      }
    }
    return expected;
  }

  private static List<RecordLog.Part> parts(RecordLog... logs) {
    List<RecordLog.Part> parts = new ArrayList<>();
    for (RecordLog log : logs) {
      parts.addAll(log.parts());
    }
    parts.sort(Comparator.comparingInt(RecordLog.Part::number));
    return parts;
  }

  private static List<Long> firstWords(Records records) {
    List<Long> words = new ArrayList<>();
    for (int i = 0; i < records.count(); i++) {
      words.add(records.words()[i * records.width()]);
      assertThat(records.words()[(i + 1) * records.width() - 1]).isEqualTo(words.getLast());
    }
    return words;
  }

  @Test
  void aRecordLargerThanAChunkIsRefused() {
    LogMemory memory = new LogMemory(1 << 20);
    try (LogShare share = new LogShare(memory, memory::mostChunks, scratch)) {
      assertThatThrownBy(() -> share.newLog(new RecordPacking(1928, RecordPacking.Form.PACKED)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Record of 1928 words: takes up to 16388 bytes");
    }
  }
}
