package roundhouse.featureengine.language.check;

import com.google.re2j.Pattern;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.language.ast.Expression;
import roundhouse.featureengine.language.ast.Expression.Aggregation;
import roundhouse.featureengine.language.ast.Expression.Arithmetic;
import roundhouse.featureengine.language.ast.Expression.Calendar;
import roundhouse.featureengine.language.ast.Expression.Coalesce;
import roundhouse.featureengine.language.ast.Expression.Comparison;
import roundhouse.featureengine.language.ast.Expression.Conditional;
import roundhouse.featureengine.language.ast.Expression.Convert;
import roundhouse.featureengine.language.ast.Expression.Field;
import roundhouse.featureengine.language.ast.Expression.Literal;
import roundhouse.featureengine.language.ast.Expression.Operator;
import roundhouse.featureengine.language.ast.ExpressionText;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.History;
import roundhouse.featureengine.language.ast.Nullability;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.ast.ValueType;

/// Finds the type of an expression and everything that is wrong with it. A part whose type is
/// unknown because of a problem causes no second one.
public final class ExpressionCheck {
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
    if (typed != null && !typed.type().equals(expected)) {
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

  @Nullable Typed typed(Expression expression, Scope scope) {
    return switch (expression) {
      case Field field -> fieldType(field, scope);
      case Literal literal -> literalType(literal);
      case Comparison comparison -> comparisonType(comparison, scope);
      case Expression.And and -> logicType(and.operands(), scope);
      case Expression.Or or -> logicType(or.operands(), scope);
      case Expression.Not not -> logicType(List.of(not.operand()), scope);
      case Arithmetic arithmetic -> arithmeticType(arithmetic, scope);
      case Expression.OfNumber function -> numberType(function, scope);
      case Expression.Power power ->
          both(ValueType.DOUBLE, number(power.base(), scope), number(power.exponent(), scope));
      case Expression.Least least -> extremeType(expression, least.operands(), scope);
      case Expression.Greatest greatest -> extremeType(expression, greatest.operands(), scope);
      case Convert convert -> convertType(convert, scope);
      case Expression.IsNull isNull ->
          typed(isNull.operand(), scope) == null ? null : Typed.required(ValueType.BOOLEAN);
      case Coalesce coalesce -> coalesceType(coalesce, scope);
      case Conditional conditional -> conditionalType(conditional, scope);
      case Calendar calendar -> calendarType(calendar, scope);
      case Expression.TimeBetween between -> timeBetweenType(between, scope);
      case Expression.OfText function -> as(ValueType.STRING, text(function.operand(), scope));
      case Expression.TextTest test ->
          both(ValueType.BOOLEAN, text(test.text(), scope), text(test.part(), scope));
      case Expression.Length length -> as(ValueType.LONG, text(length.text(), scope));
      case Expression.Substring substring -> substringType(substring, scope);
      case Expression.Split split -> splitType(split, scope);
      case Expression.Matches matches -> {
        compiled(matches.pattern());
        yield as(ValueType.BOOLEAN, text(matches.text(), scope));
      }
      case Expression.Extract extract -> extractType(extract, scope);
      case Expression.Bucket bucket -> {
        checkBoundaries(bucket.boundaries(), Expression.Bucket.MOST_BOUNDARIES);
        yield as(ValueType.LONG, number(bucket.value(), scope));
      }
      case Expression.HashBucket bucket -> {
        checkAtLeast("buckets", bucket.buckets(), 1);
        yield as(ValueType.LONG, single(bucket.value(), scope));
      }
      case Expression.Size size -> as(ValueType.LONG, list(size.list(), scope));
      case Expression.ElementAt element -> elementType(element, scope);
      case Expression.ListContains contains -> containsType(contains, scope);
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
    boolean isList = literal.type() instanceof ValueType.ListOf;
    if (value == null && !isList) {
      return Typed.nullable(literal.type());
    }
    if (value == null || !isOf(literal.type(), value)) {
      report(
          "constant '%s' of type %s".formatted(value, literal.type().text()),
          "a value of that type, no list, and text in valid Unicode",
          "correct the constant or its type");
      return null;
    }
    return Typed.required(literal.type());
  }

  private static boolean isOf(ValueType type, Object value) {
    return switch (type) {
      case ValueType.Simple.BOOLEAN -> value instanceof Boolean;
      case ValueType.Simple.LONG, ValueType.Simple.INSTANT -> value instanceof Long;
      case ValueType.Simple.DOUBLE -> value instanceof Double;
      case ValueType.Simple.STRING -> value instanceof String text && isUnicode(text);
      case ValueType.Decimal decimal ->
          value instanceof Long unscaled
              && BigDecimal.valueOf(unscaled).precision() <= decimal.precision();
      case ValueType.Enumeration enumeration ->
          value instanceof String symbol && enumeration.symbols().contains(symbol);
      case ValueType.ListOf _ -> false;
    };
  }

  private @Nullable Typed comparisonType(Comparison comparison, Scope scope) {
    Typed left = single(comparison.left(), scope);
    Typed right = single(comparison.right(), scope);
    if (left == null || right == null) {
      return null;
    }
    if (!left.type().equals(right.type()) && !(left.type().isNumber() && right.type().isNumber())) {
      report(
          "%s compares %s with %s"
              .formatted(ExpressionText.of(comparison), left.type().text(), right.type().text()),
          "two values of one type, or two numbers",
          "compare with a value of type " + left.type().text());
      return null;
    }
    return both(ValueType.BOOLEAN, left, right);
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
    ValueType type = NumberTypes.arithmetic(arithmetic.operator(), left.type(), right.type());
    if (type == null) {
      report(
          "%s multiplies %s by %s"
              .formatted(ExpressionText.of(arithmetic), left.type().text(), right.type().text()),
          "at most 18 digits after the point of both together",
          "convert one to fewer digits, or to double");
      return null;
    }
    boolean mayBeUndefined =
        !type.equals(ValueType.DOUBLE)
            || arithmetic.operator() == Operator.DIVIDED_BY
            || arithmetic.operator() == Operator.REMAINDER;
    return mayBeUndefined ? Typed.nullable(type) : both(type, left, right);
  }

  private @Nullable Typed numberType(Expression.OfNumber function, Scope scope) {
    Typed operand = number(function.operand(), scope);
    if (operand == null) {
      return null;
    }
    return switch (function.function()) {
      case ABS -> operand.type().equals(ValueType.LONG) ? Typed.nullable(operand.type()) : operand;
      case FLOOR, CEIL -> as(NumberTypes.whole(operand.type()), operand);
      case SQRT, EXP, LOG -> as(ValueType.DOUBLE, operand);
    };
  }

  private @Nullable Typed extremeType(
      Expression expression, List<Expression> operands, Scope scope) {
    List<Typed> typed = oneType(expression, operands, scope);
    if (typed == null || refusesList(operands.getFirst(), typed.getFirst())) {
      return null;
    }
    boolean nullable = typed.stream().anyMatch(Typed::isNullable);
    ValueType type = typed.getFirst().type();
    return nullable ? Typed.nullable(type) : Typed.required(type);
  }

  private @Nullable Typed convertType(Convert convert, Scope scope) {
    Typed operand = typed(convert.operand(), scope);
    if (operand == null) {
      return null;
    }
    if (!NumberTypes.isConvertible(operand.type(), convert.type())) {
      report(
          "%s converts %s".formatted(ExpressionText.of(convert), operand.type().text()),
          "a number to a number, a boolean to a long, or an enumeration to a string",
          "leave the conversion out, or state it otherwise");
      return null;
    }
    return NumberTypes.isAlwaysConverted(operand.type(), convert.type())
        ? as(convert.type(), operand)
        : Typed.nullable(convert.type());
  }

  private @Nullable Typed coalesceType(Coalesce coalesce, Scope scope) {
    List<Typed> operands = oneType(coalesce, coalesce.operands(), scope);
    if (operands == null) {
      return null;
    }
    ValueType type = operands.getFirst().type();
    boolean nullable = operands.stream().allMatch(Typed::isNullable);
    return nullable ? Typed.nullable(type) : Typed.required(type);
  }

  private @Nullable Typed conditionalType(Conditional conditional, Scope scope) {
    Optional<Typed> condition = check(conditional.condition(), scope, ValueType.BOOLEAN);
    List<Typed> branches =
        oneType(conditional, List.of(conditional.then(), conditional.otherwise()), scope);
    if (condition.isEmpty() || branches == null) {
      return null;
    }
    return both(branches.getFirst().type(), branches.getFirst(), branches.getLast());
  }

  /// The operands' types, one and the same; null, with a problem, if they have none.
  private @Nullable List<Typed> oneType(Expression whole, List<Expression> operands, Scope scope) {
    List<Typed> typed =
        operands.stream().map(each -> check(each, scope)).flatMap(Optional::stream).toList();
    if (operands.isEmpty()) {
      report(ExpressionText.of(whole) + " of nothing", "at least one value", "add one");
      return null;
    }
    if (typed.size() < operands.size()) {
      return null;
    }
    ValueType type = typed.getFirst().type();
    if (typed.stream().anyMatch(each -> !each.type().equals(type))) {
      report(
          ExpressionText.of(whole) + " mixes types",
          "values of one type, " + type.text(),
          "make them one type");
      return null;
    }
    return typed;
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
    return as(ValueType.LONG, instant.orElse(null));
  }

  private @Nullable Typed timeBetweenType(Expression.TimeBetween between, Scope scope) {
    Optional<Typed> from = check(between.from(), scope, ValueType.INSTANT);
    Optional<Typed> to = check(between.to(), scope, ValueType.INSTANT);
    return from.isPresent() && to.isPresent() ? Typed.nullable(ValueType.DOUBLE) : null;
  }

  private @Nullable Typed substringType(Expression.Substring substring, Scope scope) {
    checkAtLeast("start", substring.from(), 0);
    checkAtLeast("length", substring.length(), 0);
    return text(substring.text(), scope);
  }

  private @Nullable Typed splitType(Expression.Split split, Scope scope) {
    if (split.separator().isEmpty() || !isUnicode(split.separator())) {
      report(
          "separator '" + split.separator() + "'",
          "at least one character of valid Unicode",
          "name what stands between the pieces");
    }
    return as(new ValueType.ListOf(ValueType.STRING), text(split.text(), scope));
  }

  private @Nullable Typed extractType(Expression.Extract extract, Scope scope) {
    Pattern pattern = compiled(extract.pattern());
    if (pattern != null && (extract.group() < 0 || extract.group() > pattern.groupCount())) {
      report(
          "group %d of pattern '%s'".formatted(extract.group(), extract.pattern()),
          "0 to " + pattern.groupCount(),
          "name a group that the pattern has");
    }
    return nullable(text(extract.text(), scope));
  }

  private @Nullable Pattern compiled(String pattern) {
    return PatternCheck.compile(
        pattern,
        reason ->
            report(
                "pattern '%s': %s".formatted(pattern, reason),
                "a regular expression in RE2's syntax, without look-around and back references",
                "correct or simplify the pattern"));
  }

  private @Nullable Typed elementType(Expression.ElementAt element, Scope scope) {
    Typed list = list(element.list(), scope);
    Optional<Typed> index = check(element.index(), scope, ValueType.LONG);
    return list == null || index.isEmpty() ? null : Typed.nullable(elementOf(list));
  }

  private @Nullable Typed containsType(Expression.ListContains contains, Scope scope) {
    Typed list = list(contains.list(), scope);
    if (list == null) {
      return null;
    }
    Typed element = check(contains.element(), scope, elementOf(list)).orElse(null);
    return both(ValueType.BOOLEAN, list, element);
  }

  private static ValueType elementOf(Typed list) {
    return ((ValueType.ListOf) list.type()).element();
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
    AggregateCheck aggregates = new AggregateCheck(this);
    aggregates.check(aggregation.window());
    StreamSchema stream = scope.streams().get(aggregation.history().stream());
    return stream == null ? null : aggregates.typed(aggregation.aggregate(), Scope.ofEvent(stream));
  }

  private void checkKey(History.KeyMatch key, Scope event, Scope ask) {
    Typed left = typed(key.event(), event);
    Typed right = typed(key.ask(), new Scope(ask.row(), ask.fields(), Map.of()));
    if (left == null || right == null) {
      return;
    }
    if (!left.type().equals(right.type()) || !left.type().isKey()) {
      report(
          "key %s of type %s equals %s of type %s"
              .formatted(
                  ExpressionText.of(key.event()),
                  left.type().text(),
                  ExpressionText.of(key.ask()),
                  right.type().text()),
          "two values of one type, neither double nor list",
          "match values of the same type");
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

  /// Checks that boundaries of ranges rise.
  void checkBoundaries(List<Double> boundaries, int most) {
    boolean rising =
        IntStream.range(1, boundaries.size())
            .allMatch(i -> boundaries.get(i - 1) < boundaries.get(i));
    boolean plain =
        boundaries.stream().allMatch(each -> Double.isFinite(each) && !each.equals(-0.0));
    if (boundaries.isEmpty() || boundaries.size() > most || !rising || !plain) {
      report(
          "boundaries " + (boundaries.size() > most ? boundaries.size() : boundaries),
          "1 to %d finite numbers, each greater than the one before it, 0.0 rather than -0.0"
              .formatted(most),
          "correct the boundaries");
    }
  }

  private void checkAtLeast(String what, int value, int least) {
    if (value < least) {
      report(what + " " + value, "at least " + least, "correct it");
    }
  }

  /// A number's type; null, with a problem, if it is none.
  @Nullable Typed number(Expression expression, Scope scope) {
    Typed typed = typed(expression, scope);
    if (typed == null || typed.type().isNumber()) {
      return typed;
    }
    wrongType(expression, typed, "long, double or decimal");
    return null;
  }

  /// The type of a value that is no list.
  @Nullable Typed single(Expression expression, Scope scope) {
    Typed typed = typed(expression, scope);
    return typed == null || refusesList(expression, typed) ? null : typed;
  }

  private boolean refusesList(Expression expression, Typed typed) {
    boolean isList = typed.type() instanceof ValueType.ListOf;
    if (isList) {
      wrongType(expression, typed, "boolean, long, double, decimal, string, instant or enum");
    }
    return isList;
  }

  private @Nullable Typed text(Expression expression, Scope scope) {
    return check(expression, scope, ValueType.STRING).orElse(null);
  }

  private @Nullable Typed list(Expression expression, Scope scope) {
    Typed typed = typed(expression, scope);
    if (typed == null || typed.type() instanceof ValueType.ListOf) {
      return typed;
    }
    wrongType(expression, typed, "list");
    return null;
  }

  private void wrongType(Expression expression, Typed typed, String expected) {
    report(
        "%s is of type %s".formatted(ExpressionText.of(expression), typed.type().text()),
        "a value of type " + expected,
        "use a value of that type");
  }

  /// Half of a surrogate pair has no UTF-8 form, hence no place in a plan.
  static boolean isUnicode(String text) {
    return text.codePoints().noneMatch(point -> point >= 0xD800 && point <= 0xDFFF);
  }

  static @Nullable Typed nullable(@Nullable Typed typed) {
    return typed == null ? null : Typed.nullable(typed.type());
  }

  /// That type, null where the operand is.
  static @Nullable Typed as(ValueType type, @Nullable Typed operand) {
    return operand == null ? null : new Typed(type, operand.nullability());
  }

  /// That type, null where an operand is.
  private static @Nullable Typed both(ValueType type, @Nullable Typed left, @Nullable Typed right) {
    if (left == null || right == null) {
      return null;
    }
    return left.isNullable() || right.isNullable() ? Typed.nullable(type) : Typed.required(type);
  }

  private static String oneOf(List<String> names) {
    return names.isEmpty()
        ? "no name, for there is none"
        : names.stream().collect(Collectors.joining(", ", "one of ", ""));
  }

  void report(String value, String expectation, String remedy) {
    problems.accept(Problem.of(subject, value, expectation, remedy));
  }

  private static void raise(Problem problem) {
    throw new IllegalStateException("Not checked before: " + problem);
  }
}
