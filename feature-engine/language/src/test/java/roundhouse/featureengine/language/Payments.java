package roundhouse.featureengine.language;

import static roundhouse.featureengine.language.Expressions.all;
import static roundhouse.featureengine.language.Expressions.any;
import static roundhouse.featureengine.language.Expressions.coalesce;
import static roundhouse.featureengine.language.Expressions.dayOfWeekOf;
import static roundhouse.featureengine.language.Expressions.days;
import static roundhouse.featureengine.language.Expressions.dividedBy;
import static roundhouse.featureengine.language.Expressions.field;
import static roundhouse.featureengine.language.Expressions.hourOf;
import static roundhouse.featureengine.language.Expressions.hours;
import static roundhouse.featureengine.language.Expressions.literal;
import static roundhouse.featureengine.language.Expressions.minus;
import static roundhouse.featureengine.language.Expressions.minutes;
import static roundhouse.featureengine.language.Expressions.not;
import static roundhouse.featureengine.language.Expressions.plus;
import static roundhouse.featureengine.language.Expressions.times;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A small payment example with every kind of field, aggregate and label.
final class Payments {
  private Payments() {}

  record Charge(
      long chargeId,
      @Nullable String card,
      int merchant,
      double amount,
      Instant at,
      Instant receivedAt) {}

  record Authorised(
      String authorisationId,
      @Nullable String card,
      int merchant,
      @Nullable Double amount,
      int points,
      boolean online,
      @Nullable String country,
      @Nullable Instant settledAt,
      Instant at,
      Instant recordedAt) {}

  record Disputed(long chargeId, String reason, Instant at) {}

  static final EventStream<Charge> CHARGES =
      EventStream.named("charge")
          .of(Charge.class)
          .identifiedBy(Charge::chargeId)
          .happeningAt(Charge::at)
          .knownAt(Charge::receivedAt, minutes(1));

  static final EventStream<Authorised> AUTHORISED =
      EventStream.named("authorised")
          .of(Authorised.class)
          .identifiedBy(Authorised::authorisationId)
          .happeningAt(Authorised::at)
          .knownAt(Authorised::recordedAt, minutes(10));

  static final EventStream<Disputed> DISPUTED =
      EventStream.named("disputed")
          .of(Disputed.class)
          .identifiedBy(Disputed::chargeId)
          .happeningAt(Disputed::at);

  static final EntityEvents<Charge, Authorised> OF_CARD =
      AUTHORISED.where(Authorised::card).equalTo(Charge::card);

  static final EntityEvents<Charge, Authorised> OF_CARD_AT_MERCHANT =
      OF_CARD.and(Authorised::merchant).equalTo(Charge::merchant);

  static final EntityEvents<Charge, Authorised> ONLINE =
      OF_CARD.onlyIf(all(field(Authorised::online), not(field(Authorised::country).equalTo("GB"))));

  static final FeatureSet<Charge> FRAUD =
      FeatureSet.askedBy(CHARGES)
          .named("card-fraud")
          .version(3)
          .feature("merchant", Charge::merchant)
          .feature("large", field(Charge::amount).atLeast(1000.0))
          .feature("hour", hourOf(Charge::at).in("UTC"))
          .feature("count_1h", OF_CARD.count().within(hours(1)))
          .feature("spend_1d", OF_CARD.sum(Authorised::amount).within(days(1)))
          .feature("points_1d", OF_CARD.sum(Authorised::points).within(days(1)))
          .feature("mean_1h", OF_CARD.mean(Authorised::amount).within(hours(1)))
          .feature("min_1d", OF_CARD.min(Authorised::amount).within(days(1)))
          .feature("max_1h", OF_CARD.max(Authorised::amount).within(hours(1)))
          .feature("max_country_1d", OF_CARD.max(Authorised::country).within(days(1)))
          .feature("first_1d", OF_CARD.first(Authorised::amount).within(days(1)))
          .feature("last_1d", OF_CARD.last(Authorised::country).within(days(1)))
          .feature("countries_1d", OF_CARD.distinct(Authorised::country).within(days(1)))
          .feature("amounts_1d", OF_CARD_AT_MERCHANT.distinct(Authorised::amount).within(days(1)))
          .feature(
              "large_share_1d",
              OF_CARD.share(field(Authorised::amount).greaterThan(100.0)).within(days(1)))
          .feature("minutes_since", ONLINE.minutesSinceLast().within(days(1)))
          .feature("online_1d", ONLINE.count().within(days(1)))
          .feature(
              "spend_ratio",
              dividedBy(
                  OF_CARD.sum(Authorised::amount).within(hours(1)),
                  OF_CARD.sum(Authorised::amount).within(days(1))))
          .label(
              "disputed",
              DISPUTED
                  .where(Disputed::chargeId)
                  .equalTo(Charge::chargeId)
                  .whether(field(Disputed::reason).notEqualTo("withdrawn"))
                  .maturingIn(days(90))
                  .otherwiseFalse());

  /// Every expression, with a lag, in a zone whose clock changes.
  static final FeatureSet<Charge> ODDITIES =
      FeatureSet.askedBy(CHARGES)
          .named("oddities")
          .version(1)
          .lag(minutes(20))
          .feature("weekday", dayOfWeekOf(Charge::at).in("America/New_York"))
          .feature("products", OF_CARD.sum(times(points(), points())).within(days(1)))
          .feature("sums", OF_CARD.last(plus(points(), points())).within(days(1)))
          .feature("differences", OF_CARD.min(minus(points(), literal(2))).within(hours(3)))
          .feature("ratios", OF_CARD.max(dividedBy(points(), amount())).within(hours(3)))
          .feature("remainder", OF_CARD.max(minus(amount(), literal(0.1))).within(hours(3)))
          .feature(
              "known", OF_CARD.mean(coalesce(amount(), literal(-1.0), amount())).within(days(1)))
          .feature(
              "unsettled", OF_CARD.share(field(Authorised::settledAt).isNull()).within(days(1)))
          .feature(
              "settled_hour",
              OF_CARD.distinct(hourOf(Authorised::settledAt).in("Europe/London")).within(days(1)))
          .feature("settled", OF_CARD.max(Authorised::settledAt).within(hours(7)))
          .feature("any_online", OF_CARD.max(Authorised::online).within(hours(7)))
          .feature("least_country", OF_CARD.min(Authorised::country).within(minutes(90)))
          .feature("first_country", OF_CARD.first(Authorised::country).within(minutes(90)))
          .feature(
              "either",
              OF_CARD
                  .onlyIf(any(field(Authorised::online), amount().lessThan(literal(10.0))))
                  .count()
                  .within(hours(9)))
          .feature(
              "differs",
              OF_CARD.share(all(amount().notEqualTo(0.0), amount().atMost(100.0))).within(hours(9)))
          .feature(
              "odd_share",
              OF_CARD
                  .share(any(amount().equalTo(0.0), not(field(Authorised::country).equalTo("GB"))))
                  .within(hours(9)))
          .feature(
              "more_now",
              field(Charge::amount).greaterThan(OF_CARD.mean(Authorised::amount).within(hours(9))))
          .feature("merchant", Charge::merchant)
          .label(
              "disputed",
              DISPUTED
                  .where(Disputed::chargeId)
                  .equalTo(Charge::chargeId)
                  .outcome(Disputed::reason)
                  .maturingIn(hours(5))
                  .otherwiseUnlabelled())
          .label(
              "online_next",
              OF_CARD_AT_MERCHANT
                  .onlyIf(not(amount().isNull()))
                  .whether(Authorised::online)
                  .maturingIn(hours(2))
                  .otherwiseFalse());

  private static Value<Authorised, @Nullable Double> amount() {
    return field(Authorised::amount);
  }

  private static Value<Authorised, Integer> points() {
    return field(Authorised::points);
  }
}
