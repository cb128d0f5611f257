package roundhouse.featureengine.stream;

import static roundhouse.featureengine.language.Expressions.days;
import static roundhouse.featureengine.language.Expressions.dividedBy;
import static roundhouse.featureengine.language.Expressions.field;
import static roundhouse.featureengine.language.Expressions.hours;
import static roundhouse.featureengine.language.Expressions.minutes;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.language.EntityEvents;
import roundhouse.featureengine.language.EventStream;
import roundhouse.featureengine.language.FeatureSet;
import roundhouse.featureengine.language.plan.Plan;

/// A shop's checkouts ask about what was paid and who logged in: three kinds of entities, two
/// streams, one entity kind that reads both.
final class Shop {
  private Shop() {}

  record Checkout(
      long checkoutId, String card, String merchant, double amount, Instant at, Instant heardAt) {}

  record Paid(
      String paymentId,
      @Nullable String card,
      String merchant,
      @Nullable Double amount,
      boolean online,
      Instant at,
      Instant heardAt) {}

  record LoggedIn(long loginId, String card, boolean succeeded, Instant at, Instant heardAt) {}

  static final EventStream<Checkout> CHECKOUTS =
      EventStream.named("checkout")
          .of(Checkout.class)
          .identifiedBy(Checkout::checkoutId)
          .happeningAt(Checkout::at)
          .knownAt(Checkout::heardAt, days(2));

  static final EventStream<Paid> PAID =
      EventStream.named("paid")
          .of(Paid.class)
          .identifiedBy(Paid::paymentId)
          .happeningAt(Paid::at)
          .knownAt(Paid::heardAt, minutes(30));

  static final EventStream<LoggedIn> LOGGED_IN =
      EventStream.named("logged-in")
          .of(LoggedIn.class)
          .identifiedBy(LoggedIn::loginId)
          .happeningAt(LoggedIn::at)
          .knownAt(LoggedIn::heardAt, minutes(10));

  private static final EntityEvents<Checkout, Paid> BY_CARD =
      PAID.where(Paid::card).equalTo(Checkout::card);
  private static final EntityEvents<Checkout, Paid> AT_MERCHANT =
      PAID.where(Paid::merchant).equalTo(Checkout::merchant);
  private static final EntityEvents<Checkout, Paid> BY_CARD_AT_MERCHANT =
      BY_CARD.and(Paid::merchant).equalTo(Checkout::merchant);
  private static final EntityEvents<Checkout, LoggedIn> LOGINS =
      LOGGED_IN.where(LoggedIn::card).equalTo(Checkout::card);

  /// The plan of that version.
  static Plan plan(int version) {
    return FeatureSet.askedBy(CHECKOUTS)
        .named("shop")
        .version(version)
        .feature("amount", Checkout::amount)
        .feature("paid_1h", BY_CARD.count().within(hours(1)))
        .feature("spent_1d", BY_CARD.sum(Paid::amount).within(days(1)))
        .feature("mean_6h", BY_CARD.mean(Paid::amount).within(hours(6)))
        .feature("least_1d", BY_CARD.min(Paid::amount).within(days(1)))
        .feature("most_1d", BY_CARD.max(Paid::amount).within(days(1)))
        .feature("merchants_1d", BY_CARD.distinct(Paid::merchant).within(days(1)))
        .feature("last_merchant", BY_CARD.last(Paid::merchant).within(days(1)))
        .feature("online_1d", BY_CARD.share(field(Paid::online)).within(days(1)))
        .feature("takings_1h", AT_MERCHANT.sum(Paid::amount).within(hours(1)))
        .feature("cards_1d", AT_MERCHANT.distinct(Paid::card).within(days(1)))
        .feature("here_1d", BY_CARD_AT_MERCHANT.count().within(days(1)))
        .feature(
            "failed_1d",
            LOGINS.onlyIf(field(LoggedIn::succeeded).equalTo(false)).count().within(days(1)))
        .feature("since_login", LOGINS.minutesSinceLast().within(days(1)))
        .feature(
            "spent_ratio",
            dividedBy(
                BY_CARD.sum(Paid::amount).within(hours(1)),
                BY_CARD.sum(Paid::amount).within(days(1))))
        .plan();
  }
}
