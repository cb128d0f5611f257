package roundhouse.activities.training.trainer;

import java.util.Map;
import java.util.TreeMap;

/// One line of `progress.jsonl`.
///
/// @param fraction from 0 to 1
public record ReportedProgress(double fraction, String message, Map<String, Double> metrics) {
  public ReportedProgress {
    metrics = Map.copyOf(metrics);
  }

  /// Message and metrics in one line for a person.
  public String text() {
    StringBuilder text = new StringBuilder(message);
    new TreeMap<>(metrics)
        .forEach(
            (name, value) ->
                text.append(
                    String.format(
                        java.util.Locale.ROOT,
                        "%s%s %.6g",
                        text.isEmpty() ? "" : ", ",
                        name,
                        value)));
    return text.toString();
  }
}
