package roundhouse.featureengine.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static roundhouse.featureengine.conformance.Readings.OF_SENSOR;
import static roundhouse.featureengine.conformance.Readings.QUESTIONS;
import static roundhouse.featureengine.language.Expressions.coalesce;
import static roundhouse.featureengine.language.Expressions.field;
import static roundhouse.featureengine.language.Expressions.hours;
import static roundhouse.featureengine.language.Expressions.literal;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import roundhouse.featureengine.conformance.Readings.Reading;
import roundhouse.featureengine.language.FeatureSet;
import roundhouse.featureengine.language.plan.Plan;

/// A backend with a bug is caught, and what is printed is small and compiles.
class ShrinkingTest {
  private static final Plan PLAN =
      FeatureSet.askedBy(QUESTIONS)
          .named("shrinking")
          .version(1)
          .feature("count", OF_SENSOR.count().within(hours(3)))
          .feature("sum", OF_SENSOR.sum(Reading::number).within(hours(5)))
          .feature(
              "greatest",
              OF_SENSOR
                  .onlyIf(field(Reading::flag).isNull())
                  .max(coalesce(field(Reading::amount), literal(-1.0), field(Reading::amount)))
                  .within(hours(3)))
          .feature("words", OF_SENSOR.distinct(Reading::word).within(hours(5)))
          .plan();

  private static final Backend WRONG = new NeverForgetting();

  @TempDir private Path folder;

  @Test
  void differenceIsFoundAndShrunkToOneEventAndOneAsk() {
    Difference found = difference();
    Scenario smallest = Parity.shrunk(WRONG, found).scenario();

    assertThat(found.scenario().log()).hasSizeGreaterThan(20);
    assertThat(smallest.log())
        .extracting(Scenario.Logged::stream)
        .containsExactly("reading", "question");
    assertThat(smallest.plan().features()).hasSize(1);
    assertThat(smallest.plan().features().getFirst().value().toString())
        .contains(
            "Max[value=Literal[type=BOOLEAN, value=true]]",
            "filter=Literal[type=BOOLEAN, value=true]");
  }

  @Test
  void rightBackendHasNoDifference() {
    assertThat(Parity.differences(List.of(new FeatureFoldBackend()), scenarios())).isEmpty();
  }

  @Test
  void failureReportsATestThatCompilesAndFails() throws Exception {
    assertThatThrownBy(() -> Parity.requireNoDifference(List.of(WRONG), difference().scenario()))
        .isInstanceOfSatisfying(
            AssertionError.class,
            report -> {
              String message = String.valueOf(report.getMessage());
              String method = message.substring(message.indexOf("  ///"));
              CompiledTest pasted = CompiledTest.compile(method, folder);
              assertThat(pasted.failure(WRONG)).hasMessageContaining("values differ");
              assertThat(pasted.failure(new FeatureFoldBackend())).isNull();
            });
  }

  private static Difference difference() {
    return Parity.differences(List.of(WRONG), scenarios()).getFirst();
  }

  private static List<Scenario> scenarios() {
    return IntStream.range(0, 20).mapToObj(seed -> RandomLog.asKnown(PLAN, seed)).toList();
  }
}
