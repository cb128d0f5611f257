package roundhouse.featureengine.language.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static roundhouse.featureengine.language.Expressions.all;
import static roundhouse.featureengine.language.Expressions.any;
import static roundhouse.featureengine.language.Expressions.days;
import static roundhouse.featureengine.language.Expressions.field;
import static roundhouse.featureengine.language.Expressions.hourOf;
import static roundhouse.featureengine.language.Expressions.hours;
import static roundhouse.featureengine.language.Expressions.literal;
import static roundhouse.featureengine.language.Expressions.minutes;
import static roundhouse.featureengine.language.Expressions.not;
import static roundhouse.featureengine.language.Expressions.plus;

import java.util.List;
import org.junit.jupiter.api.Test;
import roundhouse.featureengine.language.EntityEvents;
import roundhouse.featureengine.language.Expressions;
import roundhouse.featureengine.language.FeatureSet;
import roundhouse.featureengine.language.Value;
import roundhouse.featureengine.language.catalogue.CardFraud.Charge;
import roundhouse.featureengine.language.catalogue.CardFraud.Payment;
import roundhouse.featureengine.language.catalogue.ColumnChange.Kind;

class FeatureSetDiffTest {
  private static final EntityEvents<Charge, Payment> OF_CARD = CardFraud.OF_CARD;

  @Test
  void aVersionWithTheSamePlanIsTheSame() {
    FeatureSetDiff diff = between(one(spend(7)), one(spend(7)));
    assertThat(diff.isSame()).isTrue();
    assertThat(diff.needsBackfill()).isFalse();
  }

  @Test
  void whatIsAddedOrChangedNeedsABackfill() {
    FeatureSetDiff diff =
        between(
            one(spend(7)).feature("gone", Charge::shop),
            one(spend(30)).feature("new", Charge::amount));
    assertThat(diff.features())
        .containsExactly(
            new ColumnChange(
                "spend",
                Kind.CHANGED,
                List.of(
                    "value: sum of amount of payment by card within 7 days → sum of amount of payment by card within 30 days")),
            new ColumnChange("new", Kind.ADDED, List.of("amount")),
            new ColumnChange("gone", Kind.REMOVED, List.of()));
    assertThat(diff.needsBackfill()).isTrue();
  }

  @Test
  void takingAwayNeedsNone() {
    FeatureSetDiff diff = between(one(spend(7)).feature("gone", Charge::shop), one(spend(7)));
    assertThat(diff.isSame()).isFalse();
    assertThat(diff.needsBackfill()).isFalse();
  }

  @Test
  void aRenamedFeatureIsRecognised() {
    FeatureSetDiff diff =
        between(CardFraud.version(1).feature("spend_week", spend(7)), one(spend(7)));
    assertThat(diff.features())
        .containsExactly(new ColumnChange("spend", Kind.RENAMED, List.of("it was spend_week")));
    assertThat(diff.needsBackfill()).isFalse();
  }

  @Test
  void refactoringsThatLeaveTheValueAreTheSame() {
    assertSame(countIf(all(online(), large())), OF_CARD.onlyIf(large()).onlyIf(online()).count());
    assertSame(countIf(all(online(), all(large(), online()))), countIf(all(large(), online())));
    assertSame(countIf(any(online(), large())), countIf(any(large(), online())));
    assertSame(countIf(not(not(online()))), countIf(online()));
    assertSame(
        countIf(field(Payment::amount).greaterThan(100.0)),
        countIf(Expressions.<Payment, Double>literal(100.0).lessThan(field(Payment::amount))));
    assertSame(
        CardFraud.OF_CARD_AT_SHOP.count(),
        CardFraud.PAYMENTS
            .where(Payment::shop)
            .<Charge>equalTo(Charge::shop)
            .and(Payment::card)
            .equalTo(Charge::card)
            .count());
    assertSame(
        OF_CARD.sum(plus(field(Payment::id), literal(1L))),
        OF_CARD.sum(plus(literal(1L), field(Payment::id))));
  }

  @Test
  void theOrderOfFeaturesIsNoDifference() {
    FeatureSetDiff diff =
        between(
            one(spend(7)).feature("shop", Charge::shop),
            CardFraud.version(2).feature("shop", Charge::shop).feature("spend", spend(7)));
    assertThat(diff.isSame()).isTrue();
  }

  @Test
  void aLagChangesWhatReadsEventsAndNothingElse() {
    FeatureSetDiff diff = between(CardFraud.FEATURES, CardFraud.FEATURES.lag(minutes(5)));
    assertThat(diff.features())
        .filteredOn(change -> change.kind() == Kind.SAME)
        .extracting(ColumnChange::name)
        .containsExactly("amount", "hour");
    assertThat(diff.features())
        .filteredOn(change -> change.kind() == Kind.CHANGED)
        .allSatisfy(
            change -> assertThat(change.details()).containsExactly("lag: 0 seconds → 5 minutes"));
    assertThat(diff.labels()).extracting(ColumnChange::kind).containsExactly(Kind.SAME);
  }

  @Test
  void aStreamsLatenessChangesWhatReadsIt() {
    EntityEvents<Charge, Payment> later =
        CardFraud.PAYMENTS
            .knownAt(Payment::at, hours(2))
            .where(Payment::card)
            .equalTo(Charge::card);
    FeatureSetDiff diff = between(one(spend(7)), one(later.sum(Payment::amount).within(days(7))));
    assertThat(diff.features())
        .containsExactly(
            new ColumnChange(
                "spend", Kind.CHANGED, List.of("stream payment, lateness: 10 minutes → 2 hours")));
  }

  @Test
  void otherAsksAreOtherRows() {
    FeatureSet<Charge> earlier = one(spend(7));
    FeatureSet<Charge> later =
        FeatureSet.askedBy(CardFraud.CHARGES.knownAt(Charge::at, hours(1)))
            .named("card-fraud")
            .version(2)
            .feature("spend", spend(7));
    FeatureSetDiff diff = between(earlier, later);
    assertThat(diff.asks()).containsExactly("lateness: 0 seconds → 1 hour");
    assertThat(diff.features()).extracting(ColumnChange::kind).containsExactly(Kind.SAME);
    assertThat(diff.needsBackfill()).isTrue();
  }

  @Test
  void anotherZoneIsAnotherValue() {
    FeatureSetDiff diff =
        between(one(hourOf(Charge::at).in("UTC")), one(hourOf(Charge::at).in("Europe/Berlin")));
    assertThat(diff.features().getFirst().details())
        .containsExactly("value: hour of day of at in UTC → hour of day of at in Europe/Berlin");
  }

  private static void assertSame(
      EntityEvents.Windowed<Charge, ?> before, EntityEvents.Windowed<Charge, ?> after) {
    assertThat(between(one(before.within(days(1))), one(after.within(days(1)))).features())
        .extracting(ColumnChange::kind)
        .containsExactly(Kind.SAME);
  }

  private static FeatureSetDiff between(FeatureSet<Charge> earlier, FeatureSet<Charge> later) {
    return FeatureSetDiff.between(earlier.plan(), later.plan());
  }

  private static FeatureSet<Charge> one(Value<Charge, ?> value) {
    return CardFraud.version(1).feature("spend", value);
  }

  private static Value<Charge, ?> spend(long days) {
    return OF_CARD.sum(Payment::amount).within(days(days));
  }

  private static EntityEvents.Windowed<Charge, Long> countIf(Value<Payment, Boolean> condition) {
    return OF_CARD.onlyIf(condition).count();
  }

  private static Value<Payment, Boolean> online() {
    return field(Payment::online);
  }

  private static Value<Payment, Boolean> large() {
    return field(Payment::amount).atLeast(100.0);
  }
}
