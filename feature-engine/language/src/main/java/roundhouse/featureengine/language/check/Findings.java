package roundhouse.featureengine.language.check;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Where the checks of one subject hand in what they find.
///
/// @param subject what problems are about, `Feature 'departure_hour'`
record Findings(String subject, Consumer<Problem> problems) {
  void report(String value, String expectation, String remedy) {
    problems.accept(Problem.of(subject, value, expectation, remedy));
  }

  static String oneOf(List<String> names) {
    return names.isEmpty()
        ? "no name, for there is none"
        : names.stream().collect(Collectors.joining(", ", "one of ", ""));
  }
}
