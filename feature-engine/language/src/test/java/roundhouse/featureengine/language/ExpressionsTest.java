package roundhouse.featureengine.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static roundhouse.featureengine.language.Expressions.bucketOf;
import static roundhouse.featureengine.language.Expressions.coalesce;
import static roundhouse.featureengine.language.Expressions.dayOfMonthOf;
import static roundhouse.featureengine.language.Expressions.dayOfWeekOf;
import static roundhouse.featureengine.language.Expressions.dayOfYearOf;
import static roundhouse.featureengine.language.Expressions.dividedBy;
import static roundhouse.featureengine.language.Expressions.field;
import static roundhouse.featureengine.language.Expressions.greatest;
import static roundhouse.featureengine.language.Expressions.hashOf;
import static roundhouse.featureengine.language.Expressions.hourOf;
import static roundhouse.featureengine.language.Expressions.isWeekend;
import static roundhouse.featureengine.language.Expressions.least;
import static roundhouse.featureengine.language.Expressions.literal;
import static roundhouse.featureengine.language.Expressions.minus;
import static roundhouse.featureengine.language.Expressions.minuteOf;
import static roundhouse.featureengine.language.Expressions.monthOf;
import static roundhouse.featureengine.language.Expressions.plus;
import static roundhouse.featureengine.language.Expressions.remainder;
import static roundhouse.featureengine.language.Expressions.timeBetween;
import static roundhouse.featureengine.language.Expressions.times;
import static roundhouse.featureengine.language.Expressions.weekOf;
import static roundhouse.featureengine.language.Expressions.when;
import static roundhouse.featureengine.language.Expressions.yearOf;
import static roundhouse.featureengine.language.ListWords.elementAt;
import static roundhouse.featureengine.language.ListWords.includes;
import static roundhouse.featureengine.language.ListWords.sizeOf;
import static roundhouse.featureengine.language.NumberWords.abs;
import static roundhouse.featureengine.language.NumberWords.asDecimal;
import static roundhouse.featureengine.language.NumberWords.asDouble;
import static roundhouse.featureengine.language.NumberWords.asLong;
import static roundhouse.featureengine.language.NumberWords.ceil;
import static roundhouse.featureengine.language.NumberWords.exp;
import static roundhouse.featureengine.language.NumberWords.floor;
import static roundhouse.featureengine.language.NumberWords.log;
import static roundhouse.featureengine.language.NumberWords.oneIf;
import static roundhouse.featureengine.language.NumberWords.power;
import static roundhouse.featureengine.language.NumberWords.sqrt;
import static roundhouse.featureengine.language.TextWords.contains;
import static roundhouse.featureengine.language.TextWords.endsWith;
import static roundhouse.featureengine.language.TextWords.extract;
import static roundhouse.featureengine.language.TextWords.lengthOf;
import static roundhouse.featureengine.language.TextWords.lower;
import static roundhouse.featureengine.language.TextWords.matches;
import static roundhouse.featureengine.language.TextWords.nameOf;
import static roundhouse.featureengine.language.TextWords.split;
import static roundhouse.featureengine.language.TextWords.startsWith;
import static roundhouse.featureengine.language.TextWords.substring;
import static roundhouse.featureengine.language.TextWords.trim;
import static roundhouse.featureengine.language.TextWords.upper;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import roundhouse.featureengine.kernel.ListValue;
import roundhouse.featureengine.kernel.function.Hashes;
import roundhouse.featureengine.language.Orders.Channel;
import roundhouse.featureengine.language.Orders.Visit;
import roundhouse.featureengine.language.ast.ExpressionText;
import roundhouse.featureengine.language.ast.ValueType.Decimal;

/// Every word for a value of one row, and what it says, by the oracle.
class ExpressionsTest {
  private static final Value<Visit, Long> NUMBER = field(Visit::number);
  private static final Value<Visit, Double> RATIO = field(Visit::ratio);
  private static final Value<Visit, BigDecimal> AMOUNT = field(Visit::amount);
  private static final Value<Visit, @Nullable String> TEXT = field(Visit::text);

  @Test
  void longsOverflowToNull() {
    assertThat(of(plus(NUMBER, literal(1L)))).isEqualTo(8L);
    assertThat(of(plus(NUMBER, literal(Long.MAX_VALUE)))).isNull();
    assertThat(of(times(literal(Long.MIN_VALUE), literal(-1L)))).isNull();
    assertThat(of(abs(literal(Long.MIN_VALUE)))).isNull();
    assertThat(of(abs(literal(-3L)))).isEqualTo(3L);
  }

  @Test
  void divisionIsOfDoublesAndByZeroNull() {
    assertThat(of(dividedBy(NUMBER, literal(2L)))).isEqualTo(3.5);
    assertThat(of(dividedBy(NUMBER, literal(0L)))).isNull();
    assertThat(of(remainder(literal(-7L), literal(2L)))).isEqualTo(-1L);
    assertThat(of(remainder(RATIO, literal(1.0)))).isEqualTo(-0.5);
    assertThat(of(remainder(RATIO, literal(-0.0)))).isNull();
  }

  @Test
  void decimalsAreExact() {
    assertThat(of(plus(AMOUNT, literal(new BigDecimal("0.005"))))).isEqualTo(12345L);
    assertThat(of(minus(AMOUNT, literal(new BigDecimal("20"))))).isEqualTo(-766L);
    assertThat(of(times(AMOUNT, AMOUNT))).isEqualTo(1522756L);
    assertThat(of(remainder(AMOUNT, literal(new BigDecimal("0.5"))))).isEqualTo(34L);
    assertThat(of(dividedBy(AMOUNT, literal(new BigDecimal("2"))))).isEqualTo(6.17);
    assertThat(of(times(literal(new BigDecimal("999999999999999999")), literal(new BigDecimal(2)))))
        .isNull();
    assertThat(of(floor(AMOUNT))).isEqualTo(12L);
    assertThat(of(ceil(AMOUNT))).isEqualTo(13L);
    assertThat(of(AMOUNT.greaterThan(literal(new BigDecimal("12.3399"))))).isEqualTo(true);
  }

  @Test
  void decimalsHaveTheDigitsOfTheirOperation() {
    assertThat(Orders.plan(plus(AMOUNT, literal(new BigDecimal("0.005")))).columns().getFirst())
        .extracting("type")
        .isEqualTo(new Decimal(11, 3));
    assertThat(Orders.plan(times(AMOUNT, AMOUNT)).columns().getFirst())
        .extracting("type")
        .isEqualTo(new Decimal(18, 4));
  }

  @Test
  void conversionsRoundAsTheySay() {
    assertThat(of(asDouble(AMOUNT))).isEqualTo(12.34);
    assertThat(of(asLong(RATIO))).isEqualTo(-2L);
    assertThat(of(asLong(literal(1e19)))).isNull();
    assertThat(of(asDecimal(RATIO, 3, 0))).as("half to even").isEqualTo(-2L);
    assertThat(of(asDecimal(literal(0.1), 18, 18))).isEqualTo(100000000000000006L);
    assertThat(of(asDecimal(literal(Double.NaN), 18, 1))).isNull();
    assertThat(of(asDecimal(literal(1000L), 3, 0))).isNull();
    assertThat(of(oneIf(NUMBER.equalTo(7L)))).isEqualTo(1L);
    assertThat(of(nameOf(field(Visit::channel)))).isEqualTo("APP");
  }

  @Test
  void functionsOfDoublesAreStrictMaths() {
    assertThat(of(sqrt(literal(-1.0)))).isEqualTo(Double.NaN);
    assertThat(of(log(literal(0.0)))).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(of(exp(literal(1L)))).isEqualTo(StrictMath.exp(1));
    assertThat(of(power(RATIO, literal(2L)))).isEqualTo(6.25);
    assertThat(of(floor(RATIO))).isEqualTo(-3.0);
    assertThat(of(ceil(literal(-0.5)))).isEqualTo(-0.0);
    assertThat(of(abs(RATIO))).isEqualTo(2.5);
  }

  @Test
  void instantsOfConstantsAreRoundedDownAsThoseOfEventsAre() {
    assertThat(of(literal(Instant.ofEpochSecond(0, -1)))).isEqualTo(-1L);
    assertThat(of(literal(Instant.parse("-290308-12-21T19:59:05.224192Z"))))
        .isEqualTo(Long.MIN_VALUE);
    assertThatThrownBy(() -> literal(Instant.MAX))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("Instant +1000000000-12-31T23:59:59.999999999Z: expected one from");
  }

  @Test
  void extremesFollowTheTotalOrder() {
    assertThat(of(least(literal(0.0), literal(-0.0)))).isEqualTo(-0.0);
    assertThat(of(greatest(literal(Double.NaN), literal(Double.POSITIVE_INFINITY))))
        .isEqualTo(Double.NaN);
    assertThat(of(least(literal("\uFFEE"), literal("\uD83D\uDE00")))).isEqualTo("\uFFEE");
    assertThat(of(least(literal("a"), nothing()))).isNull();
  }

  @Test
  void nullIsNotTrue() {
    Value<Visit, Boolean> unknown = nothing().equalTo("a");
    assertThat(of(when(unknown).then(1L).otherwise(2L))).isEqualTo(2L);
    assertThat(of(when(NUMBER.equalTo(7L)).then("seven").otherwise(nothing()))).isEqualTo("seven");
    assertThat(of(coalesce(nothing(), literal("b")))).isEqualTo("b");
  }

  @Test
  void textIsOfCodePoints() {
    assertThat(of(lower(trim(TEXT)))).isEqualTo("zoë\uD83D\uDE00");
    assertThat(of(upper(Visit::customer))).isEqualTo("ANN");
    assertThat(of(lengthOf(TEXT))).isEqualTo(6L);
    assertThat(of(substring(TEXT, 3, 2))).isEqualTo("ë\uD83D\uDE00");
    assertThat(of(substring(TEXT, 9, 2))).isEqualTo("");
    assertThat(of(contains(TEXT, "oë"))).isEqualTo(true);
    assertThat(of(startsWith(TEXT, "Z"))).isEqualTo(false);
    assertThat(of(endsWith(TEXT, ""))).isEqualTo(true);
    assertThat(of(split(literal("a,,b"), ","))).isEqualTo(ListValue.of("a", "", "b"));
    assertThat(of(matches(TEXT, "^ Z.ë"))).isEqualTo(true);
    assertThat(of(extract(literal("card-42-x"), "-([0-9]+)-", 1))).isEqualTo("42");
    assertThat(of(extract(literal("card"), "-([0-9]+)-", 1))).isNull();
  }

  @Test
  void calendarIsThatOfTheZone() {
    assertThat(of(yearOf(Visit::at).in("UTC"))).isEqualTo(2024L);
    assertThat(of(monthOf(Visit::at).in("UTC"))).isEqualTo(2L);
    assertThat(of(dayOfMonthOf(Visit::at).in("UTC"))).isEqualTo(29L);
    assertThat(of(dayOfMonthOf(Visit::at).in("+12:00"))).isEqualTo(1L);
    assertThat(of(dayOfYearOf(Visit::at).in("UTC"))).isEqualTo(60L);
    assertThat(of(weekOf(Visit::at).in("UTC"))).isEqualTo(9L);
    assertThat(of(dayOfWeekOf(Visit::at).in("UTC"))).isEqualTo(4L);
    assertThat(of(hourOf(Visit::at).in("America/New_York"))).isEqualTo(7L);
    assertThat(of(minuteOf(Visit::at).in("Asia/Kolkata"))).isEqualTo(4L);
    assertThat(of(isWeekend(Visit::at).in("UTC"))).isEqualTo(false);
    Value<Visit, Instant> opened = literal(Orders.NOON.minusSeconds(5400));
    assertThat(of(timeBetween(opened, field(Visit::at)).inHours())).isEqualTo(1.5);
    assertThat(of(timeBetween(field(Visit::at), opened).inMinutes())).isEqualTo(-90.0);
  }

  @Test
  void bucketsHoldTheirLowerBoundary() {
    assertThat(of(bucketOf(NUMBER, 0, 7, 10))).isEqualTo(2L);
    assertThat(of(bucketOf(RATIO, 0, 7, 10))).isEqualTo(0L);
    assertThat(of(bucketOf(literal(Double.NaN), 0, 7, 10))).isEqualTo(3L);
  }

  @Test
  void hashIsThatOfTheKernel() {
    assertThat(of(hashOf(field(Visit::customer)).into(1000).seed(42)))
        .isEqualTo(Hashes.bucket(Hashes.ofText("ann", 42), 1000));
    assertThat(of(hashOf(NUMBER).into(1000).seed(-1)))
        .isEqualTo(Hashes.bucket(Hashes.ofLong(7, -1), 1000));
    assertThat(of(hashOf(RATIO).into(1000).seed(0)))
        .isEqualTo(Hashes.bucket(Hashes.ofDouble(-2.5, 0), 1000));
    assertThat(of(hashOf(AMOUNT).into(1000).seed(0)))
        .isEqualTo(Hashes.bucket(Hashes.ofLong(1234, 0), 1000));
    String longText = "0123456789".repeat(9);
    assertThat(of(hashOf(Expressions.<Visit, String>literal(longText)).into(1000).seed(3)))
        .isEqualTo(Hashes.bucket(Hashes.ofText(longText, 3), 1000));
  }

  @Test
  void listsMayHoldNull() {
    assertThat(of(field(Visit::tags))).isEqualTo(ListValue.of("a", null, "b"));
    assertThat(of(sizeOf(Visit::tags))).isEqualTo(3L);
    assertThat(of(elementAt(field(Visit::tags), 2))).isEqualTo("b");
    assertThat(of(elementAt(field(Visit::tags), 1))).isNull();
    assertThat(of(elementAt(field(Visit::tags), 3))).isNull();
    assertThat(of(elementAt(field(Visit::tags), -1))).isNull();
    assertThat(of(elementAt(field(Visit::prices), NUMBER))).isNull();
    assertThat(of(includes(field(Visit::prices), asDecimal(literal(10L), 5, 1)))).isEqualTo(true);
    assertThat(of(includes(field(Visit::prices), asDecimal(literal(11L), 5, 1)))).isEqualTo(false);
  }

  @Test
  void enumsCompareAsText() {
    assertThat(of(field(Visit::channel).equalTo(Channel.APP))).isEqualTo(true);
    assertThat(of(field(Visit::channel).lessThan(Channel.SHOP))).isEqualTo(true);
    assertThat(Orders.plan(field(Visit::channel)).columns().getFirst().type().text())
        .isEqualTo("enum Channel(APP,SHOP,WEB)");
  }

  @Test
  void expressionsReadAsSentences() {
    assertThat(
            ExpressionText.of(
                when(NUMBER.greaterThan(3L))
                    .then(lower(trim(TEXT)))
                    .otherwise(substring(TEXT, 0, 2))
                    .expression()))
        .isEqualTo("(if (number > 3) then lower(trim(text)) else substring(text, 0, 2))");
    assertThat(ExpressionText.of(plus(AMOUNT, literal(new BigDecimal("0.50"))).expression()))
        .isEqualTo("(amount + 0.50)");
  }

  private static Value<Visit, @Nullable String> nothing() {
    return extract(literal("a"), "b", 0);
  }

  private static @Nullable Object of(Value<Visit, ? extends @Nullable Object> value) {
    return Orders.valueOf(value);
  }
}
