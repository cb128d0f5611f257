package roundhouse.featureengine.spark;

import static roundhouse.featureengine.language.Expressions.days;
import static roundhouse.featureengine.language.Expressions.dividedBy;
import static roundhouse.featureengine.language.Expressions.hours;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.batch.source.EventImport;
import roundhouse.featureengine.batch.source.EventSource;
import roundhouse.featureengine.language.EntityEvents;
import roundhouse.featureengine.language.EventStream;
import roundhouse.featureengine.language.FeatureSet;
import roundhouse.storage.Digests;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;

/// Two months of a small shop: two entities, text and long keys, copies, events that come late or
/// too late, a hot customer, customers without purchases, a lag, a label.
final class Shop {
  private static final Instant START = Instant.parse("2024-01-20T00:00:00Z");
  private static final int DAYS = 30;

  private Shop() {}

  record Visit(String visitId, @Nullable String customer, long shop, Instant at, Instant seenAt) {}

  record Purchase(
      long purchaseId,
      @Nullable String customer,
      long shop,
      @Nullable Double amount,
      Instant at,
      Instant seenAt) {}

  static final EventStream<Visit> VISITED =
      EventStream.named("visited")
          .of(Visit.class)
          .identifiedBy(Visit::visitId)
          .happeningAt(Visit::at)
          .knownAt(Visit::seenAt, hours(2));

  static final EventStream<Purchase> PURCHASED =
      EventStream.named("purchased")
          .of(Purchase.class)
          .identifiedBy(Purchase::purchaseId)
          .happeningAt(Purchase::at)
          .knownAt(Purchase::seenAt, hours(30));

  private static final EntityEvents<Visit, Purchase> OF_CUSTOMER =
      PURCHASED.where(Purchase::customer).equalTo(Visit::customer);

  private static final EntityEvents<Visit, Purchase> OF_SHOP =
      PURCHASED.where(Purchase::shop).equalTo(Visit::shop);

  private static final EntityEvents<Visit, Visit> EARLIER =
      VISITED.where(Visit::customer).equalTo(Visit::customer);

  static final FeatureSet<Visit> RETURNING =
      FeatureSet.askedBy(VISITED)
          .named("returning")
          .version(1)
          .lag(hours(1))
          .feature("shop", Visit::shop)
          .feature("purchases_2d", OF_CUSTOMER.count().within(days(2)))
          .feature("spend_3d", OF_CUSTOMER.sum(Purchase::amount).within(days(3)))
          .feature("greatest_3d", OF_CUSTOMER.max(Purchase::amount).within(days(3)))
          .feature("last_10d", OF_CUSTOMER.last(Purchase::amount).within(days(10)))
          .feature("shops_10d", OF_CUSTOMER.distinct(Purchase::shop).within(days(10)))
          .feature("visits_2d", EARLIER.count().within(days(2)))
          .feature(
              "share_of_shop",
              dividedBy(
                  OF_CUSTOMER.sum(Purchase::amount).within(days(3)),
                  OF_SHOP.sum(Purchase::amount).within(days(3))))
          .label(
              "spends",
              OF_CUSTOMER.outcome(Purchase::amount).maturingIn(days(1)).otherwiseUnlabelled());

  /// Imports the shop, and puts the plan where a driver finds it by its digest.
  static EventSource importInto(ObjectStore store) {
    byte[] plan = RETURNING.plan().toJson();
    store.putOnce(ObjectKey.of("plans/" + Digests.sha256Hex(plan) + ".json"), plan);
    Random random = new Random(7);
    try (EventImport events = EventImport.into(store, "shop")) {
      events.importStream(VISITED, visits(random, 900).stream());
      events.importStream(PURCHASED, purchases(random, 2_500).stream());
      return events.commit();
    }
  }

  private static List<Visit> visits(Random random, int size) {
    List<Visit> visits = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      Instant at = instant(random);
      visits.add(
          new Visit("visit-" + i, customer(random), random.nextInt(4), at, later(random, at, 120)));
    }
    return visits;
  }

  private static List<Purchase> purchases(Random random, int size) {
    List<Purchase> purchases = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      Instant at = instant(random);
      Double amount =
          random.nextInt(10) == 0 ? null : Math.scalb(random.nextDouble(), random.nextInt(60));
      Purchase purchase =
          new Purchase(
              i, customer(random), random.nextInt(4), amount, at, later(random, at, 30 * 60));
      purchases.add(purchase);
      if (random.nextInt(8) == 0) {
        purchases.add(
            new Purchase(
                i,
                purchase.customer(),
                purchase.shop(),
                amount,
                at,
                purchase.seenAt().plusSeconds(random.nextInt(3_000))));
      }
    }
    return purchases;
  }

  private static @Nullable String customer(Random random) {
    return switch (random.nextInt(20)) {
      case 0 -> null;
      case 1, 2, 3, 4, 5, 6, 7, 8 -> "hot";
      default -> "customer-" + random.nextInt(60);
    };
  }

  private static Instant instant(Random random) {
    return START.plus(random.nextInt(DAYS * 24 * 4) * 15L, ChronoUnit.MINUTES);
  }

  private static Instant later(Random random, Instant at, int boundMinutes) {
    return random.nextInt(15) == 0
        ? at.plus(boundMinutes + 1, ChronoUnit.MINUTES)
        : at.plus(random.nextInt(boundMinutes + 1), ChronoUnit.MINUTES);
  }
}
