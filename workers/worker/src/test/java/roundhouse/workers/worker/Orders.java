package roundhouse.workers.worker;

import static roundhouse.featureengine.language.Expressions.days;
import static roundhouse.featureengine.language.Expressions.field;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import roundhouse.activities.promotion.TagContracts;
import roundhouse.featureengine.batch.source.EventImport;
import roundhouse.featureengine.language.EventStream;
import roundhouse.featureengine.language.FeatureSet;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.scoring.registry.Change;
import roundhouse.scoring.registry.CommandId;
import roundhouse.scoring.registry.FeatureSetId;
import roundhouse.scoring.registry.Registry;
import roundhouse.scoring.registry.TagName;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import roundhouse.temporal.contracts.HoldOut;
import roundhouse.temporal.contracts.PromotionPolicy;
import roundhouse.temporal.contracts.TagContract;

/// A shop whose dear orders are more often returned: enough months to be caught half-way through,
/// enough rows to train on.
final class Orders {
  static final String SOURCE = "orders";
  static final String FEATURE_SET = "returning@1";
  static final Instant FIRST = Instant.parse("2023-01-01T00:00:00Z");
  static final Instant CUT_OFF = Instant.parse("2024-12-31T00:00:00Z");
  static final int ORDERS = 14_000;

  private Orders() {}

  record Ordered(long orderId, String shop, double amount, Instant at) {}

  record Returned(long orderId, long pieces, Instant at) {}

  static final EventStream<Ordered> ORDERED =
      EventStream.named("ordered")
          .of(Ordered.class)
          .identifiedBy(Ordered::orderId)
          .happeningAt(Ordered::at);

  static final EventStream<Returned> RETURNED =
      EventStream.named("returned")
          .of(Returned.class)
          .identifiedBy(Returned::orderId)
          .happeningAt(Returned::at);

  private static final FeatureSet<Ordered> RETURNING =
      FeatureSet.askedBy(ORDERED)
          .named("returning")
          .version(1)
          .feature("shop", Ordered::shop)
          .feature("amount", Ordered::amount)
          .feature(
              "orders_3d",
              ORDERED.where(Ordered::shop).equalTo(Ordered::shop).count().within(days(3)))
          .feature(
              "spend_mean_3d",
              ORDERED
                  .where(Ordered::shop)
                  .equalTo(Ordered::shop)
                  .mean(Ordered::amount)
                  .within(days(3)))
          .label(
              "returned",
              RETURNED
                  .where(Returned::orderId)
                  .equalTo(Ordered::orderId)
                  .whether(field(Returned::pieces).atLeast(1L))
                  .maturingIn(days(2))
                  .otherwiseFalse());

  /// Imports the shop's two years and publishes the feature set, whose plan it returns.
  static Plan publish(ObjectStore store) {
    List<Ordered> ordered = new ArrayList<>();
    List<Returned> returned = new ArrayList<>();
    Random random = new Random(7);
    long minutes = Duration.between(FIRST, CUT_OFF).toMinutes();
    for (int id = 0; id < ORDERS; id++) {
      Instant at = FIRST.plus(id * minutes / ORDERS, ChronoUnit.MINUTES);
      double amount = random.nextInt(100);
      ordered.add(new Ordered(id, random.nextBoolean() ? "north" : "south", amount, at));
      if (random.nextInt(100) < amount) {
        returned.add(new Returned(id, 1, at.plus(1, ChronoUnit.DAYS)));
      }
    }
    try (EventImport events = EventImport.into(store, SOURCE)) {
      events.importStream(ORDERED, ordered.stream());
      events.importStream(RETURNED, returned.stream());
      events.commit();
    }
    return publishPlan(store);
  }

  /// Publishes the feature set alone.
  static Plan publishPlan(ObjectStore store) {
    Plan plan = RETURNING.plan();
    store.putOnce(ObjectKey.of("plans/" + plan.hash() + ".json"), plan.toJson());
    FeatureSetId id = FeatureSetId.parse(plan.reference());
    Registry.open(store)
        .append(CommandId.of("publish/" + id), new Change.FeatureSetPublished(id, plan.hash()))
        .orThrow();
    return plan;
  }

  /// Declares a tag that any model better than chance wins.
  static void declareTag(ObjectStore store, TagName tag, PromotionPolicy policy) {
    TagContract contract =
        new TagContract(
            "returned",
            Duration.ofDays(2),
            "",
            HoldOut.last(Duration.ofDays(60)),
            "auc",
            0.55,
            0,
            1,
            policy,
            Duration.ofHours(8));
    Registry.open(store)
        .append(
            CommandId.of("declare/" + tag),
            new Change.TagDeclared(tag, TagContracts.toJson(contract)))
        .orThrow();
  }
}
