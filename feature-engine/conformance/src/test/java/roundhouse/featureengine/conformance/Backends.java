package roundhouse.featureengine.conformance;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// Every backend, by what it takes to start it.
final class Backends {
  private Backends() {}

  /// Those that need nothing but this JVM.
  static List<Backend> folds() {
    return List.of(
        new FeatureFoldBackend(), EntityFoldBackend.living(), EntityFoldBackend.restored());
  }

  /// All of them, the oracle excepted; a backend starts when it is made.
  ///
  /// @param folder for what they store
  static List<Backend> all(Path folder) {
    Stream<Function<Path, Backend>> storing =
        Stream.of(BatchBackend::new, SparkBackend::new, StreamBackend::new);
    return Stream.concat(folds().stream(), storing.map(start -> start.apply(folder))).toList();
  }
}
