package roundhouse.featureengine.language.catalogue;

import static roundhouse.featureengine.language.Expressions.days;
import static roundhouse.featureengine.language.Expressions.field;
import static roundhouse.featureengine.language.Expressions.hourOf;
import static roundhouse.featureengine.language.Expressions.hours;
import static roundhouse.featureengine.language.Expressions.minutes;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.language.EntityEvents;
import roundhouse.featureengine.language.EventStream;
import roundhouse.featureengine.language.FeatureSet;

/// A feature set to describe and to compare variants with.
final class CardFraud {
  record Charge(long id, String card, String shop, double amount, Instant at) {}

  record Payment(
      long id, String card, String shop, @Nullable Double amount, boolean online, Instant at) {}

  record Dispute(long charge, Instant at) {}

  static final EventStream<Charge> CHARGES =
      EventStream.named("charge").of(Charge.class).identifiedBy(Charge::id).happeningAt(Charge::at);

  static final EventStream<Payment> PAYMENTS =
      EventStream.named("payment")
          .of(Payment.class)
          .identifiedBy(Payment::id)
          .happeningAt(Payment::at)
          .knownAt(Payment::at, minutes(10));

  static final EventStream<Dispute> DISPUTES =
      EventStream.named("dispute")
          .of(Dispute.class)
          .identifiedBy(Dispute::charge)
          .happeningAt(Dispute::at);

  static final EntityEvents<Charge, Payment> OF_CARD =
      PAYMENTS.where(Payment::card).equalTo(Charge::card);

  static final EntityEvents<Charge, Payment> OF_CARD_AT_SHOP =
      OF_CARD.and(Payment::shop).equalTo(Charge::shop);

  static final FeatureSet<Charge> FEATURES =
      version(1)
          .feature("amount", Charge::amount)
          .feature("hour", hourOf(Charge::at).in("UTC"))
          .feature("payments_1h", OF_CARD.count().within(hours(1)))
          .feature("spend_7d", OF_CARD.sum(Payment::amount).within(days(7)))
          .feature(
              "online_here_7d",
              OF_CARD_AT_SHOP.onlyIf(field(Payment::online)).count().within(days(7)))
          .label(
              "disputed",
              DISPUTES
                  .where(Dispute::charge)
                  .equalTo(Charge::id)
                  .whether(field(Dispute::charge).greaterThan(0L))
                  .maturingIn(days(90))
                  .otherwiseFalse())
          .describe("spend_7d", "What the card paid in a week.");

  private CardFraud() {}

  static FeatureSet<Charge> version(int version) {
    return FeatureSet.askedBy(CHARGES).named("card-fraud").version(version);
  }
}
