package roundhouse.workers.cli.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import roundhouse.temporal.contracts.Approval.Answer;

class InputsTest {
  private final Inputs inputs = new Inputs();

  @Test
  void everyProblemIsToldAtOnce() {
    inputs.name("--name", "Late Arrival", "late-arrival");
    inputs.instant("--cut-off", "yesterday", "2013-11-01");
    inputs.duration("--hold-out", "-3d", false);
    inputs.atLeast("--limit", 1, "-5");
    inputs.required("--label", null, "late");
    assertThatThrownBy(inputs::refuseIfAny)
        .isInstanceOf(RefusedException.class)
        .message()
        .hasLineCount(5)
        .contains("--name 'Late Arrival': expected a name such as late-arrival;")
        .contains("--cut-off 'yesterday': expected a time in UTC;")
        .contains("--hold-out '-3d': expected more than zero;")
        .contains("--limit '-5': expected a whole number of at least 1;")
        .contains("--label '': expected a value;");
  }

  @Test
  void withoutAProblemNothingIsRefused() {
    inputs.refuseIfAny();
  }

  @Test
  void timesAreInstantsOrDatesInUtc() {
    assertThat(inputs.instantOrNull("--from", "2013-11-01"))
        .isEqualTo(Instant.parse("2013-11-01T00:00:00Z"));
    assertThat(inputs.instantOrNull("--from", "2013-11-01T06:30:00Z"))
        .isEqualTo(Instant.parse("2013-11-01T06:30:00Z"));
    inputs.refuseIfAny();
  }

  @Test
  void durationsAreShortOrIso() {
    assertThat(inputs.duration("--hold-out", "14d", false)).isEqualTo(Duration.ofDays(14));
    assertThat(inputs.duration("--hold-out", "PT6H", false)).isEqualTo(Duration.ofHours(6));
    assertThat(inputs.duration("--gap", "0d", true)).isEqualTo(Duration.ZERO);
    inputs.refuseIfAny();
  }

  @Test
  void parametersAreJsonWhereTheyReadAsSuch() {
    assertThat(inputs.parameters("--param", List.of("trees=200", "eta=0.1", "name=x", "a=b=c")))
        .isEqualTo(Map.of("trees", 200, "eta", 0.1, "name", "x", "a", "b=c"));
    inputs.refuseIfAny();
  }

  @Test
  void malformedParametersAreProblems() {
    inputs.parameters("--param", List.of("trees"));
    assertThatThrownBy(inputs::refuseIfAny).hasMessageContaining("--param 'trees'");
  }

  @Test
  void choicesAreReadInAnyCase() {
    assertThat(inputs.oneOf("--answer", Answer.class, "approve")).isEqualTo(Answer.APPROVE);
    inputs.oneOf("--answer", Answer.class, "perhaps");
    assertThatThrownBy(inputs::refuseIfAny).hasMessageContaining("one of [APPROVE, REJECT]");
  }
}
