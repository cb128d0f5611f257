package roundhouse.scoring.decision;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.Micros;

/// Turns the values of one input into float32. A value that is refused goes to the problems, and
/// NaN stands in for it.
final class InputEncoder {
  private final Input input;
  private final Map<String, Float> codes;

  InputEncoder(Input input) {
    this.input = input;
    this.codes = input instanceof Input.Category category ? codes(category) : Map.of();
  }

  private static Map<String, Float> codes(Input.Category category) {
    Map<String, Float> codes = HashMap.newHashMap(category.categories().size());
    for (String name : category.categories()) {
      codes.put(name, (float) codes.size());
    }
    return codes;
  }

  float named(@Nullable Object value, Consumer<InputProblem> problems) {
    return switch (value) {
      case null -> missing(problems);
      case Boolean truth -> truth(truth, problems);
      case String text -> text(text, problems);
      case Instant time -> time(time, problems);
      case Long whole when input instanceof Input.Numeric -> (float) whole;
      case Integer whole when input instanceof Input.Numeric -> (float) whole;
      case Number number when input instanceof Input.Numeric ->
          number(number.doubleValue(), problems);
      default -> mistyped(value, problems);
    };
  }

  float number(double value, Consumer<InputProblem> problems) {
    if (!(input instanceof Input.Numeric)) {
      return mistyped(value, problems);
    }
    return Double.isNaN(value) ? missing(problems) : finite(value, problems);
  }

  private float finite(double value, Consumer<InputProblem> problems) {
    float number = (float) value;
    if (Float.isInfinite(number)) {
      return refuse(
          String.valueOf(value), "a finite number within ±" + Float.MAX_VALUE, "send it", problems);
    }
    return number;
  }

  /// A value as rows hold it: a truth is 0 or 1, a time in epoch microseconds, a category its code.
  float coded(double value, Consumer<InputProblem> problems) {
    if (Double.isNaN(value)) {
      return missing(problems);
    }
    return switch (input) {
      case Input.Numeric _, Input.Time _ -> finite(value, problems);
      case Input.Truth _ ->
          value == 0 || value == 1
              ? (float) value
              : refuse(String.valueOf(value), "0, 1 or NaN", "send one of them", problems);
      case Input.Category category -> code(category, value, problems);
    };
  }

  private float code(Input.Category category, double value, Consumer<InputProblem> problems) {
    if (value >= 0 && value < codes.size() && value == Math.rint(value)) {
      return (float) value;
    }
    return switch (category.onUnknown()) {
      case AS_MISSING -> missing(problems);
      case REFUSE ->
          refuse(
              String.valueOf(value),
              "a whole number below %d, the code of a category".formatted(codes.size()),
              "send a known one or NaN",
              problems);
    };
  }

  float whole(long value, Consumer<InputProblem> problems) {
    return input instanceof Input.Numeric || input instanceof Input.Time
        ? (float) value
        : mistyped(value, problems);
  }

  float truth(boolean value, Consumer<InputProblem> problems) {
    if (!(input instanceof Input.Truth)) {
      return mistyped(value, problems);
    }
    return value ? 1.0f : 0.0f;
  }

  float time(Instant value, Consumer<InputProblem> problems) {
    if (!(input instanceof Input.Time)) {
      return mistyped(value, problems);
    }
    try {
      return (float) Micros.of(value);
    } catch (ArithmeticException e) {
      return refuse(value.toString(), "a time within 64 bits of microseconds", "send it", problems);
    }
  }

  float text(String value, Consumer<InputProblem> problems) {
    return switch (input) {
      case Input.Category category -> category(category, value, problems);
      case Input.Time _ -> timeText(value, problems);
      case Input.Numeric _, Input.Truth _ -> mistyped(value, problems);
    };
  }

  float missing(Consumer<InputProblem> problems) {
    return switch (input.onMissing()) {
      case AS_MISSING -> Float.NaN;
      case REFUSE -> refuse("null", expectedType(), "send a value", problems);
    };
  }

  private float category(Input.Category category, String value, Consumer<InputProblem> problems) {
    Float code = codes.get(value);
    if (code != null) {
      return code;
    }
    return switch (category.onUnknown()) {
      case AS_MISSING -> missing(problems);
      case REFUSE ->
          refuse(
              value,
              "one of the %d categories of the training rows".formatted(codes.size()),
              "send a known one or null",
              problems);
    };
  }

  private float timeText(String value, Consumer<InputProblem> problems) {
    try {
      return time(Instant.parse(value), problems);
    } catch (DateTimeException e) {
      return mistyped(value, problems);
    }
  }

  private float mistyped(Object value, Consumer<InputProblem> problems) {
    return refuse(String.valueOf(value), expectedType(), "send that type or null", problems);
  }

  private String expectedType() {
    return switch (input) {
      case Input.Numeric _ -> "a number";
      case Input.Truth _ -> "true or false";
      case Input.Time _ -> "a time such as 2013-10-01T00:00:00Z";
      case Input.Category _ -> "a text";
    };
  }

  private float refuse(
      String value, String expectation, String remedy, Consumer<InputProblem> problems) {
    problems.accept(
        new InputProblem("input '%s'".formatted(input.name()), value, expectation, remedy));
    return Float.NaN;
  }
}
