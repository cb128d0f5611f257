package roundhouse.featureengine.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static roundhouse.featureengine.conformance.Readings.OF_SENSOR;
import static roundhouse.featureengine.conformance.Readings.QUESTIONS;
import static roundhouse.featureengine.language.Expressions.hours;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import roundhouse.featureengine.conformance.Backend.Answers;
import roundhouse.featureengine.conformance.Readings.Question;
import roundhouse.featureengine.conformance.Readings.Reading;
import roundhouse.featureengine.language.FeatureSet;
import roundhouse.featureengine.language.plan.Plan;

/// Sharing a log changes no value, and is not done where it would.
class TogetherTest {
  private static final FeatureSet<Question> SET =
      FeatureSet.askedBy(QUESTIONS)
          .named("together")
          .version(1)
          .feature("number", Question::number)
          .feature("count", OF_SENSOR.count().within(hours(3)))
          .feature("last", OF_SENSOR.last(Reading::word).within(hours(30)))
          .feature("words", OF_SENSOR.distinct(Reading::word).within(hours(5)));

  @TempDir private Path folder;

  @Test
  void scenariosKeptApartAnswerAsAlone() {
    Plan plan = SET.plan();
    List<Scenario> scenarios =
        IntStream.range(0, 12).mapToObj(seed -> RandomLog.asKnown(plan, seed)).toList();
    Backend oracle = new InterpreterBackend();
    List<Answers> together =
        Together.merged(plan, scenarios, all -> oracle.answer(List.of(all)).getFirst());
    assertThat(together).isEqualTo(oracle.answer(scenarios));
    assertThat(new BatchBackend(folder).answer(scenarios)).isEqualTo(together);
  }

  @Test
  void planThatReadsItsKeyIsNotKeptApart() {
    assertThat(Apart.of(SET.plan())).isPresent();
    assertThat(Apart.of(SET.feature("sensor", Question::sensor).plan())).isEmpty();
    assertThat(
            Apart.of(
                SET.feature("sensors", OF_SENSOR.distinct(Reading::sensor).within(hours(1)))
                    .plan()))
        .isEmpty();
  }
}
