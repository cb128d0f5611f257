package roundhouse.featureengine.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.language.random.RandomPlan;

/// Every case, and definitions and histories drawn at random, on every backend: folds, Parquet,
/// Spark in local mode and Kafka Streams on a real broker.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConformanceIT {
  @TempDir private static Path folder;
  private List<Backend> backends;

  @BeforeAll
  void start() {
    backends = Backends.all(folder);
  }

  @AfterAll
  void stop() {
    backends.forEach(Backend::close);
  }

  List<Backend> backends() {
    return backends;
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("backends")
  void everyCaseHolds(Backend backend) {
    assertThat(CaseRun.differences(backend, Cases.all())).isEmpty();
  }

  /// Many histories over the cases' plan, which has every aggregate, window and expression: late,
  /// duplicated, out of order, hot keys.
  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("backends")
  void histories(Backend backend) {
    Plan plan = Cases.plan("cases", Cases.all());
    Parity.requireNoDifference(List.of(backend), drawn(plan, 3));
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("backends")
  void definitions(Backend backend) {
    requireNoDifference(backend, 0, backend instanceof StreamBackend ? 1 : 4);
  }

  @Tag("full")
  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("backends")
  void manyDefinitions(Backend backend) {
    requireNoDifference(backend, 1_000, backend instanceof StreamBackend ? 12 : 200);
  }

  /// Fewer on Kafka Streams, which starts an application for each definition.
  private static void requireNoDifference(Backend backend, int first, int count) {
    Parity.requireNoDifference(
        List.of(backend),
        IntStream.range(first, first + count)
            .boxed()
            .flatMap(seed -> drawn(RandomPlan.of(seed), 1).stream())
            .toList());
  }

  /// As many histories as known and as served.
  private static List<Scenario> drawn(Plan plan, int count) {
    return IntStream.range(0, count)
        .boxed()
        .flatMap(seed -> Stream.of(RandomLog.asKnown(plan, seed), RandomLog.asServed(plan, seed)))
        .toList();
  }
}
