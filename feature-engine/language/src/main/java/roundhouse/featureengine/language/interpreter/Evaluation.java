package roundhouse.featureengine.language.interpreter;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.language.ast.Expression;
import roundhouse.featureengine.language.ast.Expression.Aggregation;
import roundhouse.featureengine.language.ast.Expression.Arithmetic;
import roundhouse.featureengine.language.ast.Expression.Calendar;
import roundhouse.featureengine.language.ast.Expression.Comparison;
import roundhouse.featureengine.language.ast.Expression.TextFunction;
import roundhouse.featureengine.language.ast.Expression.TextRelation;

/// The value of an expression over the fields of one row, by recursion over the expression.
final class Evaluation {
  private final Map<String, @Nullable Object> fields;
  private final Function<Aggregation, @Nullable Object> aggregates;

  private Evaluation(
      Map<String, @Nullable Object> fields, Function<Aggregation, @Nullable Object> aggregates) {
    this.fields = fields;
    this.aggregates = aggregates;
  }

  /// A value as [Cell] makes them.
  static @Nullable Object of(
      Expression expression,
      Map<String, @Nullable Object> fields,
      Function<Aggregation, @Nullable Object> aggregates) {
    return new Evaluation(fields, aggregates).evaluate(expression);
  }

  private @Nullable Object evaluate(Expression expression) {
    return switch (expression) {
      case Expression.Field field -> fields.get(field.name());
      case Expression.Literal literal -> Cell.value(literal.type(), literal.value());
      case Expression.And and -> and(truths(and.operands()));
      case Expression.Or or -> or(truths(or.operands()));
      case Expression.IsNull isNull -> evaluate(isNull.operand()) == null;
      case Expression.Estimate estimate -> evaluate(estimate.operand());
      case Expression.Coalesce coalesce ->
          all(coalesce.operands()).stream().filter(Objects::nonNull).findFirst().orElse(null);
      case Expression.Conditional conditional ->
          Boolean.TRUE.equals(evaluate(conditional.condition()))
              ? evaluate(conditional.then())
              : evaluate(conditional.otherwise());
      case Aggregation aggregation -> aggregates.apply(aggregation);
      case Expression.Not not -> of(not.operand(), condition -> !(Boolean) condition);
      case Comparison comparison ->
          of(
              comparison.left(),
              comparison.right(),
              (left, right) -> holds(comparison.comparator(), Order.compare(left, right)));
      case Arithmetic arithmetic ->
          of(
              arithmetic.left(),
              arithmetic.right(),
              (left, right) -> Numbers.compute(arithmetic.operator(), left, right));
      case Expression.OfNumber function ->
          of(function.operand(), number -> Numbers.apply(function.function(), number));
      case Expression.Power power -> of(power.base(), power.exponent(), Evaluation::power);
      case Expression.Least least -> extreme(least.operands(), Order.TOTAL);
      case Expression.Greatest greatest -> extreme(greatest.operands(), Order.TOTAL.reversed());
      case Expression.Convert convert ->
          of(convert.operand(), value -> Numbers.convert(value, convert.type()));
      case Calendar calendar -> of(calendar.instant(), instant -> part(calendar, (Long) instant));
      case Expression.TimeBetween between ->
          of(between.from(), between.to(), (from, to) -> timeBetween(between, from, to));
      case Expression.OfText function ->
          of(function.operand(), text -> changed(function.function(), (String) text));
      case Expression.TextTest test ->
          of(
              test.text(),
              test.part(),
              (text, part) -> isRelated(test.relation(), (String) text, (String) part));
      case Expression.Length length ->
          of(length.text(), text -> ((String) text).codePoints().count());
      case Expression.Substring substring ->
          of(substring.text(), text -> substring(substring, (String) text));
      case Expression.Split split ->
          of(split.text(), text -> List.of(((String) text).split(quoted(split.separator()), -1)));
      case Expression.Matches matches ->
          of(
              matches.text(),
              text -> Pattern.compile(matches.pattern()).matcher((String) text).find());
      case Expression.Extract extract ->
          of(extract.text(), text -> extract(extract, (String) text));
      case Expression.Bucket bucket ->
          of(
              bucket.value(),
              number -> (long) Numbers.bucket(Numbers.asDouble(number), bucket.boundaries()));
      case Expression.HashBucket bucket ->
          of(
              bucket.value(),
              value -> Long.remainderUnsigned(Hash.of(value, bucket.seed()), bucket.buckets()));
      case Expression.Size size -> of(size.list(), list -> (long) ((List<?>) list).size());
      case Expression.ElementAt element ->
          of(
              element.list(),
              element.index(),
              (list, index) -> element((List<?>) list, (Long) index));
      case Expression.ListContains contains ->
          of(
              contains.list(),
              contains.element(),
              (list, element) ->
                  ((List<?>) list)
                      .stream()
                          .anyMatch(each -> each != null && Order.compare(each, element) == 0));
    };
  }

  private @Nullable Object of(Expression operand, Function<Object, @Nullable Object> operation) {
    Object value = evaluate(operand);
    return value == null ? null : operation.apply(value);
  }

  private @Nullable Object of(Expression left, Expression right, Operation operation) {
    Object leftValue = evaluate(left);
    Object rightValue = evaluate(right);
    return leftValue == null || rightValue == null ? null : operation.apply(leftValue, rightValue);
  }

  private List<@Nullable Object> all(List<Expression> operands) {
    List<@Nullable Object> values = new ArrayList<>();
    operands.forEach(operand -> values.add(evaluate(operand)));
    return values;
  }

  private List<Truth> truths(List<Expression> operands) {
    return all(operands).stream()
        .map(value -> value == null ? Truth.UNKNOWN : value.equals(true) ? Truth.TRUE : Truth.FALSE)
        .toList();
  }

  private static @Nullable Object and(List<Truth> operands) {
    if (operands.contains(Truth.FALSE)) {
      return false;
    }
    return operands.contains(Truth.UNKNOWN) ? null : true;
  }

  private static @Nullable Object or(List<Truth> operands) {
    if (operands.contains(Truth.TRUE)) {
      return true;
    }
    return operands.contains(Truth.UNKNOWN) ? null : false;
  }

  private static boolean holds(Expression.Comparator comparator, int order) {
    return switch (comparator) {
      case EQUAL -> order == 0;
      case NOT_EQUAL -> order != 0;
      case LESS -> order < 0;
      case AT_MOST -> order <= 0;
      case GREATER -> order > 0;
      case AT_LEAST -> order >= 0;
    };
  }

  private static Object power(Object base, Object exponent) {
    return Numbers.asDouble(StrictMath.pow(Numbers.asDouble(base), Numbers.asDouble(exponent)));
  }

  /// The first operand in that order; null if any is null.
  private @Nullable Object extreme(List<Expression> operands, Comparator<Object> order) {
    List<@Nullable Object> values = all(operands);
    return values.contains(null)
        ? null
        : values.stream().map(Objects::requireNonNull).min(order).orElseThrow();
  }

  private static long part(Calendar calendar, long micros) {
    Instant instant = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    LocalDateTime local = LocalDateTime.ofInstant(instant, ZoneId.of(calendar.zone()));
    return local.get(
        switch (calendar.part()) {
          case YEAR -> ChronoField.YEAR;
          case MONTH -> ChronoField.MONTH_OF_YEAR;
          case DAY_OF_MONTH -> ChronoField.DAY_OF_MONTH;
          case DAY_OF_YEAR -> ChronoField.DAY_OF_YEAR;
          case WEEK_OF_YEAR -> IsoFields.WEEK_OF_WEEK_BASED_YEAR;
          case DAY_OF_WEEK -> ChronoField.DAY_OF_WEEK;
          case HOUR_OF_DAY -> ChronoField.HOUR_OF_DAY;
          case MINUTE_OF_HOUR -> ChronoField.MINUTE_OF_HOUR;
        });
  }

  private static @Nullable Object timeBetween(
      Expression.TimeBetween between, Object from, Object to) {
    BigInteger difference = BigInteger.valueOf((Long) to).subtract(BigInteger.valueOf((Long) from));
    return difference.bitLength() < Long.SIZE
        ? (Object) ((double) difference.longValue() / between.unit().micros())
        : null;
  }

  private static String changed(TextFunction function, String text) {
    return switch (function) {
      case LOWER -> ofCodePoints(text.codePoints().map(Character::toLowerCase).toArray());
      case UPPER -> ofCodePoints(text.codePoints().map(Character::toUpperCase).toArray());
      case TRIM -> text.trim();
    };
  }

  private static boolean isRelated(TextRelation relation, String text, String part) {
    return switch (relation) {
      case CONTAINS -> text.contains(part);
      case STARTS_WITH -> text.startsWith(part);
      case ENDS_WITH -> text.endsWith(part);
    };
  }

  private static String substring(Expression.Substring substring, String text) {
    return ofCodePoints(
        text.codePoints().skip(substring.from()).limit(substring.length()).toArray());
  }

  private static String ofCodePoints(int[] codePoints) {
    return new String(codePoints, 0, codePoints.length);
  }

  private static String quoted(String separator) {
    return java.util.regex.Pattern.quote(separator);
  }

  private static @Nullable Object extract(Expression.Extract extract, String text) {
    Matcher matcher = Pattern.compile(extract.pattern()).matcher(text);
    return matcher.find() ? matcher.group(extract.group()) : null;
  }

  private static @Nullable Object element(List<?> list, long index) {
    return index < 0 || index >= list.size() ? null : list.get((int) index);
  }

  /// On two values, neither null.
  private interface Operation {
    @Nullable Object apply(Object left, Object right);
  }

  /// A condition's value; lists cannot hold null.
  private enum Truth {
    TRUE,
    FALSE,
    UNKNOWN
  }
}
