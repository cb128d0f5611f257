package roundhouse.scoring.server.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import roundhouse.http.problem.Problem;
import roundhouse.http.problem.RefusedRequestException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.type.TypeReference;

/// The rows of named features in a body: `{"features": {…}}` for one, `{"rows": [{…}, …]}` for
/// some. Whether their names and types are the model's is not looked at here.
record ScoreRequest(List<Map<String, @Nullable Object>> rows) {
  private static final String SHAPE = "{\"features\": {…}} or {\"rows\": [{…}, …]}";
  private static final TypeReference<Map<String, @Nullable Object>> OBJECT =
      new TypeReference<>() {};

  /// Throws [RefusedRequestException] with every problem of the body's shape.
  static ScoreRequest parse(byte[] body, int maxRows) {
    Map<String, @Nullable Object> root = parseObject(body);
    List<Problem> problems = new ArrayList<>();
    for (String unknown : new TreeSet<>(root.keySet())) {
      if (!unknown.equals("features") && !unknown.equals("rows")) {
        problems.add(new Problem("Field", unknown, SHAPE, "remove it"));
      }
    }
    if (root.containsKey("features") == root.containsKey("rows")) {
      problems.add(
          new Problem(
              "Body",
              root.containsKey("rows") ? "features and rows" : "neither features nor rows",
              "one of them: " + SHAPE,
              "send one row as features, or any number as rows"));
    }
    List<Map<String, @Nullable Object>> rows = rows(root, problems);
    if (!problems.isEmpty()) {
      throw new RefusedRequestException(HttpStatus.BAD_REQUEST, problems);
    }
    requireAtMost(maxRows, rows.size());
    return new ScoreRequest(rows);
  }

  private static Map<String, @Nullable Object> parseObject(byte[] body) {
    try {
      return RequestJson.MAPPER.readValue(body, OBJECT);
    } catch (JacksonException malformed) {
      TokenStreamLocation at = malformed.getLocation();
      throw new RefusedRequestException(
          HttpStatus.BAD_REQUEST,
          new Problem(
              "Body",
              at == null ? "" : "line %d, column %d".formatted(at.getLineNr(), at.getColumnNr()),
              "a JSON object, " + SHAPE,
              "correct the JSON there: " + firstLine(malformed.getOriginalMessage())));
    }
  }

  private static List<Map<String, @Nullable Object>> rows(
      Map<String, @Nullable Object> root, List<Problem> problems) {
    if (root.containsKey("features")) {
      return List.of(row("Features", root.get("features"), problems));
    }
    if (!(root.getOrDefault("rows", List.of()) instanceof List<?> values)) {
      problems.add(
          new Problem("Rows", String.valueOf(root.get("rows")), "an array of objects", "send one"));
      return List.of();
    }
    List<Map<String, @Nullable Object>> rows = new ArrayList<>(values.size());
    for (int i = 0; i < values.size(); i++) {
      rows.add(row("Row " + i, values.get(i), problems));
    }
    return rows;
  }

  @SuppressWarnings("unchecked") // Jackson's maps of a JSON object have String keys.
  private static Map<String, @Nullable Object> row(
      String subject, @Nullable Object value, List<Problem> problems) {
    if (value instanceof Map<?, ?> named) {
      return (Map<String, @Nullable Object>) named;
    }
    problems.add(
        new Problem(
            subject, String.valueOf(value), "an object of feature names to values", "send one"));
    return Map.of();
  }

  private static void requireAtMost(int maxRows, int rows) {
    if (rows > maxRows) {
      throw new RefusedRequestException(
          HttpStatus.CONTENT_TOO_LARGE,
          new Problem(
              "Rows",
              Integer.toString(rows),
              "at most %d in one request".formatted(maxRows),
              "send them in several requests"));
    }
  }

  private static String firstLine(@Nullable String message) {
    return message == null ? "" : message.lines().findFirst().orElse("");
  }
}
