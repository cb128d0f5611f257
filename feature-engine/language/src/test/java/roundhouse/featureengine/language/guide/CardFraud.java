package roundhouse.featureengine.language.guide;

import static roundhouse.featureengine.language.Expressions.days;
import static roundhouse.featureengine.language.Expressions.dividedBy;
import static roundhouse.featureengine.language.Expressions.field;
import static roundhouse.featureengine.language.Expressions.hourOf;
import static roundhouse.featureengine.language.Expressions.hours;

import roundhouse.featureengine.language.EntityEvents;
import roundhouse.featureengine.language.EventStream;
import roundhouse.featureengine.language.FeatureSet;

/// The definition that the guide builds up. Public for the command line's tests, which print it.
public final class CardFraud {
  static final EventStream<Charge> CHARGES =
      EventStream.named("charge")
          .of(Charge.class)
          .identifiedBy(Charge::chargeId)
          .happeningAt(Charge::at);

  static final EventStream<Payment> PAYMENTS =
      EventStream.named("payment")
          .of(Payment.class)
          .identifiedBy(Payment::paymentId)
          .happeningAt(Payment::at)
          .knownAt(Payment::bookedAt, days(3));

  static final EventStream<Dispute> DISPUTES =
      EventStream.named("dispute")
          .of(Dispute.class)
          .identifiedBy(Dispute::chargeId)
          .happeningAt(Dispute::at);

  static final EntityEvents<Charge, Payment> OF_CARD =
      PAYMENTS.where(Payment::card).equalTo(Charge::card);

  static final EntityEvents<Charge, Payment> OF_CARD_AT_SHOP =
      OF_CARD.and(Payment::shop).equalTo(Charge::shop);

  static final EntityEvents<Charge, Payment> LARGE_ONLINE =
      OF_CARD.onlyIf(field(Payment::online)).onlyIf(field(Payment::amount).atLeast(500.0));

  static final EntityEvents<Charge, Dispute> OF_CHARGE =
      DISPUTES.where(Dispute::chargeId).equalTo(Charge::chargeId);

  public static final FeatureSet<Charge> FEATURES =
      FeatureSet.askedBy(CHARGES)
          .named("card-fraud")
          .version(1)
          .feature("amount", Charge::amount)
          .feature("hour", hourOf(Charge::at).in("UTC"))
          .feature("spend_7d", OF_CARD.sum(Payment::amount).within(days(7)))
          .feature("payments_here_30d", OF_CARD_AT_SHOP.count().within(days(30)))
          .feature("large_online_1h", LARGE_ONLINE.count().within(hours(1)))
          .feature(
              "amount_over_mean",
              dividedBy(field(Charge::amount), OF_CARD.mean(Payment::amount).within(days(30))))
          .label(
              "disputed",
              OF_CHARGE
                  .whether(field(Dispute::reason).notEqualTo("withdrawn"))
                  .maturingIn(days(90))
                  .otherwiseFalse())
          .describe("spend_7d", "What the card paid in a week.")
          .describe("disputed", "Somebody disputed the charge, and meant it.")
          .describedAs("Whether a charge will be disputed.");

  private CardFraud() {}
}
