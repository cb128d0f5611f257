package roundhouse.workers.cli.platform;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import roundhouse.temporal.contracts.Problem;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Reads what a person typed and collects every problem, so that one message lists them all: call
/// [#refuseIfAny()] before using what the other methods returned. A method returns a stand-in where
/// it found a problem.
public final class Inputs {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,127}");
  private static final Pattern FEATURE_SET =
      Pattern.compile("[a-z0-9][a-z0-9._-]{0,127}@[1-9][0-9]{0,8}");
  private static final JsonMapper JSON = JsonMapper.shared();

  private final List<Problem> problems = new ArrayList<>();

  /// Notes a problem found elsewhere.
  public void problem(String subject, String value, String expectation, String remedy) {
    problems.add(new Problem(subject, value, expectation, remedy));
  }

  /// Notes problems that were thrown elsewhere.
  public void problems(RefusedException refused) {
    problems.addAll(refused.problems());
  }

  public void problems(List<Problem> more) {
    problems.addAll(more);
  }

  /// How many problems there are so far.
  public int count() {
    return problems.size();
  }

  public void refuseIfAny() {
    if (!problems.isEmpty()) {
      throw new RefusedException(problems);
    }
  }

  public String required(String option, @Nullable String text, String example) {
    if (text == null || text.isBlank()) {
      String typed = option.startsWith("--") ? option + " " + example : example;
      problem(option, "", "a value", "give one, for example " + typed);
      return "";
    }
    return text;
  }

  /// A name or id: lower case, digits, dots, dashes.
  public String name(String option, @Nullable String text, String example) {
    return matching(option, text, NAME, "a name such as " + example, example);
  }

  /// A feature set with its version, `late-arrival@1`.
  public String featureSet(String option, @Nullable String text, String example) {
    return matching(option, text, FEATURE_SET, "a name and a version, such as " + example, example);
  }

  boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  boolean isFeatureSet(String text) {
    return FEATURE_SET.matcher(text).matches();
  }

  private String matching(
      String option, @Nullable String text, Pattern pattern, String expectation, String example) {
    String value = required(option, text, example);
    if (!value.isEmpty() && !pattern.matcher(value).matches()) {
      problem(option, value, expectation, "use lower-case letters, digits, dots and dashes");
    }
    return value;
  }

  /// An instant, `2013-11-01T00:00:00Z`, or a date for its midnight in UTC.
  public Instant instant(String option, @Nullable String text, String example) {
    String value = required(option, text, example);
    Instant parsed = value.isEmpty() ? null : instantOrNull(option, value);
    return parsed == null ? Instant.EPOCH : parsed;
  }

  /// As [#instant], null where nothing was typed.
  public @Nullable Instant instantOrNull(String option, @Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      return text.contains("T")
          ? Instant.parse(text)
          : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeParseException malformed) {
      problem(
          option,
          text,
          "a time in UTC",
          "write it as 2013-11-01T00:00:00Z, or as 2013-11-01 for midnight");
      return null;
    }
  }

  /// A length of time: ISO 8601 (`P14D`, `PT6H`) or short (`14d`, `6h`, `30m`, `10s`).
  public Duration duration(String option, String text, boolean zeroAllowed) {
    try {
      Duration duration = parseDuration(text);
      if (duration.isNegative() || (duration.isZero() && !zeroAllowed)) {
        problem(
            option, text, zeroAllowed ? "zero or more" : "more than zero", "write it as 14d or 6h");
      }
      return duration;
    } catch (DateTimeParseException malformed) {
      problem(option, text, "a length of time", "write it as 14d, 6h, 30m or in ISO 8601 as P14D");
      return Duration.ZERO;
    }
  }

  private static Duration parseDuration(String text) {
    return switch (text.isEmpty() ? ' ' : text.charAt(text.length() - 1)) {
      case 'd' -> Duration.parse("P" + text.replace('d', 'D'));
      case 'h', 'm', 's' -> Duration.parse("PT" + text);
      default -> Duration.parse(text);
    };
  }

  /// A whole number of at least `smallest`.
  public int atLeast(String option, int smallest, String text) {
    try {
      int value = Integer.parseInt(text);
      if (value >= smallest) {
        return value;
      }
    } catch (NumberFormatException _) {
      // falls through to the refusal, which is the same
    }
    problem(option, text, "a whole number of at least " + smallest, "give one, for example 20");
    return smallest;
  }

  /// One of the names of an enum, in any case, with dashes for underscores.
  public <E extends Enum<E>> @Nullable E oneOf(
      String option, Class<E> type, @Nullable String text) {
    if (text == null) {
      return null;
    }
    for (E constant : type.getEnumConstants()) {
      if (constant.name().replace('_', '-').equalsIgnoreCase(text)) {
        return constant;
      }
    }
    problem(option, text, "one of " + List.of(type.getEnumConstants()), "pick one of them");
    return null;
  }

  /// `key=value` pairs; a value that is a JSON number, boolean, list or object is taken as that.
  public Map<String, Object> parameters(String option, List<String> pairs) {
    Map<String, Object> parameters = new LinkedHashMap<>();
    for (String pair : pairs) {
      int equals = pair.indexOf('=');
      if (equals <= 0) {
        problem(option, pair, "a key and a value", "write it as %s trees=200".formatted(option));
      } else {
        parameters.put(pair.substring(0, equals), jsonOrText(pair.substring(equals + 1)));
      }
    }
    return parameters;
  }

  private static Object jsonOrText(String text) {
    try {
      Object value = JSON.readValue(text, Object.class);
      return value == null ? text : value;
    } catch (JacksonException notJson) {
      return text;
    }
  }
}
