package roundhouse.featureengine.batch.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordLogTest {
  @TempDir Path scratch;

  @ParameterizedTest
  @CsvSource({"1, 4", "3, 4", "7, 4", "2048, 4", "3, 100000", "5, 1000"})
  void recordsComeBackInTheOrderOfTheirPartsWhetherSpilledOrNot(int width, int chunks) {
    WordMemory memory = new WordMemory((long) chunks * WordMemory.CHUNK_WORDS * Long.BYTES);
    try (WordShare one = new WordShare(memory, () -> chunks / 2, scratch);
        WordShare other = new WordShare(memory, () -> chunks / 2, scratch)) {
      List<WordLog> logs =
          List.of(one.newLog(width), one.newLog(width), other.newLog(width), other.newLog(width));
      Random random = new Random(width);
      List<List<Long>> expected = fill(logs, width, random);

      for (int bucket = 0; bucket < 2; bucket++) {
        Records records = new Records(width);
        records.load(parts(logs.get(bucket), logs.get(2 + bucket)));
        assertThat(firstWords(records)).isEqualTo(expected.get(bucket));
      }
      assertThat(one.spilledBytes() + other.spilledBytes() > 0).isEqualTo(chunks < 1000);
      assertThat(memory.lent()).isLessThanOrEqualTo(memory.mostChunks());
      logs.forEach(WordLog::release);
      assertThat(memory.lent()).isZero();
    }
  }

  /// Parts 0 to 9, each appended by one of two threads to its two logs.
  private static List<List<Long>> fill(List<WordLog> logs, int width, Random random) {
    List<List<Long>> expected = List.of(new ArrayList<>(), new ArrayList<>());
    long next = 0;
    for (int part = 0; part < 10; part++) {
      int thread = random.nextInt(2);
      logs.get(2 * thread).mark(part);
      logs.get(2 * thread + 1).mark(part);
      int count = random.nextInt(6000 / width + 1);
      for (int i = 0; i < count; i++) {
        int bucket = random.nextInt(2);
        WordLog log = logs.get(2 * thread + bucket);
        int at = log.append();
        log.words()[at] = next;
        log.words()[at + width - 1] = next;
        expected.get(bucket).add(next++);
      }
    }
    return expected;
  }

  private static List<WordLog.Part> parts(WordLog... logs) {
    List<WordLog.Part> parts = new ArrayList<>();
    for (WordLog log : logs) {
      parts.addAll(log.parts());
    }
    parts.sort(Comparator.comparingInt(WordLog.Part::number));
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
    WordMemory memory = new WordMemory(1 << 20);
    try (WordShare share = new WordShare(memory, memory::mostChunks, scratch)) {
      assertThatThrownBy(() -> share.newLog(WordMemory.CHUNK_WORDS + 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Record of 2049 words");
    }
  }
}
