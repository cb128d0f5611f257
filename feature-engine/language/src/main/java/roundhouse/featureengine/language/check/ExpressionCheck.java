package roundhouse.featureengine.language.check;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
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
import roundhouse.featureengine.language.ast.ValueType;

/// Finds the type of an expression and everything that is wrong with it. A part whose type is
/// unknown because of a problem causes no second one.
public final class ExpressionCheck {
  private final Findings findings;
  private final ParameterCheck parameters;
  private final TextCheck texts;

  /// A check that hands its findings on.
  ///
  /// @param subject what problems are about, `Feature 'departure_hour'`
  public ExpressionCheck(String subject, Consumer<Problem> problems) {
    findings = new Findings(subject, problems);
    parameters = new ParameterCheck(findings);
    texts = new TextCheck(this, findings);
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

  /// The same, and a problem if it is not exact and of that type.
  public Optional<Typed> check(Expression expression, Scope scope, ValueType expected) {
    Typed typed = exact(expression, scope);
    if (typed != null && !typed.type().equals(expected)) {
      wrongType(expression, typed, expected.text());
      return Optional.empty();
    }
    return Optional.ofNullable(typed);
  }

  /// Checks which events a history holds.
  public void check(History history, Scope ask) {
    new HistoryCheck(this, findings).check(history, ask);
  }

  /// The type of a value that something is made of; null, with a problem, if it is an estimate.
  @Nullable Typed exact(Expression expression, Scope scope) {
    Typed typed = typed(expression, scope);
    if (typed == null || !typed.isApproximate()) {
      return typed;
    }
    findings.report(
        "%s is of type %s".formatted(ExpressionText.of(expression), typed.text()),
        "an exact value",
        "say that an estimate will do, with estimateOf, or use an exact aggregate");
    return null;
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
      case Expression.OfNumber function -> numberType(function, scope);
      case Expression.Power power ->
          both(ValueType.DOUBLE, number(power.base(), scope), number(power.exponent(), scope));
      case Expression.Least least -> extremeType(expression, least.operands(), scope);
      case Expression.Greatest greatest -> extremeType(expression, greatest.operands(), scope);
      case Convert convert -> convertType(convert, scope);
      case Expression.IsNull isNull ->
          typed(isNull.operand(), scope) == null ? null : Typed.required(ValueType.BOOLEAN);
      case Expression.Estimate estimate -> estimateType(estimate, scope);
      case Coalesce coalesce -> coalesceType(coalesce, scope);
      case Conditional conditional -> conditionalType(conditional, scope);
      case Calendar calendar -> calendarType(calendar, scope);
      case Expression.TimeBetween between -> timeBetweenType(between, scope);
      case Expression.OfText function ->
          as(ValueType.STRING, texts.text(function.operand(), scope));
      case Expression.TextTest test -> texts.typed(test, scope);
      case Expression.Length length -> as(ValueType.LONG, texts.text(length.text(), scope));
      case Expression.Substring substring -> texts.typed(substring, scope);
      case Expression.Split split -> texts.typed(split, scope);
      case Expression.Matches matches -> texts.typed(matches, scope);
      case Expression.Extract extract -> texts.typed(extract, scope);
      case Expression.Bucket bucket -> {
        parameters.checkBoundaries(bucket.boundaries(), Expression.Bucket.MOST_BOUNDARIES);
        yield as(ValueType.LONG, number(bucket.value(), scope));
      }
      case Expression.HashBucket bucket -> {
        parameters.checkAtLeast("buckets", bucket.buckets(), 1);
        yield as(ValueType.LONG, single(bucket.value(), scope));
      }
      case Expression.Size size -> as(ValueType.LONG, list(size.list(), scope));
      case Expression.ElementAt element -> elementType(element, scope);
      case Expression.ListContains contains -> containsType(contains, scope);
      case Aggregation aggregation -> new AggregateCheck(this, findings).typed(aggregation, scope);
    };
  }

  private @Nullable Typed fieldType(Field field, Scope scope) {
    for (FieldSchema candidate : scope.fields()) {
      if (candidate.name().equals(field.name())) {
        return Typed.exact(candidate.type(), candidate.nullability());
      }
    }
    findings.report(
        "field '%s' of %s is unknown".formatted(field.name(), scope.row()),
        Findings.oneOf(scope.fields().stream().map(FieldSchema::name).toList()),
        "correct the name");
    return null;
  }

  private @Nullable Typed literalType(Literal literal) {
    if (Literals.isValid(literal)) {
      return literal.value() == null
          ? Typed.nullable(literal.type())
          : Typed.required(literal.type());
    }
    findings.report(
        "constant '%s' of type %s".formatted(literal.value(), literal.type().text()),
        "a value of that type, no list, and text in valid Unicode",
        "correct the constant or its type");
    return null;
  }

  private @Nullable Typed comparisonType(Comparison comparison, Scope scope) {
    Typed left = single(comparison.left(), scope);
    Typed right = single(comparison.right(), scope);
    if (left == null || right == null) {
      return null;
    }
    if (!left.type().equals(right.type()) && !(left.type().isNumber() && right.type().isNumber())) {
      findings.report(
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
      findings.report("'and' or 'or' of nothing", "at least one condition", "add one");
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
    return complete ? Typed.exact(ValueType.BOOLEAN, nullability) : null;
  }

  private @Nullable Typed arithmeticType(Arithmetic arithmetic, Scope scope) {
    Typed left = number(arithmetic.left(), scope);
    Typed right = number(arithmetic.right(), scope);
    if (left == null || right == null) {
      return null;
    }
    ValueType type = NumberTypes.arithmetic(arithmetic.operator(), left.type(), right.type());
    if (type == null) {
      findings.report(
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
    Typed operand = exact(convert.operand(), scope);
    if (operand == null) {
      return null;
    }
    if (!NumberTypes.isConvertible(operand.type(), convert.type())) {
      findings.report(
          "%s converts %s".formatted(ExpressionText.of(convert), operand.type().text()),
          "a number to a number, a boolean to a long, or an enumeration to a string",
          "leave the conversion out, or state it otherwise");
      return null;
    }
    return NumberTypes.isAlwaysConverted(operand.type(), convert.type())
        ? as(convert.type(), operand)
        : Typed.nullable(convert.type());
  }

  private @Nullable Typed estimateType(Expression.Estimate estimate, Scope scope) {
    Typed operand = typed(estimate.operand(), scope);
    if (operand != null && !operand.isApproximate()) {
      findings.report(
          "%s estimates an exact value".formatted(ExpressionText.of(estimate)),
          "an approximate value, as of quantile or distinctAbout",
          "leave estimateOf out");
      return null;
    }
    return operand == null ? null : Typed.exact(operand.type(), operand.nullability());
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
        operands.stream().map(each -> exact(each, scope)).filter(Objects::nonNull).toList();
    if (operands.isEmpty()) {
      findings.report(ExpressionText.of(whole) + " of nothing", "at least one value", "add one");
      return null;
    }
    if (typed.size() < operands.size()) {
      return null;
    }
    ValueType type = typed.getFirst().type();
    if (typed.stream().anyMatch(each -> !each.type().equals(type))) {
      findings.report(
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
      findings.report(
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

  /// A number's type; null, with a problem, if it is none.
  @Nullable Typed number(Expression expression, Scope scope) {
    Typed typed = exact(expression, scope);
    if (typed == null || typed.type().isNumber()) {
      return typed;
    }
    wrongType(expression, typed, "long, double or decimal");
    return null;
  }

  /// The type of a value that is no list.
  @Nullable Typed single(Expression expression, Scope scope) {
    Typed typed = exact(expression, scope);
    return typed == null || refusesList(expression, typed) ? null : typed;
  }

  private boolean refusesList(Expression expression, Typed typed) {
    boolean isList = typed.type() instanceof ValueType.ListOf;
    if (isList) {
      wrongType(expression, typed, "boolean, long, double, decimal, string, instant or enum");
    }
    return isList;
  }

  private @Nullable Typed list(Expression expression, Scope scope) {
    Typed typed = exact(expression, scope);
    if (typed == null || typed.type() instanceof ValueType.ListOf) {
      return typed;
    }
    wrongType(expression, typed, "list");
    return null;
  }

  private void wrongType(Expression expression, Typed typed, String expected) {
    findings.report(
        "%s is of type %s".formatted(ExpressionText.of(expression), typed.type().text()),
        "a value of type " + expected,
        "use a value of that type");
  }

  static @Nullable Typed nullable(@Nullable Typed typed) {
    return typed == null ? null : Typed.nullable(typed.type());
  }

  /// That type, null where the operand is.
  static @Nullable Typed as(ValueType type, @Nullable Typed operand) {
    return operand == null ? null : Typed.exact(type, operand.nullability());
  }

  /// That type, null where an operand is.
  static @Nullable Typed both(ValueType type, @Nullable Typed left, @Nullable Typed right) {
    if (left == null || right == null) {
      return null;
    }
    return left.isNullable() || right.isNullable() ? Typed.nullable(type) : Typed.required(type);
  }

  private static void raise(Problem problem) {
    throw new IllegalStateException("Not checked before: " + problem);
  }
}
