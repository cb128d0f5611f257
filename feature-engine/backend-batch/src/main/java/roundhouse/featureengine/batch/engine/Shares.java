package roundhouse.featureengine.batch.engine;

import java.util.List;
import java.util.stream.IntStream;

/// The shares of a memory that a run's threads have between two stages.
final class Shares implements AutoCloseable {
  private final List<WordShare> shares;

  /// @param part of the memory that all of them have together, 0 to 1
  Shares(WordMemory memory, EngineOptions options, double part) {
    int threads = options.threads();
    shares =
        IntStream.range(0, threads)
            .mapToObj(_ -> new WordShare(memory, part / threads, options.scratch()))
            .toList();
  }

  /// By the number of the thread.
  List<WordShare> all() {
    return shares;
  }

  long spilledBytes() {
    return shares.stream().mapToLong(WordShare::spilledBytes).sum();
  }

  @Override
  public void close() {
    shares.forEach(WordShare::close);
  }
}
