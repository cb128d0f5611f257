package roundhouse.activities.promotion;

import io.temporal.failure.ApplicationFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import roundhouse.scoring.registry.Refusal;
import roundhouse.temporal.contracts.FailureTypes;
import roundhouse.temporal.contracts.Problem;

/// Collects everything that is wrong with a request, so that it is refused once with all of it.
final class RequestCheck {
  private final List<Problem> problems = new ArrayList<>();

  /// The parsed field; empty, and a problem more, where it is missing or malformed. A field of a
  /// request that came as JSON may be missing whatever its record says.
  <T> Optional<T> parse(String field, @Nullable String value, Function<String, T> parser) {
    if (value == null) {
      require(false, field, "", "a value", "add it to the request");
      return Optional.empty();
    }
    try {
      return Optional.of(parser.apply(value));
    } catch (IllegalArgumentException malformed) {
      require(false, field, value, "a well-formed name", String.valueOf(malformed.getMessage()));
      return Optional.empty();
    }
  }

  void require(
      boolean holds, String subject, @Nullable String value, String expectation, String remedy) {
    if (!holds) {
      problems.add(new Problem(subject, String.valueOf(value), expectation, remedy));
    }
  }

  void refuseIfAny() {
    if (!problems.isEmpty()) {
      throw invalid(problems);
    }
  }

  static ApplicationFailure refused(List<Refusal> refusals) {
    return invalid(
        refusals.stream()
            .map(
                refusal ->
                    new Problem(
                        refusal.subject(),
                        refusal.value(),
                        refusal.expectation(),
                        refusal.remedy()))
            .toList());
  }

  private static ApplicationFailure invalid(List<Problem> problems) {
    String message = problems.stream().map(Problem::toString).collect(Collectors.joining("\n"));
    return ApplicationFailure.newNonRetryableFailure(
        message, FailureTypes.INVALID_REQUEST, problems.toArray());
  }
}
