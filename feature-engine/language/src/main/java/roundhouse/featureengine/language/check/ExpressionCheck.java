package roundhouse.featureengine.language.check;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.language.ast.Aggregate;
import roundhouse.featureengine.language.ast.Expression;
import roundhouse.featureengine.language.ast.Expression.Aggregation;
import roundhouse.featureengine.language.ast.Expression.Arithmetic;
import roundhouse.featureengine.language.ast.Expression.Calendar;
import roundhouse.featureengine.language.ast.Expression.Coalesce;
import roundhouse.featureengine.language.ast.Expression.Comparison;
import roundhouse.featureengine.language.ast.Expression.Field;
import roundhouse.featureengine.language.ast.Expression.Literal;
import roundhouse.featureengine.language.ast.Expression.Operator;
import roundhouse.featureengine.language.ast.ExpressionText;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.History;
import roundhouse.featureengine.language.ast.Nullability;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.featureengine.language.ast.Window;

/// Finds the type of an expression and everything that is wrong with it. A part whose type is
/// unknown because of a problem causes no second one.
public final class ExpressionCheck {
  private static final Duration LONGEST_WINDOW = Duration.ofDays(36_525);

  private final String subject;
  private final Consumer<Problem> problems;

  /// A check that hands its findings on.
  ///
  /// @param subject what problems are about, `Feature 'departure_hour'`
  public ExpressionCheck(String subject, Consumer<Problem> problems) {
    this.subject = subject;
    this.problems = problems;
  }

  /// The type of an expression that has been checked before.
  public static Typed typeOf(Expression expression, Scope scope) {
    return new ExpressionCheck("Expression", ExpressionCheck::raise)
        .check(expression, scope)
        .orElseThrow();
  }

  /// The expression's type, or nothing if a problem hides it.
  public Optional<Typed> check(Expression expression, Scope scope) {
    return Optional.ofNullable(typed(expression, scope));
  }

  /// The same, and a problem if the type is not that one.
  public Optional<Typed> check(Expression expression, Scope scope, ValueType expected) {
    Typed typed = typed(expression, scope);
    if (typed != null && typed.type() != expected) {
      wrongType(expression, typed, expected.text());
      return Optional.empty();
    }
    return Optional.ofNullable(typed);
  }

  /// Checks which events a history holds.
  public void check(History history, Scope ask) {
    StreamSchema stream = ask.streams().get(history.stream());
    if (stream == null) {
      report(
          "stream '" + history.stream() + "' is unknown",
          oneOf(ask.streams().keySet().stream().sorted().toList()),
          "declare the stream or correct the name");
      return;
    }
    if (history.keys().isEmpty()) {
      report(
          "a history of stream '" + history.stream() + "' without a key",
          "at least one field that equals a field of the ask",
          "name the entity's key");
    }
    Scope event = Scope.ofEvent(stream);
    history.keys().forEach(key -> checkKey(key, event, ask));
    check(history.filter(), event, ValueType.BOOLEAN);
  }

  private @Nullable Typed typed(Expression expression, Scope scope) {
    return switch (expression) {
      case Field field -> fieldType(field, scope);
      case Literal literal -> literalType(literal);
      case Comparison comparison -> comparisonType(comparison, scope);
      case Expression.And and -> logicType(and.operands(), scope);
      case Expression.Or or -> logicType(or.operands(), scope);
      case Expression.Not not -> logicType(List.of(not.operand()), scope);
      case Arithmetic arithmetic -> arithmeticType(arithmetic, scope);
      case Expression.IsNull isNull ->
          typed(isNull.operand(), scope) == null ? null : Typed.required(ValueType.BOOLEAN);
      case Coalesce coalesce -> coalesceType(coalesce, scope);
      case Calendar calendar -> calendarType(calendar, scope);
      case Aggregation aggregation -> aggregationType(aggregation, scope);
    };
  }

  private @Nullable Typed fieldType(Field field, Scope scope) {
    for (FieldSchema candidate : scope.fields()) {
      if (candidate.name().equals(field.name())) {
        return new Typed(candidate.type(), candidate.nullability());
      }
    }
    report(
        "field '%s' of %s is unknown".formatted(field.name(), scope.row()),
        oneOf(scope.fields().stream().map(FieldSchema::name).toList()),
        "correct the name");
    return null;
  }

  private @Nullable Typed literalType(Literal literal) {
    Object value = literal.value();
    boolean fits =
        switch (literal.type()) {
          case BOOLEAN -> value instanceof Boolean;
          case LONG, INSTANT -> value instanceof Long;
          case DOUBLE -> value instanceof Double;
          case STRING -> value instanceof String text && isUnicode(text);
        };
    if (value == null) {
      return Typed.nullable(literal.type());
    }
    if (!fits) {
      report(
          "constant '%s' of type %s".formatted(value, value.getClass().getSimpleName()),
          "a value of type " + literal.type().text() + ", text in valid Unicode",
          "correct the constant or its type");
      return null;
    }
    return Typed.required(literal.type());
  }

  private @Nullable Typed comparisonType(Comparison comparison, Scope scope) {
    Typed left = typed(comparison.left(), scope);
    Typed right = typed(comparison.right(), scope);
    if (left == null || right == null) {
      return null;
    }
    if (left.type() != right.type() && !(left.type().isNumber() && right.type().isNumber())) {
      report(
          "%s compares %s with %s"
              .formatted(ExpressionText.of(comparison), left.type().text(), right.type().text()),
          "two values of one type, or two numbers",
          "compare with a value of type " + left.type().text());
      return null;
    }
    return new Typed(ValueType.BOOLEAN, either(left, right));
  }

  private @Nullable Typed logicType(List<Expression> operands, Scope scope) {
    if (operands.isEmpty()) {
      report("'and' or 'or' of nothing", "at least one condition", "add one");
      return null;
    }
    Nullability nullability = Nullability.REQUIRED;
    boolean complete = true;
    for (Expression operand : operands) {
      Optional<Typed> typed = check(operand, scope, ValueType.BOOLEAN);
      complete &= typed.isPresent();
      if (typed.isPresent() && typed.get().isNullable()) {
        nullability = Nullability.NULLABLE;
      }
    }
    return complete ? new Typed(ValueType.BOOLEAN, nullability) : null;
  }

  private @Nullable Typed arithmeticType(Arithmetic arithmetic, Scope scope) {
    Typed left = number(arithmetic.left(), scope);
    Typed right = number(arithmetic.right(), scope);
    if (left == null || right == null) {
      return null;
    }
    if (arithmetic.operator() == Operator.DIVIDED_BY) {
      return Typed.nullable(ValueType.DOUBLE);
    }
    boolean longs = left.type() == ValueType.LONG && right.type() == ValueType.LONG;
    return longs
        ? Typed.nullable(ValueType.LONG)
        : new Typed(ValueType.DOUBLE, either(left, right));
  }

  private @Nullable Typed coalesceType(Coalesce coalesce, Scope scope) {
    List<@Nullable Typed> operands =
        coalesce.operands().stream().<@Nullable Typed>map(each -> typed(each, scope)).toList();
    if (operands.isEmpty()) {
      report("coalesce of nothing", "at least one value", "add one");
      return null;
    }
    if (operands.stream().anyMatch(Objects::isNull)) {
      return null;
    }
    ValueType type = Objects.requireNonNull(operands.getFirst()).type();
    if (operands.stream().anyMatch(each -> Objects.requireNonNull(each).type() != type)) {
      report(
          ExpressionText.of(coalesce) + " mixes types",
          "values of one type, " + type.text(),
          "make them one type");
      return null;
    }
    boolean nullable =
        operands.stream().allMatch(each -> Objects.requireNonNull(each).isNullable());
    return nullable ? Typed.nullable(type) : Typed.required(type);
  }

  private @Nullable Typed calendarType(Calendar calendar, Scope scope) {
    Optional<Typed> instant = check(calendar.instant(), scope, ValueType.INSTANT);
    try {
      ZoneId.of(calendar.zone());
    } catch (DateTimeException e) {
      report(
          "time zone '" + calendar.zone() + "' is unknown",
          "UTC, an offset such as +02:00, or a region such as America/New_York",
          "correct the zone");
      return null;
    }
    return instant.map(typed -> new Typed(ValueType.LONG, typed.nullability())).orElse(null);
  }

  private @Nullable Typed aggregationType(Aggregation aggregation, Scope scope) {
    if (scope.streams().isEmpty()) {
      report(
          ExpressionText.of(aggregation)
              + " stands among the fields of one event or without a stream",
          "aggregates only in features, over a declared stream",
          "move the aggregate to a feature");
      return null;
    }
    check(aggregation.history(), scope);
    checkWindow(aggregation.window());
    StreamSchema stream = scope.streams().get(aggregation.history().stream());
    return stream == null ? null : aggregateType(aggregation.aggregate(), Scope.ofEvent(stream));
  }

  private @Nullable Typed aggregateType(Aggregate aggregate, Scope event) {
    return switch (aggregate) {
      case Aggregate.Count _ -> Typed.required(ValueType.LONG);
      case Aggregate.Sum sum -> nullable(number(sum.value(), event));
      case Aggregate.Mean mean ->
          number(mean.value(), event) == null ? null : Typed.nullable(ValueType.DOUBLE);
      case Aggregate.Min min -> nullable(typed(min.value(), event));
      case Aggregate.Max max -> nullable(typed(max.value(), event));
      case Aggregate.First first -> nullable(typed(first.value(), event));
      case Aggregate.Last last -> nullable(typed(last.value(), event));
      case Aggregate.Distinct distinct ->
          typed(distinct.value(), event) == null ? null : Typed.required(ValueType.LONG);
      case Aggregate.Share share ->
          check(share.condition(), event, ValueType.BOOLEAN)
              .map(_ -> Typed.nullable(ValueType.DOUBLE))
              .orElse(null);
      case Aggregate.MinutesSinceLast _ -> Typed.nullable(ValueType.DOUBLE);
    };
  }

  private void checkKey(History.KeyMatch key, Scope event, Scope ask) {
    Typed left = typed(key.event(), event);
    Typed right = typed(key.ask(), new Scope(ask.row(), ask.fields(), Map.of()));
    if (left == null || right == null) {
      return;
    }
    if (left.type() != right.type() || !left.type().isKey()) {
      report(
          "key %s of type %s equals %s of type %s"
              .formatted(
                  ExpressionText.of(key.event()),
                  left.type().text(),
                  ExpressionText.of(key.ask()),
                  right.type().text()),
          "two fields of one type, boolean, long, string or instant",
          "match fields of the same type");
    }
  }

  private void checkWindow(Window window) {
    switch (window) {
      case Window.Exact exact -> checkLength("window", exact.length(), LONGEST_WINDOW);
    }
  }

  /// Checks a length of time that must be longer than zero.
  public void checkLength(String what, Duration length, Duration longest) {
    if (length.isZero() || !isWhole(length, longest)) {
      report(
          what + " " + length,
          "a length in whole microseconds, longer than zero and at most " + longest,
          "correct the length");
    }
  }

  /// Whether a length is of whole microseconds, not negative and not longer than that.
  public static boolean isWhole(Duration length, Duration longest) {
    return !length.isNegative()
        && length.compareTo(longest) <= 0
        && length.truncatedTo(ChronoUnit.MICROS).equals(length);
  }

  private @Nullable Typed number(Expression expression, Scope scope) {
    Typed typed = typed(expression, scope);
    if (typed == null || typed.type().isNumber()) {
      return typed;
    }
    wrongType(expression, typed, "long or double");
    return null;
  }

  private void wrongType(Expression expression, Typed typed, String expected) {
    report(
        "%s is of type %s".formatted(ExpressionText.of(expression), typed.type().text()),
        "a value of type " + expected,
        "use a value of that type");
  }

  /// Half of a surrogate pair has no UTF-8 form, hence no place in a plan.
  private static boolean isUnicode(String text) {
    return text.codePoints().noneMatch(point -> point >= 0xD800 && point <= 0xDFFF);
  }

  private static @Nullable Typed nullable(@Nullable Typed typed) {
    return typed == null ? null : Typed.nullable(typed.type());
  }

  private static Nullability either(Typed left, Typed right) {
    return left.isNullable() || right.isNullable() ? Nullability.NULLABLE : Nullability.REQUIRED;
  }

  private static String oneOf(List<String> names) {
    return names.isEmpty()
        ? "no name, for there is none"
        : names.stream().collect(Collectors.joining(", ", "one of ", ""));
  }

  private void report(String value, String expectation, String remedy) {
    problems.accept(Problem.of(subject, value, expectation, remedy));
  }

  private static void raise(Problem problem) {
    throw new IllegalStateException("Not checked before: " + problem);
  }
}
