package roundhouse.featureengine.batch.engine;

import java.nio.file.Path;

/// What a run may use of the machine. Has no bearing on any value.
///
/// @param threads how many work at once
/// @param memoryBytes what events, asks and answers under way may take of the heap before they go
///   to scratch files; besides, each thread needs room for what it works on
/// @param scratch folder for scratch files, which no crash leaves behind
public record EngineOptions(int threads, long memoryBytes, Path scratch) {
  private static final long LEAST_MEMORY_BYTES = 1L << 20;

  public EngineOptions {
    if (threads < 1) {
      throw new IllegalArgumentException(
          "Engine threads '%d': expected at least 1".formatted(threads));
    }
    if (memoryBytes < LEAST_MEMORY_BYTES) {
      throw new IllegalArgumentException(
          "Engine memory '%d' bytes: expected at least %d"
              .formatted(memoryBytes, LEAST_MEMORY_BYTES));
    }
  }

  /// All cores, a third of the heap, the folder for temporary files.
  public static EngineOptions ofMachine() {
    return new EngineOptions(
        Runtime.getRuntime().availableProcessors(),
        Math.max(LEAST_MEMORY_BYTES, Runtime.getRuntime().maxMemory() / 3),
        Path.of(System.getProperty("java.io.tmpdir")));
  }

  public EngineOptions withThreads(int count) {
    return new EngineOptions(count, memoryBytes, scratch);
  }

  public EngineOptions withMemoryBytes(long bytes) {
    return new EngineOptions(threads, bytes, scratch);
  }

  public EngineOptions withScratch(Path folder) {
    return new EngineOptions(threads, memoryBytes, folder);
  }

  /// What each of several runs at once may use.
  public EngineOptions dividedBy(int runs) {
    return new EngineOptions(
        Math.max(1, threads / runs), Math.max(LEAST_MEMORY_BYTES, memoryBytes / runs), scratch);
  }
}
