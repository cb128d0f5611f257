package roundhouse.featureengine.batch;

import static roundhouse.featureengine.language.Expressions.days;
import static roundhouse.featureengine.language.Expressions.field;
import static roundhouse.featureengine.language.Expressions.hourOf;
import static roundhouse.featureengine.language.Expressions.hours;
import static roundhouse.featureengine.language.Expressions.minutes;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.batch.source.EventImport;
import roundhouse.featureengine.batch.source.EventSource;
import roundhouse.featureengine.language.EntityEvents;
import roundhouse.featureengine.language.EventStream;
import roundhouse.featureengine.language.FeatureSet;
import roundhouse.storage.ObjectStore;

/// A small shop with what makes a backend's order matter: text ids, ties, copies, events that come
/// late or too late, a lag, months.
record Visits(List<Visit> visits, List<Purchase> purchases, List<Returned> returns) {
  private static final Instant START = Instant.parse("2024-01-28T00:00:00Z");
  private static final int DAYS = 40;

  record Visit(
      String visitId, @Nullable String customer, String shop, Instant at, Instant seenAt) {}

  record Purchase(
      long purchaseId,
      @Nullable String customer,
      String shop,
      @Nullable Double amount,
      Instant at,
      Instant seenAt) {}

  record Returned(String visitId, @Nullable Double amount, Instant at, Instant seenAt) {}

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

  static final EventStream<Returned> RETURNED =
      EventStream.named("returned")
          .of(Returned.class)
          .identifiedBy(Returned::visitId)
          .happeningAt(Returned::at)
          .knownAt(Returned::seenAt, days(1));

  private static final EntityEvents<Visit, Purchase> OF_CUSTOMER =
      PURCHASED.where(Purchase::customer).equalTo(Visit::customer);

  private static final EntityEvents<Visit, Visit> EARLIER_VISITS =
      VISITED.where(Visit::shop).equalTo(Visit::shop);

  static final FeatureSet<Visit> RETURNING =
      FeatureSet.askedBy(VISITED)
          .named("returning")
          .version(2)
          .lag(minutes(5))
          .feature("shop", Visit::shop)
          .feature("hour", hourOf(Visit::at).in("UTC"))
          .feature("purchases_2d", OF_CUSTOMER.count().within(days(2)))
          .feature("spend_mean_3d", OF_CUSTOMER.mean(Purchase::amount).within(days(3)))
          .feature("last_spend_10d", OF_CUSTOMER.last(Purchase::amount).within(days(10)))
          .feature(
              "customers_1d",
              PURCHASED
                  .where(Purchase::shop)
                  .equalTo(Visit::shop)
                  .distinct(Purchase::customer)
                  .within(days(1)))
          .feature("visits_6h", EARLIER_VISITS.count().within(hours(6)))
          .label(
              "returned",
              RETURNED
                  .where(Returned::visitId)
                  .equalTo(Visit::visitId)
                  .whether(field(Returned::amount).greaterThan(10.0))
                  .maturingIn(days(4))
                  .otherwiseFalse());

  static Visits random(long seed) {
    return random(seed, 120, 400);
  }

  static Visits random(long seed, int visitCount, int purchaseCount) {
    Random random = new Random(seed);
    List<Visit> visits = new ArrayList<>();
    List<Purchase> purchases = new ArrayList<>();
    List<Returned> returns = new ArrayList<>();
    for (int i = 0; i < visitCount; i++) {
      Instant at = instant(random);
      visits.add(new Visit("v" + i, customer(random), shop(random), at, seen(random, at, 2)));
      if (random.nextBoolean()) {
        Instant back = at.plus(random.nextInt(6), ChronoUnit.DAYS);
        returns.add(new Returned("v" + i, amount(random), back, seen(random, back, 24)));
      }
    }
    for (int i = 0; i < purchaseCount; i++) {
      Instant at = instant(random);
      purchases.add(
          new Purchase(
              i, customer(random), shop(random), amount(random), at, seen(random, at, 30)));
    }
    copySome(visits, random);
    copySome(purchases, random);
    Collections.shuffle(purchases, random);
    return new Visits(visits, purchases, returns);
  }

  /// Every tenth once more, as it was: an import keeps both.
  private static <E> void copySome(List<E> events, Random random) {
    int count = events.size() / 10;
    for (int i = 0; i < count; i++) {
      events.add(events.get(random.nextInt(events.size())));
    }
  }

  private static Instant instant(Random random) {
    return START.plus(random.nextInt(DAYS * 24 * 4) * 15L, ChronoUnit.MINUTES);
  }

  private static Instant seen(Random random, Instant at, int hours) {
    return switch (random.nextInt(12)) {
      case 0 -> at.minus(1, ChronoUnit.MICROS);
      case 1 -> at.plus(hours, ChronoUnit.HOURS).plus(1, ChronoUnit.MICROS);
      case 2 -> at.plus(hours, ChronoUnit.HOURS);
      case 3, 4, 5 -> at.plus(random.nextInt(hours * 4 + 1) * 15L, ChronoUnit.MINUTES);
      default -> at;
    };
  }

  private static @Nullable String customer(Random random) {
    int customer = random.nextInt(6);
    return customer == 0 ? null : "c" + customer;
  }

  private static String shop(Random random) {
    return random.nextBoolean() ? "north" : "south";
  }

  private static @Nullable Double amount(Random random) {
    int amount = random.nextInt(30);
    return amount == 0 ? null : amount / 0.7;
  }

  EventSource importInto(ObjectStore store, String name) {
    try (EventImport events = EventImport.into(store, name)) {
      events.importStream(VISITED, visits.stream());
      events.importStream(PURCHASED, purchases.stream());
      events.importStream(RETURNED, returns.stream());
      return events.commit();
    }
  }
}
