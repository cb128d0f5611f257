package roundhouse.featureengine.language.program;

import static org.assertj.core.api.Assertions.assertThat;
import static roundhouse.featureengine.language.Expressions.days;
import static roundhouse.featureengine.language.Expressions.dividedBy;
import static roundhouse.featureengine.language.Expressions.field;
import static roundhouse.featureengine.language.Expressions.hours;
import static roundhouse.featureengine.language.Expressions.minutes;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import roundhouse.featureengine.language.EntityEvents;
import roundhouse.featureengine.language.EventStream;
import roundhouse.featureengine.language.FeatureSet;
import roundhouse.featureengine.language.program.EntityOutline.History;
import roundhouse.featureengine.language.program.EntityOutline.Part;

class EntityOutlineTest {
  record Charge(long id, String card, String shop, double amount, Instant at, Instant known) {}

  record Payment(long id, String payer, String shop, double amount, boolean online, Instant at) {}

  private static final EventStream<Charge> CHARGES =
      EventStream.named("charge").of(Charge.class).identifiedBy(Charge::id).happeningAt(Charge::at);

  private static final EventStream<Charge> LATE_CHARGES =
      EventStream.named("charge")
          .of(Charge.class)
          .identifiedBy(Charge::id)
          .happeningAt(Charge::at)
          .knownAt(Charge::known, minutes(5));

  private static final EventStream<Payment> PAYMENTS =
      EventStream.named("payment")
          .of(Payment.class)
          .identifiedBy(Payment::id)
          .happeningAt(Payment::at);

  private static final EntityEvents<Charge, Payment> OF_CARD =
      PAYMENTS.where(Payment::payer).equalTo(Charge::card);

  @Test
  void whatFeaturesShareIsThereOnceAndNamesThem() {
    var mean = OF_CARD.mean(Payment::amount).within(days(7));
    assertThat(
            outlines(
                ask(CHARGES)
                    .feature("spend", OF_CARD.sum(Payment::amount).within(days(7)))
                    .feature("over_mean", dividedBy(field(Charge::amount), mean))
                    .feature("most", OF_CARD.max(Payment::amount).within(days(7)))
                    .feature("spend_1h", OF_CARD.sum(Payment::amount).within(hours(1)))))
        .containsExactly(
            new EntityOutline(
                List.of(
                    new History(
                        "payment by payer = card",
                        "each event for 7 days: at, amount",
                        List.of(
                            new Part(
                                "within 7 days",
                                "exact sum and count of amount",
                                List.of("spend", "over_mean")),
                            new Part("within 7 days", "greatest amount", List.of("most")),
                            new Part(
                                "within 1 hour",
                                "exact sum and count of amount",
                                List.of("spend_1h")))))));
  }

  @Test
  void anotherFilterIsAnotherHistoryOfTheEntityAndAnotherKeyAnotherEntity() {
    List<EntityOutline> outlines =
        outlines(
            ask(CHARGES)
                .feature("all", OF_CARD.count().within(days(1)))
                .feature("here", here().count().within(days(1)))
                .feature("online", online().last(Payment::shop).within(days(1))));
    assertThat(outlines)
        .extracting(outline -> outline.histories().stream().map(History::events).toList())
        .containsExactly(
            List.of("payment by payer = card", "payment by payer = card if online"),
            List.of("payment by payer = card, shop"));
    assertThat(outlines.getFirst().histories().getLast().kept())
        .as("an order by id keeps it")
        .isEqualTo("each event for 1 day: at, id, shop");
  }

  @Test
  void stepsKeepTheirPartialResultsAndNoEvent() {
    assertThat(
            onlyHistory(
                ask(CHARGES)
                    .feature("n", OF_CARD.count().within(days(90)).inStepsOf(hours(1)))
                    .feature(
                        "max", OF_CARD.max(Payment::amount).within(days(7)).inStepsOf(hours(1)))
                    .feature(
                        "shops",
                        OF_CARD
                            .distinctUpTo(9, Payment::shop)
                            .within(days(7))
                            .inStepsOf(hours(1)))))
        .isEqualTo(
            new History(
                "payment by payer = card",
                "no event, but for each 1 hour, for 90 days: count, greatest amount, up to 9 different shop",
                List.of(
                    new Part("within 90 days in steps of 1 hour", "count", List.of("n")),
                    new Part("within 7 days in steps of 1 hour", "greatest amount", List.of("max")),
                    new Part(
                        "within 7 days in steps of 1 hour",
                        "up to 9 different shop",
                        List.of("shops")))));
  }

  @Test
  void allOfTimeKeepsNoEventLongerThanAnAskMayBeLate() {
    assertThat(onlyHistory(ask(CHARGES).feature("ever", OF_CARD.last(3, Payment::shop).ever())))
        .isEqualTo(
            new History(
                "payment by payer = card",
                "no event, only the values below",
                List.of(new Part("ever", "last 3 shop", List.of("ever")))));
    assertThat(onlyHistory(ask(LATE_CHARGES).feature("ever", OF_CARD.count().ever())).kept())
        .isEqualTo("each event for 5 minutes, then only the values below: at");
    assertThat(
            onlyHistory(ask(CHARGES).feature("ever", OF_CARD.changes(Payment::shop).ever())).kept())
        .as("changes need them")
        .isEqualTo("each event for ever: at, id, shop");
  }

  @Test
  void aLabelIsAnEntityOfItsOwn() {
    FeatureSet<Charge> labelled =
        ask(CHARGES)
            .feature("n", OF_CARD.count().within(days(1)))
            .label(
                "next", OF_CARD.outcome(Payment::shop).maturingIn(days(2)).otherwiseUnlabelled());
    assertThat(outlines(labelled)).hasSameSizeAs(Program.of(labelled.plan()).entities());
    assertThat(outlines(labelled).getLast().histories())
        .containsExactly(
            new History(
                "payment by payer = card",
                "each event for 2 days: at, id, shop",
                List.of(
                    new Part("within 2 days", "count", List.of("next")),
                    new Part("within 2 days", "shop of the last event", List.of("next")))));
  }

  private static EntityEvents<Charge, Payment> here() {
    return OF_CARD.and(Payment::shop).equalTo(Charge::shop);
  }

  private static EntityEvents<Charge, Payment> online() {
    return OF_CARD.onlyIf(field(Payment::online));
  }

  private static FeatureSet<Charge> ask(EventStream<Charge> asks) {
    return FeatureSet.askedBy(asks).named("outlined").version(1);
  }

  private static List<EntityOutline> outlines(FeatureSet<Charge> features) {
    return EntityOutline.of(features.plan());
  }

  private static History onlyHistory(FeatureSet<Charge> features) {
    List<History> histories = outlines(features).getFirst().histories();
    assertThat(histories).hasSize(1);
    return histories.getFirst();
  }
}
