package roundhouse.workers.cli.demo;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import roundhouse.workers.cli.platform.ScorerClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The flights that asked for live features, as the replay wrote them down.
record LiveAsks(List<Ask> asks) {
  LiveAsks {
    asks = List.copyOf(asks);
  }

  /// @param isEqual whether both are the same text
  record Ask(
      Map<String, @Nullable Object> served, Map<String, @Nullable Object> batch, boolean isEqual) {}

  /// @param lines of JSON, one for each flight
  static LiveAsks parse(List<String> lines) {
    return new LiveAsks(lines.stream().map(LiveAsks::ask).toList());
  }

  int equalVectors() {
    return Math.toIntExact(asks.stream().filter(Ask::isEqual).count());
  }

  private static Ask ask(String line) {
    JsonNode ask = JsonMapper.shared().readTree(line);
    JsonNode served = ask.required("served");
    JsonNode batch = ask.required("batch");
    boolean isEqual =
        served.size() == batch.size()
            && served
                .propertyStream()
                .allMatch(
                    feature ->
                        batch.has(feature.getKey())
                            && feature
                                .getValue()
                                .toString()
                                .equals(batch.get(feature.getKey()).toString()));
    return new Ask(
        ScorerClient.parseFeatures(served.toString()),
        ScorerClient.parseFeatures(batch.toString()),
        isEqual);
  }
}
