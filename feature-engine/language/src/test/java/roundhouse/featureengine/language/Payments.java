package roundhouse.featureengine.language;

import static roundhouse.featureengine.language.Expressions.all;
import static roundhouse.featureengine.language.Expressions.days;
import static roundhouse.featureengine.language.Expressions.dividedBy;
import static roundhouse.featureengine.language.Expressions.field;
import static roundhouse.featureengine.language.Expressions.hourOf;
import static roundhouse.featureengine.language.Expressions.hours;
import static roundhouse.featureengine.language.Expressions.minutes;
import static roundhouse.featureengine.language.Expressions.not;

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
                  .outcome(field(Disputed::reason).notEqualTo("withdrawn"))
                  .maturingIn(days(90))
                  .otherwiseFalse());
}
