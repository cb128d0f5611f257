package roundhouse.featureengine.language.guide;

import static roundhouse.featureengine.language.Expressions.days;
import static roundhouse.featureengine.language.Expressions.estimateOf;
import static roundhouse.featureengine.language.Expressions.field;
import static roundhouse.featureengine.language.Expressions.hours;
import static roundhouse.featureengine.language.guide.CardFraud.CHARGES;
import static roundhouse.featureengine.language.guide.CardFraud.OF_CARD;

import roundhouse.featureengine.language.FeatureSet;

/// Every aggregate and window, for the guide.
final class Aggregates {
  static final FeatureSet<Charge> COUNTING =
      FeatureSet.askedBy(CHARGES)
          .named("counting")
          .version(1)
          .feature("payments_1d", OF_CARD.count().within(days(1)))
          .feature("online_share_7d", OF_CARD.share(field(Payment::online)).within(days(7)))
          .feature("shops_30d", OF_CARD.distinct(Payment::shop).within(days(30)))
          .feature("shops_up_to_100", OF_CARD.distinctUpTo(100, Payment::shop).ever())
          .feature("shops_about", OF_CARD.distinctAbout(12, Payment::shop).ever())
          .feature("country_changes_1d", OF_CARD.changes(Payment::country).within(days(1)));

  static final FeatureSet<Charge> MEASURING =
      FeatureSet.askedBy(CHARGES)
          .named("measuring")
          .version(1)
          .feature("spend_7d", OF_CARD.sum(Payment::amount).within(days(7)))
          .feature("mean_7d", OF_CARD.mean(Payment::amount).within(days(7)))
          .feature("least_7d", OF_CARD.min(Payment::amount).within(days(7)))
          .feature("most_7d", OF_CARD.max(Payment::amount).within(days(7)))
          .feature("spread_7d", OF_CARD.sampleStandardDeviation(Payment::amount).within(days(7)))
          .feature("variance_7d", OF_CARD.populationVariance(Payment::amount).within(days(7)))
          .feature(
              "median_7d", OF_CARD.quantile(0.5, Payment::amount).accurateTo(0.01).within(days(7)))
          .feature("sizes_7d", OF_CARD.histogram(Payment::amount, 10, 100).within(days(7)))
          .feature(
              "spend_fading", OF_CARD.decayedSum(Payment::amount).halvingEvery(days(7)).ever());

  static final FeatureSet<Charge> SKETCHED =
      FeatureSet.askedBy(CHARGES)
          .named("sketched")
          .version(1)
          .feature("shops_about", OF_CARD.distinctAbout(12, Payment::shop).ever())
          .feature(
              "more_than_median",
              field(Charge::amount)
                  .greaterThan(
                      estimateOf(
                          OF_CARD
                              .quantile(0.5, Payment::amount)
                              .accurateTo(0.01)
                              .within(days(30)))));

  static final FeatureSet<Charge> PICKING =
      FeatureSet.askedBy(CHARGES)
          .named("picking")
          .version(1)
          .feature("first_shop", OF_CARD.first(Payment::shop).ever())
          .feature("last_country", OF_CARD.last(Payment::country).within(days(30)))
          .feature("last_three_shops", OF_CARD.last(3, Payment::shop).within(days(30)))
          .feature("favourite_shops", OF_CARD.top(2, Payment::shop).within(days(30)))
          .feature("hours_since_last", OF_CARD.hoursSinceLast().within(days(30)));

  static final FeatureSet<Charge> WINDOWS =
      FeatureSet.askedBy(CHARGES)
          .named("windows")
          .version(1)
          .feature("exact_90d", OF_CARD.count().within(days(90)))
          .feature("by_the_hour_90d", OF_CARD.count().within(days(90)).inStepsOf(hours(1)))
          .feature("ever", OF_CARD.count().ever());

  private Aggregates() {}
}
