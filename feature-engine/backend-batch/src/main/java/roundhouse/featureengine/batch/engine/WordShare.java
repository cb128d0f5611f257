package roundhouse.featureengine.batch.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/// What one thread may hold of a [WordMemory], and the logs that it fills. When the share is used
/// up, all of its logs go to one scratch file: their records then lie there in runs as long as the
/// share allows.
final class WordShare implements AutoCloseable {
  private final WordMemory memory;
  private final LongSupplier mostChunks;
  private final ScratchFile file;
  private final List<WordLog> logs = new ArrayList<>();
  private long held;

  /// @param mostChunks that it may hold at the moment, which never become fewer
  WordShare(WordMemory memory, LongSupplier mostChunks, Path scratch) {
    this.memory = memory;
    this.mostChunks = mostChunks;
    file = new ScratchFile(scratch);
  }

  /// How many logs can be filled at once without spilling all the time.
  long mostLogs() {
    return mostChunks.getAsLong() / 4;
  }

  WordLog newLog(int width) {
    WordLog log = new WordLog(this, width);
    logs.add(log);
    return log;
  }

  synchronized Chunk borrow() {
    if (held >= mostChunks.getAsLong()) {
      logs.forEach(log -> log.spill(file));
    }
    held++;
    return memory.borrow();
  }

  synchronized void giveBack(List<Chunk> chunks) {
    held -= chunks.size();
    memory.giveBack(chunks);
  }

  synchronized long held() {
    return held;
  }

  void read(long position, long[] target, int at, int count) {
    file.read(position, target, at, count);
  }

  long spilledBytes() {
    return file.size();
  }

  @Override
  public void close() {
    file.close();
  }
}
