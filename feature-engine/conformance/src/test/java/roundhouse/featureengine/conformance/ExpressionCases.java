package roundhouse.featureengine.conformance;

import static roundhouse.featureengine.conformance.Cases.AMOUNT;
import static roundhouse.featureengine.conformance.Cases.CHANNEL;
import static roundhouse.featureengine.conformance.Cases.FLAG;
import static roundhouse.featureengine.conformance.Cases.INSTANT;
import static roundhouse.featureengine.conformance.Cases.NUMBER;
import static roundhouse.featureengine.conformance.Cases.PRICE;
import static roundhouse.featureengine.conformance.Cases.TAGS;
import static roundhouse.featureengine.conformance.Cases.WORD;
import static roundhouse.featureengine.conformance.Cases.minutes;
import static roundhouse.featureengine.conformance.Cases.over;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.ListValue;
import roundhouse.featureengine.language.ast.Aggregate.Last;
import roundhouse.featureengine.language.ast.Expression;
import roundhouse.featureengine.language.ast.Expression.And;
import roundhouse.featureengine.language.ast.Expression.Arithmetic;
import roundhouse.featureengine.language.ast.Expression.Bucket;
import roundhouse.featureengine.language.ast.Expression.Calendar;
import roundhouse.featureengine.language.ast.Expression.CalendarPart;
import roundhouse.featureengine.language.ast.Expression.Coalesce;
import roundhouse.featureengine.language.ast.Expression.Comparator;
import roundhouse.featureengine.language.ast.Expression.Comparison;
import roundhouse.featureengine.language.ast.Expression.Conditional;
import roundhouse.featureengine.language.ast.Expression.Convert;
import roundhouse.featureengine.language.ast.Expression.ElementAt;
import roundhouse.featureengine.language.ast.Expression.Extract;
import roundhouse.featureengine.language.ast.Expression.Field;
import roundhouse.featureengine.language.ast.Expression.Greatest;
import roundhouse.featureengine.language.ast.Expression.HashBucket;
import roundhouse.featureengine.language.ast.Expression.IsNull;
import roundhouse.featureengine.language.ast.Expression.Least;
import roundhouse.featureengine.language.ast.Expression.Length;
import roundhouse.featureengine.language.ast.Expression.ListContains;
import roundhouse.featureengine.language.ast.Expression.Literal;
import roundhouse.featureengine.language.ast.Expression.Matches;
import roundhouse.featureengine.language.ast.Expression.Not;
import roundhouse.featureengine.language.ast.Expression.NumberFunction;
import roundhouse.featureengine.language.ast.Expression.OfNumber;
import roundhouse.featureengine.language.ast.Expression.OfText;
import roundhouse.featureengine.language.ast.Expression.Operator;
import roundhouse.featureengine.language.ast.Expression.Or;
import roundhouse.featureengine.language.ast.Expression.Power;
import roundhouse.featureengine.language.ast.Expression.Size;
import roundhouse.featureengine.language.ast.Expression.Split;
import roundhouse.featureengine.language.ast.Expression.Substring;
import roundhouse.featureengine.language.ast.Expression.TextFunction;
import roundhouse.featureengine.language.ast.Expression.TextRelation;
import roundhouse.featureengine.language.ast.Expression.TextTest;
import roundhouse.featureengine.language.ast.Expression.TimeBetween;
import roundhouse.featureengine.language.ast.TimeUnit;
import roundhouse.featureengine.language.ast.ValueType;

/// Every expression, computed of an ask and, the same, of an event.
final class ExpressionCases {
  private static final double NAN = Double.NaN;
  private static final Expression ZERO = Literal.of(0.0);

  /// 31 December 2023, 23:30 in London, a Sunday.
  private static final long NEW_YEARS_EVE = 1_704_065_400_000_000L;

  private ExpressionCases() {}

  /// The value of an ask, and the same of an event, where the row has these fields.
  private static List<Case> row(
      Expression value, @Nullable Object expected, @Nullable Object... fields) {
    String name = value + " of " + Arrays.toString(fields);
    return List.of(
        Case.of("ask's " + name, value).ask(0, expected, fields),
        Case.of("event's " + name, over(minutes(60), new Last(value)))
            .reading(0, fields)
            .ask(1, expected));
  }

  static List<Case> all() {
    return Stream.of(comparisons(), logic(), arithmetic(), texts(), times(), lists())
        .flatMap(List::stream)
        .flatMap(List::stream)
        .toList();
  }

  private static Expression compare(Expression left, Comparator comparator, Expression right) {
    return new Comparison(comparator, left, right);
  }

  private static Expression compute(Expression left, Operator operator, Expression right) {
    return new Arithmetic(operator, left, right);
  }

  private static Expression of(NumberFunction function, Expression operand) {
    return new OfNumber(function, operand);
  }

  private static List<List<Case>> comparisons() {
    return List.of(
        row(compare(AMOUNT, Comparator.EQUAL, ZERO), true, "amount", -0.0),
        row(compare(AMOUNT, Comparator.EQUAL, AMOUNT), true, "amount", NAN),
        row(
            compare(AMOUNT, Comparator.GREATER, Literal.of(Double.POSITIVE_INFINITY)),
            true,
            "amount",
            NAN),
        row(compare(AMOUNT, Comparator.LESS, ZERO), null, "amount", null),
        row(compare(NUMBER, Comparator.AT_MOST, Literal.of(5L)), true, "number", 5L),
        row(compare(PRICE, Comparator.AT_LEAST, Literal.of(2L)), true, "price", 200L),
        row(compare(WORD, Comparator.LESS, Literal.of("\uD83D\uDE00")), true, "word", "\uFFEE"),
        row(compare(FLAG, Comparator.NOT_EQUAL, Literal.of(true)), true, "flag", false),
        row(new Bucket(AMOUNT, List.of(0.0, 1.0)), 1L, "amount", -0.0),
        row(new Bucket(AMOUNT, List.of(0.0, 1.0)), 2L, "amount", NAN));
  }

  private static List<List<Case>> logic() {
    Expression unknown = compare(NUMBER, Comparator.EQUAL, Literal.of(0L));
    return List.of(
        row(new And(List.of(FLAG, unknown)), false, "flag", false),
        row(new And(List.of(FLAG, unknown)), null, "flag", true),
        row(new Or(List.of(FLAG, unknown)), true, "flag", true),
        row(new Or(List.of(FLAG, unknown)), null, "flag", false),
        row(new Not(FLAG), null, "flag", null),
        row(new Not(FLAG), false, "flag", true),
        row(new IsNull(WORD), true, "word", null),
        row(new IsNull(WORD), false, "word", ""),
        row(new Coalesce(List.of(NUMBER, Literal.of(7L))), 7L, "number", null),
        row(new Coalesce(List.of(NUMBER, Literal.of(7L))), 0L, "number", 0L),
        row(new Conditional(FLAG, WORD, Literal.of("no")), "no", "flag", null, "word", "yes"),
        row(new Conditional(FLAG, WORD, Literal.of("no")), "yes", "flag", true, "word", "yes"));
  }

  private static List<List<Case>> arithmetic() {
    Expression one = Literal.of(1L);
    return List.of(
        row(compute(NUMBER, Operator.PLUS, one), null, "number", Long.MAX_VALUE),
        row(compute(NUMBER, Operator.MINUS, one), -1L, "number", 0L),
        row(compute(NUMBER, Operator.TIMES, NUMBER), null, "number", 1L << 32),
        row(compute(NUMBER, Operator.DIVIDED_BY, Literal.of(2L)), 1.5, "number", 3L),
        row(compute(one, Operator.DIVIDED_BY, NUMBER), null, "number", 0L),
        row(compute(one, Operator.DIVIDED_BY, AMOUNT), null, "amount", -0.0),
        row(compute(NUMBER, Operator.REMAINDER, Literal.of(3L)), -1L, "number", -7L),
        row(compute(NUMBER, Operator.REMAINDER, Literal.of(-1L)), 0L, "number", Long.MIN_VALUE),
        row(compute(AMOUNT, Operator.PLUS, Literal.of(0.2)), 0.30000000000000004, "amount", 0.1),
        row(compute(PRICE, Operator.PLUS, PRICE), 300L, "price", 150L),
        row(compute(PRICE, Operator.TIMES, PRICE), 22_500L, "price", 150L),
        row(of(NumberFunction.ABS, NUMBER), null, "number", Long.MIN_VALUE),
        row(of(NumberFunction.ABS, AMOUNT), 0.0, "amount", -0.0),
        row(of(NumberFunction.FLOOR, AMOUNT), -1.0, "amount", -0.5),
        row(of(NumberFunction.CEIL, AMOUNT), -0.0, "amount", -0.5),
        row(of(NumberFunction.SQRT, AMOUNT), NAN, "amount", -1.0),
        row(of(NumberFunction.EXP, NUMBER), StrictMath.exp(1), "number", 1L),
        row(of(NumberFunction.LOG, AMOUNT), Double.NEGATIVE_INFINITY, "amount", 0.0),
        row(new Power(AMOUNT, NUMBER), 1.0, "amount", NAN, "number", 0L),
        row(new Least(List.of(AMOUNT, ZERO)), -0.0, "amount", -0.0),
        row(new Greatest(List.of(AMOUNT, ZERO)), NAN, "amount", NAN),
        row(new Greatest(List.of(AMOUNT, ZERO)), null, "amount", null),
        row(new Convert(AMOUNT, ValueType.LONG), -1L, "amount", -1.9),
        row(new Convert(AMOUNT, ValueType.LONG), null, "amount", 0x1p63),
        row(new Convert(AMOUNT, new ValueType.Decimal(9, 1)), 2L, "amount", 0.25),
        row(new Convert(PRICE, ValueType.DOUBLE), 1.1, "price", 110L),
        row(new Convert(FLAG, ValueType.LONG), 1L, "flag", true),
        row(new Convert(CHANNEL, ValueType.STRING), "WEB", "channel", "WEB"));
  }

  private static List<List<Case>> texts() {
    return List.of(
        row(new OfText(TextFunction.LOWER, WORD), "äi", "word", "Äİ"),
        row(new OfText(TextFunction.UPPER, WORD), "STRASSE ß", "word", "strasse ß"),
        row(new OfText(TextFunction.TRIM, WORD), "a b", "word", " \ta b\n"),
        row(new TextTest(TextRelation.CONTAINS, WORD, Literal.of("")), true, "word", ""),
        row(new TextTest(TextRelation.STARTS_WITH, WORD, Literal.of("ab")), true, "word", "abc"),
        row(new TextTest(TextRelation.ENDS_WITH, WORD, Literal.of("ab")), false, "word", "abc"),
        row(new Length(WORD), 1L, "word", "\uD83D\uDE00"),
        row(new Substring(WORD, 1, 2), "\uD83D\uDE00b", "word", "a\uD83D\uDE00bc"),
        row(new Substring(WORD, 9, 2), "", "word", "abc"),
        row(new Split(WORD, ","), ListValue.of("a", "", "b", ""), "word", "a,,b,"),
        row(new Matches(WORD, "^a+b$"), true, "word", "aaab"),
        row(new Matches(WORD, "(x+x+)+y"), false, "word", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"),
        row(new Extract(WORD, "(\\d+)-(\\d+)", 2), "34", "word", "a12-34"),
        row(new Extract(WORD, "(\\d+)-(\\d+)", 2), null, "word", "none"),
        row(new HashBucket(WORD, 1, 0), 0L, "word", "a"),
        row(new IsNull(new HashBucket(AMOUNT, 100, 7)), false, "amount", NAN));
  }

  private static List<List<Case>> times() {
    return List.of(
        row(new Calendar(CalendarPart.YEAR, INSTANT, "UTC"), 2023L, "instant", NEW_YEARS_EVE),
        row(new Calendar(CalendarPart.YEAR, INSTANT, "+01:00"), 2024L, "instant", NEW_YEARS_EVE),
        row(new Calendar(CalendarPart.WEEK_OF_YEAR, INSTANT, "UTC"), 52L, "instant", NEW_YEARS_EVE),
        row(new Calendar(CalendarPart.DAY_OF_WEEK, INSTANT, "UTC"), 7L, "instant", NEW_YEARS_EVE),
        row(new Calendar(CalendarPart.DAY_OF_YEAR, INSTANT, "UTC"), 365L, "instant", NEW_YEARS_EVE),
        row(
            new Calendar(CalendarPart.HOUR_OF_DAY, INSTANT, "America/New_York"),
            18L,
            "instant",
            NEW_YEARS_EVE),
        row(
            new Calendar(CalendarPart.MINUTE_OF_HOUR, INSTANT, "UTC"),
            30L,
            "instant",
            NEW_YEARS_EVE),
        row(new Calendar(CalendarPart.MONTH, INSTANT, "UTC"), null, "instant", null),
        row(new Calendar(CalendarPart.DAY_OF_MONTH, INSTANT, "UTC"), 31L, "instant", -1L),
        row(
            new TimeBetween(TimeUnit.MINUTES, INSTANT, new Field("at")),
            30.0,
            "instant",
            NEW_YEARS_EVE));
  }

  private static List<List<Case>> lists() {
    return List.of(
        row(new Size(TAGS), 2L, "tags", ListValue.of("a", null)),
        row(new ElementAt(TAGS, Literal.of(1L)), "b", "tags", ListValue.of("a", "b")),
        row(new ElementAt(TAGS, Literal.of(2L)), null, "tags", ListValue.of("a", "b")),
        row(new ListContains(TAGS, Literal.of("a")), true, "tags", ListValue.of(null, "a")),
        row(new ListContains(TAGS, WORD), null, "tags", ListValue.of("a"), "word", null));
  }
}
