package roundhouse.featureengine.language.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.kernel.ListValue;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.featureengine.language.check.InvalidDefinitionException;

class FilterTest {
  private static final List<FieldSchema> FIELDS =
      List.of(
          FieldSchema.required("carrier", ValueType.STRING),
          FieldSchema.required("distance", ValueType.LONG),
          FieldSchema.nullable("delay", ValueType.DOUBLE),
          FieldSchema.nullable("tail", ValueType.STRING),
          FieldSchema.required("online", ValueType.BOOLEAN),
          FieldSchema.required("askedAt", ValueType.INSTANT),
          FieldSchema.required("fare", new ValueType.Decimal(9, 2)),
          FieldSchema.required("cabin", new ValueType.Enumeration("Cabin", List.of("ECO", "BIZ"))),
          FieldSchema.required("stops", new ValueType.ListOf(ValueType.STRING)));

  /// 2013-10-01T00:00:00Z in microseconds.
  private static final long OCTOBER = 1_380_585_600_000_000L;

  private static final ArrayRow ROW =
      ArrayRow.of("UA", 700L, 12.5, null, true, OCTOBER, 12_30L, "BIZ", ListValue.of("EWR", "ORD"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "carrier = 'UA' and distance > 500 | true",
        "carrier = 'UA' AND NOT distance > 500 | false",
        "carrier != 'UA' or distance >= 700 | true",
        "distance < 700 | false",
        "distance <= 700 and 700 <= distance | true",
        "distance > 699.5 | true",
        "delay = 12.5 | true",
        "delay > -1e1 and delay < .5e3 | true",
        "tail is null | true",
        "tail is not null | false",
        "tail = 'N1' | false",
        "not tail = 'N1' | false",
        "tail = 'N1' or online | true",
        "online and (carrier = 'AA' or distance = 700) | true",
        "carrier in ('AA', 'UA') | true",
        "carrier not in ('AA', 'UA') | false",
        "tail not in ('N1') | false",
        "distance in (1, 2, 700) | true",
        "online = false | false",
        "true | true",
        "askedAt >= '2013-10-01T00:00:00Z' | true",
        "askedAt < '2013-10-01T00:00:00Z' | false",
        "carrier = tail | false",
        "`` | true",
        "lower(carrier) = 'ua' and length(carrier) = 2 | true",
        "contains(carrier, 'A') and not starts_with(carrier, 'A') | true",
        "matches(carrier, '^U[A-F]$') | true",
        "extract(carrier, '(U)(.)', 2) in ('A', 'B') | true",
        "substring(upper(carrier), 1, 5) = 'A' | true",
        "hour_of_day(askedAt, 'America/New_York') = 20 | true",
        "hours_between(askedAt, askedAt) = 0 | true",
        "remainder(distance, 3) = 1 and plus(distance, 1) > 700 | true",
        "power(delay, 2) = 156.25 and abs(minus(0, distance)) = 700 | true",
        "bucket(distance, 0, 500, 1000) = 2 | true",
        "hash(carrier, 1, 7) = 0 | true",
        "coalesce(tail, carrier) = 'UA' | true",
        "least(distance, 1) = 1 | true",
        "fare = 12.3 and fare < 12.300001 and fare > 12 | true",
        "cabin = 'BIZ' and cabin not in ('ECO') | true",
        "size(stops) = 2 and includes(stops, 'ORD') | true",
        "element_at(stops, 0) = 'EWR' | true",
        "if(distance > 500 and online, 'far', 'near') = 'far' | true",
        "IF(tail = 'N1', 1, 2) = 2 and if(not online, online, true) | true",
        "if(if(online, true, false), if(distance > 1, 5, 6), 7) = 5 | true",
        "as_long(delay) = 12 and as_double(fare) = 12.3 | true",
        "coalesce(as_decimal(delay, 9, 2), fare) = 12.5 | true",
        "one_if(online) = 1 and name_of(cabin) = 'BIZ' | true",
        "days_between(instant('2013-09-30T00:00:00Z'), askedAt) = 1 | true",
      })
  void conditionHoldsAsInSql(String text, boolean expected) {
    assertThat(Filter.parse(text, FIELDS).accepts(ROW)).isEqualTo(expected);
  }

  @Test
  void andBindsTighterThanOr() {
    assertThat(Filter.parse("online or online and distance = 0", FIELDS).accepts(ROW)).isTrue();
    assertThat(Filter.parse("(online or online) and distance = 0", FIELDS).accepts(ROW)).isFalse();
  }

  @Test
  void doubledQuoteIsAQuote() {
    ArrayRow quoted = ArrayRow.of("O'Hare", 1L, null, null, false, 0L);
    assertThat(Filter.parse("carrier = 'O''Hare'", FIELDS).accepts(quoted)).isTrue();
  }

  @Test
  void fieldsReadAreNamedInOrderOfUse() {
    assertThat(
            Filter.parse("distance > 5 and carrier = 'UA' and distance < 9", FIELDS).fieldsRead())
        .containsExactly("distance", "carrier");
  }

  @Test
  void everyProblemIsReportedWithItsPlace() {
    List<String> problems =
        problemsOf("carier = 'UA' and distance > 'far' and (delay = or online is 3) and tail");

    assertThat(problems)
        .containsExactly(
            "Filter (character 1): field 'carier' of the filtered rows is unknown; expected one of"
                + " carrier, distance, delay, tail, online, askedAt, fare, cabin, stops; correct the name",
            "Filter (character 19): (distance > 'far') compares long with string; expected two"
                + " values of one type, or two numbers; compare with a value of type long",
            "Filter (character 49): 'or'; expected a field or a constant; write a condition such as"
                + " carrier = 'UA'",
            "Filter (character 62): '3'; expected null; write is null or is not null",
            "Filter (character 69): tail is of type string; expected a value of type boolean; use a"
                + " value of that type");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "carrier = \"UA\" | character 11 | single quotes",
        "carrier = 'UA | character 11 | close them",
        "carrier == 'UA' | character 10 | a field or a constant",
        "distance > 99999999999999999999 | character 12 | 64 bits",
        "carrier = 'UA' distance > 5 | character 16 | and, or, or the end",
        "(carrier = 'UA' | character 16 | ')'",
        "carrier in () | character 13 | a field or a constant",
        "carrier in 'UA' | character 12 | '('",
        "tail = null | character 8 | is null",
        "askedAt > 'yesterday' | character 11 | an instant",
        "askedAt > '+294247-01-10T04:00:54.775808Z' | character 11 | an instant",
        "carrier | character 1 | boolean",
        "carrier like 'U' | character 9 | an operator",
        "and | character 1 | a field or a constant",
        "distance > 5) | character 13 | and, or, or the end",
        "if(distance, 1, 2) = 1 | character 4 | boolean",
        "if(distance = 700, 1) = 1 | character 1 | if(a condition, a value, a value)",
        "if(distance = 700, 1, 'two') = 1 | character 1 | values of one type, long",
        "if(online) = 1 | character 10 | ','",
        "coalesce(distance = 700, false) | character 19 | ')'",
        "as_decimal(fare, 19, 2) = 1 | character 1 | 1 to 18 digits",
        "as_long(carrier) = 1 | character 1 | a number to a number",
        "hours_between(instant('noon'), askedAt) = 1 | character 15 | an instant such as",
        "louder(carrier) = 'UA' | character 1 | if or one of the functions abs, as_decimal",
        "substring(carrier, 1) = 'A' | character 1 | substring(a value, a whole number, a whole",
        "matches(carrier, tail) | character 1 | matches(a value, text in single quotes)",
        "matches(carrier, '(') | character 1 | RE2",
        "lower(distance) = '7' | character 1 | string",
        "cabin = 'FIRST' | character 1 | a value of that type",
      })
  void problemNamesPlaceAndExpectation(String text, String place, String expectation) {
    assertThat(problemsOf(text)).first().asString().contains(place).contains(expectation);
  }

  @Test
  void deepNestingIsRefusedNotOverflowed() {
    assertThat(problemsOf("(".repeat(4_000) + "online" + ")".repeat(4_000)))
        .anySatisfy(problem -> assertThat(problem).contains("at most 100"));
    assertThat(problemsOf("abs(".repeat(1_500) + "delay" + ")".repeat(1_500) + " > 1"))
        .anySatisfy(problem -> assertThat(problem).contains("at most 100"));
  }

  @Test
  void longTextOfQuotesIsRead() {
    Filter filter = Filter.parse("carrier = '" + "''".repeat(4_900) + "'", FIELDS);
    assertThat(filter.accepts(ArrayRow.of("'".repeat(4_900), 1L, null, null, false, 0L))).isTrue();
  }

  @Test
  void endlessTextIsRefused() {
    assertThatExceptionOfType(InvalidDefinitionException.class)
        .isThrownBy(() -> Filter.parse("online and ".repeat(1_000), FIELDS))
        .withMessageContaining("at most 10000");
  }

  /// The alphabet makes words, operators and broken pieces of both.
  @Property(tries = 2_000)
  void anyTextParsesOrIsRefused(@ForAll @CharRange(from = ' ', to = '~') String text) {
    try {
      Filter.parse(text, FIELDS).accepts(ROW);
    } catch (InvalidDefinitionException e) {
      assertThat(e.problems()).isNotEmpty();
    }
  }

  @Property(tries = 2_000)
  void anySequenceOfWordsParsesOrIsRefused(@ForAll List<Word> words) {
    String text = String.join(" ", words.stream().map(word -> word.text).toList());
    try {
      Filter.parse(text, FIELDS).accepts(ROW);
    } catch (InvalidDefinitionException e) {
      assertThat(e.problems()).isNotEmpty();
    }
  }

  private static List<String> problemsOf(String text) {
    InvalidDefinitionException refused =
        catchThrowableOfType(InvalidDefinitionException.class, () -> Filter.parse(text, FIELDS));
    return refused.problems().stream().map(Object::toString).toList();
  }

  /// Words that a filter is made of, well and badly.
  enum Word {
    CARRIER("carrier"),
    DISTANCE("distance"),
    UNKNOWN("speed"),
    NUMBER("5"),
    TEXT("'UA'"),
    EQUAL("="),
    OPEN("("),
    CLOSE(")"),
    COMMA(","),
    AND("and"),
    OR("or"),
    NOT("not"),
    IS("is"),
    NULL("null"),
    IN("in"),
    QUOTE("\""),
    LOWER("lower"),
    IF("if"),
    AS_DECIMAL("as_decimal"),
    PLUS("plus"),
    ONLINE("online");

    private final String text;

    Word(String text) {
      this.text = text;
    }
  }
}
