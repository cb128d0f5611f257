package roundhouse.featureengine.batch.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/// What one thread may hold of a [LogMemory], and the logs that it fills. When the share is used
/// up, all of its logs go to one scratch file: their records then lie there in runs as long as the
/// share allows.
final class LogShare implements AutoCloseable {
  private final LogMemory memory;
  private final LongSupplier mostChunks;
  private final ScratchFile file;
  private final List<RecordLog> logs = new ArrayList<>();
  private long held;

  /// @param mostChunks that it may hold at the moment, which never become fewer
  LogShare(LogMemory memory, LongSupplier mostChunks, Path scratch) {
    this.memory = memory;
    this.mostChunks = mostChunks;
    file = new ScratchFile(scratch);
  }

  /// How many logs can be filled at once without spilling all the time.
  long mostLogs() {
    return mostChunks.getAsLong() / 4;
  }

  RecordLog newLog(RecordPacking packing) {
    RecordLog log = new RecordLog(this, packing);
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

  synchronized void giveBack(Chunk chunk) {
    held--;
    memory.giveBack(chunk);
  }

  synchronized long held() {
    return held;
  }

  /// Reads bytes that a log spilled.
  void read(long position, byte[] target, int count) {
    file.read(position, target, count);
  }

  long spilledBytes() {
    return file.size();
  }

  @Override
  public void close() {
    file.close();
  }
}
