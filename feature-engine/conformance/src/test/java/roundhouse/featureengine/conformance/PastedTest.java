package roundhouse.featureengine.conformance;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.conformance.Scenario.Logged;
import roundhouse.featureengine.conformance.Scenario.Visibility;
import roundhouse.featureengine.kernel.ListValue;

/// A scenario as a Java test, to be pasted into a class whose `backends()` lists what to compare.
final class PastedTest {
  private static final int JSON_WIDTH = 88;

  private PastedTest() {}

  /// The source of a test method that fails as long as the difference is there.
  static String of(Difference difference) {
    Scenario scenario = difference.scenario();
    return
"""
  /// %s
  @Test
  void %sAgreesWithTheOracle() {
    Scenario scenario =
        Scenario.%s(
                %s,
                Scenario.plan(
                    ""\"
                    %s
                    ""\"))
%s;
    Parity.requireNoDifference(backends(), scenario);
  }
"""
        .formatted(
            oneLine(difference.toString()),
            identifier(difference.backend()),
            scenario.visibility() == Visibility.AS_KNOWN ? "asKnown" : "asServed",
            literal(scenario.name()),
            json(scenario),
            scenario.log().stream().map(PastedTest::call).collect(Collectors.joining("\n")));
  }

  private static String oneLine(String text) {
    return literal(text).substring(1, literal(text).length() - 1);
  }

  /// `feature fold` as `featureFold`.
  private static String identifier(String backend) {
    return Pattern.compile("[^A-Za-z0-9]+(.)")
        .matcher(backend)
        .replaceAll(next -> next.group(1).toUpperCase(Locale.ROOT));
  }

  /// The plan's JSON, broken between its parts, as the lines of a text block.
  private static String json(Scenario scenario) {
    String json = new String(scenario.plan().toJson(), StandardCharsets.UTF_8);
    StringBuilder lines = new StringBuilder();
    boolean inText = false;
    int width = 0;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      inText ^= c == '"' && !isEscaped(json, i);
      lines.append(c == '\\' ? "\\\\" : String.valueOf(c));
      width++;
      if (!inText && c == ',' && width >= JSON_WIDTH) {
        lines.append("\n                    ");
        width = 0;
      }
    }
    return lines.toString();
  }

  private static boolean isEscaped(String json, int index) {
    int backslashes = 0;
    while (index - backslashes > 0 && json.charAt(index - backslashes - 1) == '\\') {
      backslashes++;
    }
    return backslashes % 2 == 1;
  }

  private static String call(Logged logged) {
    return "            .log(%d, %s%s)"
        .formatted(
            logged.partition(),
            literal(logged.stream()),
            logged.fields().entrySet().stream()
                .map(PastedTest::arguments)
                .collect(Collectors.joining()));
  }

  private static String arguments(Map.Entry<String, @Nullable Object> field) {
    return ", %s, %s".formatted(literal(field.getKey()), literal(field.getValue()));
  }

  private static String literal(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case Long number -> number == Long.MIN_VALUE ? "Long.MIN_VALUE" : "%dL".formatted(number);
      case Double number -> literal((double) number);
      case String text -> "\"" + escaped(text) + "\"";
      case ListValue list ->
          "ListValue.of(%s)"
              .formatted(
                  list.elements().stream()
                      .map(PastedTest::literal)
                      .collect(Collectors.joining(", ")));
      default -> value.toString();
    };
  }

  private static String literal(double number) {
    if (Double.isNaN(number)) {
      return "Double.NaN";
    }
    if (Double.isInfinite(number)) {
      return number > 0 ? "Double.POSITIVE_INFINITY" : "Double.NEGATIVE_INFINITY";
    }
    return Double.toString(number);
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        escaped.append('\\').append(c);
      } else if (c >= ' ' && c < 127) {
        escaped.append(c);
      } else {
        // A line break as \\u000a would end the literal: the compiler reads \\u first.
        escaped.append(c < 128 ? "\\%03o".formatted((int) c) : "\\u%04x".formatted((int) c));
      }
    }
    return escaped.toString();
  }
}
