package roundhouse.featureengine.service.answer;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads JSON into trees whose numbers are those that were written. A tree of doubles alone would
/// round a decimal of many digits; one of decimals alone has no negative zero.
public final class ExactJson {
  private final JsonMapper doubles;
  private final JsonMapper decimals;

  /// @param mapper how to read what is no number
  public ExactJson(JsonMapper mapper) {
    doubles = mapper;
    decimals = mapper.rebuild().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  }

  /// Throws what the mapper does.
  public JsonNode tree(byte[] json) {
    return exact(doubles.readTree(json), decimals.readTree(json));
  }

  /// As [#tree(byte\[\])].
  public JsonNode tree(String json) {
    return tree(json.getBytes(StandardCharsets.UTF_8));
  }

  private static JsonNode exact(JsonNode rounded, JsonNode written) {
    switch (rounded) {
      case ObjectNode object ->
          object.propertyNames().stream()
              .toList()
              .forEach(name -> object.set(name, exact(object.get(name), written.get(name))));
      case ArrayNode array -> {
        for (int i = 0; i < array.size(); i++) {
          array.set(i, exact(array.get(i), written.get(i)));
        }
      }
      default -> {
        return written.isBigDecimal() && !isSame(rounded.doubleValue(), written.decimalValue())
            ? written
            : rounded;
      }
    }
    return rounded;
  }

  /// Whether a double is written as that number.
  private static boolean isSame(double rounded, BigDecimal written) {
    return Double.isFinite(rounded)
        && new BigDecimal(Double.toString(rounded)).compareTo(written) == 0;
  }
}
