package roundhouse.featureengine.batch.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharesTest {
  private static final int CHUNKS = 128;

  /// No two such records fit into a chunk.
  private static final int WIDTH = 1900;

  private static final long BYTES = (long) CHUNKS * LogMemory.CHUNK_BYTES;

  @TempDir Path scratch;

  @Test
  void whatOthersGiveBackIsTakenWithoutSpilling() {
    EngineOptions options = new EngineOptions(2, BYTES, scratch);
    LogMemory memory = new LogMemory(BYTES);
    try (Shares records = Shares.of(memory, options, 0.5);
        Shares answers = Shares.besides(records, memory, options)) {
      RecordLog record = fill(records.all().getFirst(), CHUNKS / 4);
      fill(records.all().getLast(), CHUNKS / 4);
      RecordLog answer = fill(answers.all().getFirst(), CHUNKS / 4);
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

  private static RecordLog fill(LogShare share, int chunks) {
    RecordLog log = share.newLog(new RecordPacking(WIDTH, RecordPacking.Form.PACKED));
    append(log, chunks);
    return log;
  }

  private static void append(RecordLog log, int chunks) {
    for (int i = 0; i < chunks; i++) {
      log.append(new long[WIDTH], 0);
    }
  }
}
