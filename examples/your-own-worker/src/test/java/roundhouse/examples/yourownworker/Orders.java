package roundhouse.examples.yourownworker;

import static roundhouse.featureengine.language.Expressions.days;
import static roundhouse.featureengine.language.Expressions.field;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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

/// A shop's month of orders, of which the dear ones are more often returned.
final class Orders {
  static final Instant FIRST = Instant.parse("2024-03-01T00:00:00Z");
  static final Instant END = Instant.parse("2024-04-01T00:00:00Z");
  private static final int ORDERS = 3_000;

  private Orders() {}

  record Ordered(long orderId, String shop, double amount, Instant at) {}

  record Returned(long orderId, long pieces, Instant at) {}

  private static final EventStream<Ordered> ORDERED =
      EventStream.named("ordered")
          .of(Ordered.class)
          .identifiedBy(Ordered::orderId)
          .happeningAt(Ordered::at);

  private static final EventStream<Returned> RETURNED =
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
              "orders_1d",
              ORDERED.where(Ordered::shop).equalTo(Ordered::shop).count().within(days(1)))
          .label(
              "returned",
              RETURNED
                  .where(Returned::orderId)
                  .equalTo(Ordered::orderId)
                  .whether(field(Returned::pieces).atLeast(1L))
                  .maturingIn(days(1))
                  .otherwiseFalse());

  static void publish(ObjectStore store) {
    List<Ordered> ordered = new ArrayList<>();
    List<Returned> returned = new ArrayList<>();
    Random random = new Random(7);
    Duration step = Duration.between(FIRST, END).dividedBy(ORDERS);
    for (int id = 0; id < ORDERS; id++) {
      Instant at = FIRST.plus(step.multipliedBy(id));
      double amount = random.nextInt(100);
      ordered.add(new Ordered(id, random.nextBoolean() ? "north" : "south", amount, at));
      if (random.nextInt(100) < amount) {
        returned.add(new Returned(id, 1, at.plus(Duration.ofHours(5))));
      }
    }
    try (EventImport events = EventImport.into(store, "orders")) {
      events.importStream(ORDERED, ordered.stream());
      events.importStream(RETURNED, returned.stream());
      events.commit();
    }
    Plan plan = RETURNING.plan();
    store.putOnce(ObjectKey.of("plans/" + plan.hash() + ".json"), plan.toJson());
    FeatureSetId id = FeatureSetId.parse(plan.reference());
    Registry.open(store)
        .append(CommandId.of("publish/" + id), new Change.FeatureSetPublished(id, plan.hash()))
        .orThrow();
  }
}
