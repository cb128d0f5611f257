package roundhouse.featureengine.batch.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharesTest {
  private static final int CHUNKS = 128;
  private static final long BYTES = (long) CHUNKS * WordMemory.CHUNK_WORDS * Long.BYTES;

  @TempDir Path scratch;

  @Test
  void whatOthersGiveBackIsTakenWithoutSpilling() {
    EngineOptions options = new EngineOptions(2, BYTES, scratch);
    WordMemory memory = new WordMemory(BYTES);
    try (Shares records = Shares.of(memory, options, 0.5);
        Shares answers = Shares.besides(records, memory, options)) {
      WordLog record = fill(records.all().getFirst(), CHUNKS / 4);
      fill(records.all().getLast(), CHUNKS / 4);
      WordLog answer = fill(answers.all().getFirst(), CHUNKS / 4);
      fill(answers.all().getLast(), CHUNKS / 4);
      assertThat(records.spilledBytes() + answers.spilledBytes()).isZero();
      assertThat(memory.lent()).isEqualTo(CHUNKS);

      record.release();
      append(answer, CHUNKS / 8);
      assertThat(answers.spilledBytes()).isZero();
      append(answer, 1);
      assertThat(answers.spilledBytes()).isPositive();
      assertThat(memory.lent()).isLessThanOrEqualTo(CHUNKS);
    }
  }

  private static WordLog fill(WordShare share, int chunks) {
    WordLog log = share.newLog(WordMemory.CHUNK_WORDS);
    append(log, chunks);
    return log;
  }

  private static void append(WordLog log, int chunks) {
    for (int i = 0; i < chunks; i++) {
      log.append();
    }
  }
}
