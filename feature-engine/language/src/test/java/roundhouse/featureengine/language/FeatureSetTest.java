package roundhouse.featureengine.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.entry;
import static roundhouse.featureengine.language.Expressions.field;
import static roundhouse.featureengine.language.Expressions.hourOf;
import static roundhouse.featureengine.language.Expressions.hours;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.language.Payments.Authorised;
import roundhouse.featureengine.language.Payments.Charge;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.featureengine.language.check.InvalidDefinitionException;
import roundhouse.featureengine.language.check.Problem;

class FeatureSetTest {
  private static final FeatureSet<Charge> EMPTY =
      FeatureSet.askedBy(Payments.CHARGES).named("broken").version(1);

  @Test
  void recordComponentsBecomeFields() {
    assertThat(Payments.AUTHORISED.schema().fields())
        .containsExactly(
            FieldSchema.required("authorisationId", ValueType.STRING),
            FieldSchema.nullable("card", ValueType.STRING),
            FieldSchema.required("merchant", ValueType.LONG),
            FieldSchema.nullable("amount", ValueType.DOUBLE),
            FieldSchema.required("points", ValueType.LONG),
            FieldSchema.required("online", ValueType.BOOLEAN),
            FieldSchema.nullable("country", ValueType.STRING),
            FieldSchema.nullable("settledAt", ValueType.INSTANT),
            FieldSchema.required("at", ValueType.INSTANT),
            FieldSchema.required("recordedAt", ValueType.INSTANT));
    assertThat(Payments.AUTHORISED.schema().lateness()).isEqualTo(Duration.ofMinutes(10));
    assertThat(Payments.DISPUTED.schema().knownAt()).isEqualTo("at");
  }

  @Test
  void recordIsARowOfItsSchema() {
    Instant at = Instant.parse("2013-10-01T00:00:00.123456789Z");
    Charge charge = new Charge(7, null, 3, 12.5, at, at.plusSeconds(1));
    assertThat(RecordRow.of(charge, Payments.CHARGES.schema()))
        .isEqualTo(ArrayRow.of(7L, null, 3L, 12.5, 1_380_585_600_123_456L, 1_380_585_601_123_456L));
  }

  @Test
  void componentsOfEveryTypeBecomeFields() {
    assertThat(Orders.VISITS.schema().fields())
        .contains(
            FieldSchema.required("amount", new ValueType.Decimal(9, 2)),
            FieldSchema.required(
                "channel", new ValueType.Enumeration("Channel", List.of("APP", "SHOP", "WEB"))),
            FieldSchema.required("tags", new ValueType.ListOf(ValueType.STRING)),
            FieldSchema.required("prices", new ValueType.ListOf(new ValueType.Decimal(5, 1))));
    assertThat(Orders.ORDERS.schema().fields())
        .contains(FieldSchema.nullable("amount", new ValueType.Decimal(9, 2)));
  }

  @Test
  void decimalOfTooManyDigitsIsRefusedNotRounded() {
    StreamSchema orders = Orders.ORDERS.schema();
    assertThat(RecordRow.of(Orders.order(1, 0, null, "7"), orders).longAt(4)).isEqualTo(700L);
    assertThat(RecordRow.of(Orders.order(1, 0, null, "7.500"), orders).longAt(4)).isEqualTo(750L);
    for (String amount : List.of("0.005", "12345678.00")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> RecordRow.of(Orders.order(1, 0, null, amount), orders))
          .withMessageContaining("Value " + amount + ": expected a decimal(9,2)");
    }
  }

  @Test
  void everyProblemIsReportedWithItsLine() {
    List<Problem> problems =
        problemsOf(
            EMPTY
                .feature("hour", hourOf(Charge::at).in("Mars"))
                .feature("0count", Payments.OF_CARD.count().within(Duration.ZERO))
                .feature("hour", Charge::card)
                .feature("askTime", Charge::card)
                .label(
                    "chargeId",
                    Payments.OF_CARD
                        .whether(Authorised::online)
                        .maturingIn(hours(-1))
                        .otherwiseFalse())
                .describe("hours", "A description of nothing."));

    assertThat(problems)
        .extracting(Problem::toString)
        .satisfiesExactlyInAnyOrder(
            text -> assertThat(text).contains("Description of 'hours'", "hour, 0count"),
            text ->
                assertThat(text)
                    .matches("Feature 'hour' \\(FeatureSetTest.java:\\d+\\): time zone 'Mars'.*"),
            text -> assertThat(text).contains("Feature '0count'", "its name"),
            text ->
                assertThat(text)
                    .contains("Feature '0count'", "window 0 seconds", "longer than zero"),
            text -> assertThat(text).contains("Feature 'hour'", "its name is taken"),
            text -> assertThat(text).contains("Feature 'askTime'", "its name is taken"),
            text -> assertThat(text).contains("Label 'chargeId'", "its name is taken"),
            text -> assertThat(text).contains("Label 'chargeId'", "maturity PT-1H"));
    assertThat(problems)
        .extracting(Problem::position)
        .allMatch(position -> position.startsWith("FeatureSetTest.java:"));
  }

  @Test
  void lambdaInPlaceOfAMethodReferenceIsReported() {
    assertThat(problemsOf(EMPTY.feature("twice", field((Charge charge) -> charge.amount() * 2))))
        .singleElement()
        .asString()
        .contains(
            "field 'a lambda, not a method reference' of ask 'charge' is unknown",
            "one of chargeId, card, merchant, amount, at, receivedAt");
  }

  @Test
  void methodThatIsNoComponentIsReported() {
    assertThat(problemsOf(EMPTY.feature("hash", Charge::hashCode)))
        .singleElement()
        .asString()
        .contains("field 'hashCode' of ask 'charge' is unknown");
  }

  @Test
  void documentationOfSetsAndStreamsIsPublished() {
    var described =
        FeatureSet.askedBy(Orders.VISITS)
            .named("orders")
            .version(1)
            .describedAs("What a visitor bought before.")
            .feature("orders", Orders.OF_CUSTOMER.count().ever())
            .describe("orders", "How many.");
    assertThat(described.publication().documentation())
        .containsExactly(
            entry("feature set", "What a visitor bought before."),
            entry("orders", "How many."),
            entry("stream order", "What customers bought."));
    assertThat(described.describedAs("Otherwise.").plan().hash())
        .isEqualTo(described.plan().hash());
  }

  @Test
  void featureSetNeedsANameAVersionAndAFeature() {
    assertThat(problemsOf(FeatureSet.askedBy(Payments.CHARGES).named("Late Arrival").version(0)))
        .extracting(Problem::value)
        .containsExactlyInAnyOrder("its name", "version 0", "no feature");
  }

  @Test
  void doubleIsNoKey() {
    EntityEvents<Charge, Transfer> sameAmount =
        TRANSFERS.where(Transfer::amount).equalTo(Charge::amount);
    assertThat(problemsOf(EMPTY.feature("same", sameAmount.count().within(hours(1)))))
        .extracting(Problem::toString)
        .anyMatch(text -> text.contains("key amount of type double"))
        .anyMatch(
            text -> text.contains("component 'fee' of Transfer has type java.math.BigDecimal"));
  }

  @Test
  void idThatMayBeNullIsReported() {
    EventStream<Authorised> byCard =
        EventStream.named("authorised")
            .of(Authorised.class)
            .identifiedBy(Authorised::country)
            .happeningAt(Authorised::at);
    assertThat(
            problemsOf(
                EMPTY.feature(
                    "count",
                    byCard.where(Authorised::card).equalTo(Charge::card).count().within(hours(1)))))
        .singleElement()
        .asString()
        .contains("Stream 'authorised' (FeatureSetTest.java:", "id 'country'", "never null");
  }

  @Test
  void streamsOfOneNameMustBeOne() {
    EventStream<Authorised> other =
        EventStream.named("authorised")
            .of(Authorised.class)
            .identifiedBy(Authorised::authorisationId)
            .happeningAt(Authorised::at);
    assertThat(
            problemsOf(
                EMPTY
                    .feature("count", Payments.OF_CARD.count().within(hours(1)))
                    .feature(
                        "other",
                        other
                            .where(Authorised::card)
                            .equalTo(Charge::card)
                            .count()
                            .within(hours(1)))))
        .singleElement()
        .asString()
        .contains("Stream 'authorised' (FeatureSetTest.java:", "two streams of that name");
  }

  @Test
  void streamOfTheAsksNameMustBeTheAsks() {
    EventStream<Charge> otherwise =
        EventStream.named("charge")
            .of(Charge.class)
            .identifiedBy(Charge::merchant)
            .happeningAt(Charge::at);
    assertThat(
            problemsOf(
                EMPTY.feature(
                    "count",
                    otherwise.where(Charge::card).equalTo(Charge::card).count().within(hours(1)))))
        .singleElement()
        .asString()
        .contains(
            "Stream 'charge' (FeatureSetTest.java:", "declared twice, as the ask and otherwise");
  }

  @Test
  void askMayLookBackOnEarlierAsks() {
    var plan =
        EMPTY
            .feature(
                "charges_1h",
                Payments.CHARGES.where(Charge::card).equalTo(Charge::card).count().within(hours(1)))
            .plan();
    assertThat(plan.streams()).extracting("name").containsExactly("charge");
  }

  private record Transfer(long id, double amount, BigDecimal fee, Instant at) {}

  private static final EventStream<Transfer> TRANSFERS =
      EventStream.named("transfer")
          .of(Transfer.class)
          .identifiedBy(Transfer::id)
          .happeningAt(Transfer::at);

  private static List<Problem> problemsOf(FeatureSet<?> features) {
    return catchThrowableOfType(InvalidDefinitionException.class, features::plan).problems();
  }
}
