package roundhouse.activities.data;

import static roundhouse.featureengine.language.Expressions.days;
import static roundhouse.featureengine.language.Expressions.field;
import static roundhouse.featureengine.language.Expressions.hours;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.IntStream;
import roundhouse.featureengine.batch.source.EventImport;
import roundhouse.featureengine.language.EventStream;
import roundhouse.featureengine.language.FeatureSet;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.scoring.registry.Change;
import roundhouse.scoring.registry.CommandId;
import roundhouse.scoring.registry.FeatureSetId;
import roundhouse.scoring.registry.Registry;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;

/// Five days of a shop over the end of a month: 48 orders, then 52.
public final class Shop {
  record Order(long orderId, String customer, Instant at) {}

  record Paid(long orderId, String customer, double amount, Instant at) {}

  public static final Instant START = Instant.parse("2024-01-30T00:00:00Z");

  public static final Instant COMPLETE_THROUGH = Instant.parse("2024-02-03T04:00:00.000001Z");

  private static final EventStream<Order> ORDERS =
      EventStream.named("ordered")
          .of(Order.class)
          .identifiedBy(Order::orderId)
          .happeningAt(Order::at);

  private static final EventStream<Paid> PAYMENTS =
      EventStream.named("paid").of(Paid.class).identifiedBy(Paid::orderId).happeningAt(Paid::at);

  public static final Plan PLAN =
      FeatureSet.askedBy(ORDERS)
          .named("payment")
          .version(1)
          .feature("customer", Order::customer)
          .feature(
              "paid_1d",
              PAYMENTS
                  .where(Paid::customer)
                  .equalTo(Order::customer)
                  .sum(Paid::amount)
                  .within(days(1)))
          .label(
              "large",
              PAYMENTS
                  .where(Paid::orderId)
                  .equalTo(Order::orderId)
                  .whether(field(Paid::amount).greaterThan(10.0))
                  .maturingIn(hours(3))
                  .otherwiseUnlabelled())
          .plan();

  /// Asked by orders too.
  static final Plan HABIT_PLAN =
      FeatureSet.askedBy(ORDERS)
          .named("habit")
          .version(1)
          .feature(
              "payments_2d",
              PAYMENTS.where(Paid::customer).equalTo(Order::customer).count().within(days(2)))
          .feature(
              "mean_1d",
              PAYMENTS
                  .where(Paid::customer)
                  .equalTo(Order::customer)
                  .mean(Paid::amount)
                  .within(days(1)))
          .plan();

  /// Asked by payments.
  static final Plan PAYERS_PLAN =
      FeatureSet.askedBy(PAYMENTS)
          .named("payers")
          .version(1)
          .feature("customer", Paid::customer)
          .plan();

  /// Of a stream that the source has not.
  static final Plan OTHER_PLAN =
      FeatureSet.askedBy(ORDERS)
          .named("refund")
          .version(1)
          .feature(
              "refunds_1d",
              EventStream.named("refunded")
                  .of(Paid.class)
                  .identifiedBy(Paid::orderId)
                  .happeningAt(Paid::at)
                  .where(Paid::customer)
                  .equalTo(Order::customer)
                  .count()
                  .within(days(1)))
          .plan();

  private Shop() {}

  /// Publishes the feature set `payment@1` and imports the source `shop`.
  public static void publish(ObjectStore store) {
    publish(store, PLAN);
    try (EventImport events = EventImport.into(store, "shop")) {
      events.importStream(ORDERS, IntStream.range(0, 100).mapToObj(Shop::order));
      events.importStream(
          PAYMENTS, IntStream.range(0, 100).filter(i -> i % 4 != 0).mapToObj(Shop::payment));
      events.commit();
    }
  }

  /// Publishes a feature set alone.
  static void publish(ObjectStore store, Plan plan) {
    store.putOnce(ObjectKey.of("plans/" + plan.hash() + ".json"), plan.toJson());
    Registry.open(store)
        .append(
            CommandId.of("publish " + plan.reference()),
            new Change.FeatureSetPublished(FeatureSetId.parse(plan.reference()), plan.hash()))
        .orThrow();
  }

  private static Order order(int i) {
    return new Order(i, "c" + i % 3, START.plus(i, ChronoUnit.HOURS));
  }

  private static Paid payment(int i) {
    return new Paid(i, "c" + i % 3, i % 20, START.plus(i + 1L, ChronoUnit.HOURS));
  }

  public static ObjectKey planKey() {
    return ObjectKey.of("plans/" + PLAN.hash() + ".json");
  }
}
