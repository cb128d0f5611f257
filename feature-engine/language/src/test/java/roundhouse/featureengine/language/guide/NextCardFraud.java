package roundhouse.featureengine.language.guide;

import static roundhouse.featureengine.language.Expressions.days;
import static roundhouse.featureengine.language.Expressions.dividedBy;
import static roundhouse.featureengine.language.Expressions.field;
import static roundhouse.featureengine.language.Expressions.hours;
import static roundhouse.featureengine.language.guide.CardFraud.CHARGES;
import static roundhouse.featureengine.language.guide.CardFraud.OF_CARD;
import static roundhouse.featureengine.language.guide.CardFraud.OF_CARD_AT_SHOP;
import static roundhouse.featureengine.language.guide.CardFraud.OF_CHARGE;

import roundhouse.featureengine.language.FeatureSet;

/// The version of [CardFraud] that the guide compares with the first.
public final class NextCardFraud {
  public static final FeatureSet<Charge> FEATURES =
      FeatureSet.askedBy(CHARGES)
          .named("card-fraud")
          .version(2)
          .feature("amount", Charge::amount)
          .feature("spend_7d", OF_CARD.sum(Payment::amount).within(days(7)))
          .feature("payments_here_30d", OF_CARD_AT_SHOP.count().within(days(30)))
          .feature(
              "large_online_1h",
              OF_CARD
                  .onlyIf(field(Payment::online))
                  .onlyIf(field(Payment::amount).atLeast(300.0))
                  .count()
                  .within(hours(1)))
          .feature("payments_1h", OF_CARD.count().within(hours(1)))
          .feature(
              "amount_over_mean",
              dividedBy(field(Charge::amount), OF_CARD.mean(Payment::amount).within(days(30))))
          .label(
              "disputed",
              OF_CHARGE
                  .whether(field(Dispute::reason).notEqualTo("withdrawn"))
                  .maturingIn(days(90))
                  .otherwiseFalse());

  private NextCardFraud() {}
}
