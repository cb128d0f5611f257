package roundhouse.featureengine.batch.engine;

import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/// The shares of a memory that a run's threads have between two stages.
final class Shares implements AutoCloseable {
  private final List<LogShare> shares;

  private Shares(LogMemory memory, EngineOptions options, LongSupplier mostChunks) {
    int threads = options.threads();
    shares =
        IntStream.range(0, threads)
            .mapToObj(
                _ ->
                    new LogShare(
                        memory,
                        () -> Math.max(1, mostChunks.getAsLong() / threads),
                        options.scratch()))
            .toList();
  }

  /// @param part of the memory that all of them have together, 0 to 1
  static Shares of(LogMemory memory, EngineOptions options, double part) {
    return new Shares(memory, options, () -> (long) (memory.mostChunks() * part));
  }

  /// Shares of what others leave of a memory, who borrow no more while these are in use.
  static Shares besides(Shares others, LogMemory memory, EngineOptions options) {
    return new Shares(memory, options, () -> memory.mostChunks() - others.held());
  }

  private long held() {
    return shares.stream().mapToLong(LogShare::held).sum();
  }

  /// By the number of the thread.
  List<LogShare> all() {
    return shares;
  }

  long spilledBytes() {
    return shares.stream().mapToLong(LogShare::spilledBytes).sum();
  }

  @Override
  public void close() {
    shares.forEach(LogShare::close);
  }
}
