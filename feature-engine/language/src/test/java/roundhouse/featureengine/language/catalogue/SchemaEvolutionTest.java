package roundhouse.featureengine.language.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static roundhouse.featureengine.language.ast.FieldSchema.nullable;
import static roundhouse.featureengine.language.ast.FieldSchema.required;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.featureengine.language.check.Problem;

class SchemaEvolutionTest {
  private static final List<FieldSchema> FRAME =
      List.of(
          required("id", ValueType.LONG),
          required("at", ValueType.INSTANT),
          required("bookedAt", ValueType.INSTANT));

  @Test
  void theSameSchemaMayFollow() {
    assertThat(problems(required("card", ValueType.STRING), required("card", ValueType.STRING)))
        .isEmpty();
  }

  @Test
  void aNullableFieldMayBeAdded() {
    StreamSchema later = with(nullable("country", ValueType.STRING));
    assertThat(SchemaEvolution.problemsOf(with(), later)).isEmpty();
  }

  @Test
  void aFieldMayBecomeNullable() {
    assertThat(problems(required("card", ValueType.STRING), nullable("card", ValueType.STRING)))
        .isEmpty();
  }

  @Test
  void theBoundOnLatenessMayGrowButNotShrink() {
    StreamSchema hour = framed("at", "bookedAt", Duration.ofHours(1));
    StreamSchema day = framed("at", "bookedAt", Duration.ofDays(1));
    assertThat(SchemaEvolution.problemsOf(hour, day)).isEmpty();
    assertThat(SchemaEvolution.problemsOf(day, hour))
        .extracting(Problem::toString)
        .containsExactly(
            "Stream 'payment': lateness 1 hour; expected at least 1 day, or events that were accepted would be refused; keep the bound");
  }

  @Test
  void aFieldThatIsNeverNullCannotBeAdded() {
    StreamSchema later = with(required("country", ValueType.STRING));
    assertThat(SchemaEvolution.problemsOf(with(), later))
        .extracting(Problem::toString)
        .containsExactly(
            "Stream 'payment': field country is new and never null; expected a nullable field, for earlier events lack it; annotate it @Nullable");
  }

  @Test
  void aFieldCannotBeTakenAwayOrRenamed() {
    StreamSchema earlier = with(nullable("card", ValueType.STRING));
    StreamSchema later = with(nullable("pan", ValueType.STRING));
    assertThat(SchemaEvolution.problemsOf(earlier, later))
        .extracting(Problem::value)
        .containsExactly("field card is gone");
  }

  @Test
  void aNullableFieldCannotBecomeRequired() {
    assertThat(problems(nullable("card", ValueType.STRING), required("card", ValueType.STRING)))
        .extracting(Problem::value)
        .containsExactly("field card was nullable and is not");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "decimal(9,2)|decimal(12,2)",
        "enum Channel(APP,WEB)|enum Channel(APP,SHOP,WEB)",
        "list(enum Channel(APP))|list(enum Channel(APP,WEB))",
      })
  void aWiderTypeMayFollowButNotBack(String narrow, String wide) {
    assertThat(problems(required("value", type(narrow)), required("value", type(wide)))).isEmpty();
    assertThat(problems(required("value", type(wide)), required("value", type(narrow)))).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "long|double|no other, for a double cannot hold every long",
        "double|long|no other can hold its values",
        "long|string|no other, for a double cannot hold every long",
        "boolean|long|no other can hold its values",
        "instant|long|no other can hold its values",
        "decimal(9,2)|decimal(12,3)|decimal(9 and more,2)",
        "decimal(9,2)|double|decimal(9 and more,2)",
        "enum Channel(APP)|enum Canal(APP,WEB)|enum Channel with more symbols",
        "enum Channel(APP)|string|enum Channel with more symbols",
        "list(long)|long|a list, its elements no other",
      })
  void noOtherTypeMayFollow(String before, String after, String expectation) {
    List<Problem> problems =
        problems(required("value", type(before)), required("value", type(after)));
    assertThat(problems)
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.value())
                    .isEqualTo("field value was %s and is %s".formatted(before, after)))
        .satisfies(problem -> assertThat(problem.expectation()).contains(expectation));
  }

  @Test
  void timesAndIdStay() {
    StreamSchema earlier = framed("at", "bookedAt", Duration.ofHours(1));
    StreamSchema later = framed("bookedAt", "at", Duration.ofHours(1));
    assertThat(SchemaEvolution.problemsOf(earlier, later))
        .extracting(Problem::value)
        .containsExactly("its event time is bookedAt", "its known-at time is at");
  }

  @Test
  void everyProblemIsTold() {
    StreamSchema earlier =
        with(required("card", ValueType.STRING), nullable("shop", ValueType.LONG));
    StreamSchema later =
        with(required("card", ValueType.LONG), required("country", ValueType.STRING));
    assertThat(SchemaEvolution.problemsOf(earlier, later)).hasSize(3);
  }

  @Test
  void ofSchemasKnownInPartOnlyWhatBothHaveIsJudged() {
    StreamSchema earlier =
        with(required("card", ValueType.STRING), nullable("shop", ValueType.LONG));
    StreamSchema later =
        with(required("card", ValueType.LONG), required("country", ValueType.STRING));
    assertThat(SchemaEvolution.problemsOfShared(earlier, later))
        .extracting(Problem::value)
        .containsExactly("field card was string and is long");
  }

  private static List<Problem> problems(FieldSchema before, FieldSchema after) {
    return SchemaEvolution.problemsOf(with(before), with(after));
  }

  private static ValueType type(String text) {
    return ValueType.ofText(text).orElseThrow();
  }

  private static StreamSchema with(FieldSchema... fields) {
    List<FieldSchema> all = new ArrayList<>(FRAME);
    all.addAll(List.of(fields));
    return new StreamSchema("payment", all, "id", "at", "bookedAt", Duration.ofHours(1));
  }

  private static StreamSchema framed(String eventTime, String knownAt, Duration lateness) {
    return new StreamSchema("payment", FRAME, "id", eventTime, knownAt, lateness);
  }
}
