package roundhouse.featureengine.service.http;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import roundhouse.featureengine.service.answer.ExactJson;
import roundhouse.http.problem.Problem;
import roundhouse.http.problem.RefusedRequestException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The asks in a body: `{"ask": {…}}` for one, `{"asks": [{…}, …]}` for some. Whether their fields
/// are the ask stream's is not looked at here.
record GetRequest(List<ObjectNode> asks) {
  private static final String SHAPE = "{\"ask\": {…}} or {\"asks\": [{…}, …]}";

  /// Two values for one name would leave it to chance which is asked with.
  private static final ExactJson JSON =
      new ExactJson(
          JsonMapper.builder(
                  JsonFactory.builder()
                      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                      .streamReadConstraints(
                          StreamReadConstraints.builder().maxNestingDepth(16).build())
                      .build())
              .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
              .build());

  /// Throws [RefusedRequestException] with every problem of the body's shape.
  static GetRequest parse(byte[] body, int maxAsks) {
    JsonNode root = tree(body);
    List<Problem> problems = new ArrayList<>();
    for (String name : root.propertyNames()) {
      if (!name.equals("ask") && !name.equals("asks")) {
        problems.add(new Problem("Field", name, SHAPE, "remove it"));
      }
    }
    if (root.has("ask") == root.has("asks")) {
      problems.add(
          new Problem(
              "Body",
              root.has("ask") ? "ask and asks" : "neither ask nor asks",
              "one of them: " + SHAPE,
              "send one ask as ask, or any number as asks"));
    }
    List<ObjectNode> asks = asks(root, problems);
    if (!problems.isEmpty()) {
      throw new RefusedRequestException(HttpStatus.BAD_REQUEST, problems);
    }
    if (asks.size() > maxAsks) {
      throw new RefusedRequestException(
          HttpStatus.CONTENT_TOO_LARGE,
          new Problem(
              "Asks",
              Integer.toString(asks.size()),
              "at most %d in one request".formatted(maxAsks),
              "send them in several requests"));
    }
    return new GetRequest(asks);
  }

  static JsonNode tree(byte[] body) {
    try {
      JsonNode root = JSON.tree(body);
      if (root.isObject()) {
        return root;
      }
      throw refused(null, "it is no object");
    } catch (JacksonException malformed) {
      throw refused(malformed.getLocation(), String.valueOf(malformed.getOriginalMessage()));
    }
  }

  private static RefusedRequestException refused(@Nullable TokenStreamLocation at, String message) {
    return new RefusedRequestException(
        HttpStatus.BAD_REQUEST,
        new Problem(
            "Body",
            at == null ? "" : "line %d, column %d".formatted(at.getLineNr(), at.getColumnNr()),
            "a JSON object, " + SHAPE,
            "correct the JSON there: " + message.lines().findFirst().orElse("")));
  }

  private static List<ObjectNode> asks(JsonNode root, List<Problem> problems) {
    if (root.has("ask")) {
      return ask("Ask", root.get("ask"), problems);
    }
    JsonNode asks = root.path("asks");
    if (root.has("asks") && !asks.isArray()) {
      problems.add(new Problem("Asks", asks.toString(), "an array of objects", "send one"));
    }
    List<ObjectNode> all = new ArrayList<>();
    for (int i = 0; i < asks.size(); i++) {
      all.addAll(ask("Ask " + i, asks.get(i), problems));
    }
    return all;
  }

  private static List<ObjectNode> ask(String subject, JsonNode value, List<Problem> problems) {
    if (!(value instanceof ObjectNode ask)) {
      problems.add(
          new Problem(subject, value.toString(), "an object of field names to values", "send one"));
      return List.of();
    }
    // Beyond the range of doubles; as infinity it would pass for a value.
    for (String name : ask.propertyNames()) {
      JsonNode field = ask.get(name);
      if (field.isBigDecimal() && Double.isInfinite(field.decimalValue().doubleValue())) {
        problems.add(
            new Problem(
                "%s: field '%s'".formatted(subject, name),
                "a number out of range",
                "a number that a double holds",
                "correct it"));
      }
    }
    return List.of(ask);
  }
}
