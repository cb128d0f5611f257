package roundhouse.featureengine.service;

import static roundhouse.featureengine.language.Expressions.hours;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.language.EventStream;
import roundhouse.featureengine.language.FeatureSet;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.language.program.Program;
import roundhouse.featureengine.stream.event.EventTopic;

/// A small feature set to serve: what a user and a page have seen lately.
public final class Shop {
  /// A visit of a page.
  public record Visit(long id, String user, @Nullable String page, double seconds, Instant at) {}

  /// Asked when a user goes to the till.
  public record Purchase(
      long id, String user, @Nullable String page, Instant at, Instant knownAt) {}

  public static final EventStream<Visit> VISITS =
      EventStream.named("visits").of(Visit.class).identifiedBy(Visit::id).happeningAt(Visit::at);

  public static final EventStream<Purchase> PURCHASES =
      EventStream.named("purchases")
          .of(Purchase.class)
          .identifiedBy(Purchase::id)
          .happeningAt(Purchase::at)
          .knownAt(Purchase::knownAt, Duration.ofMinutes(5));

  public static final Plan PLAN =
      FeatureSet.askedBy(PURCHASES)
          .named("shop")
          .version(1)
          .feature("user", Purchase::user)
          .feature(
              "user_visits_1h",
              VISITS.where(Visit::user).equalTo(Purchase::user).count().within(hours(1)))
          .feature(
              "user_seconds_mean_1h",
              VISITS
                  .where(Visit::user)
                  .equalTo(Purchase::user)
                  .mean(Visit::seconds)
                  .within(hours(1)))
          .feature(
              "page_visits_1h",
              VISITS.where(Visit::page).equalTo(Purchase::page).count().within(hours(1)))
          .plan();

  public static final Program PROGRAM = Program.of(PLAN);

  private Shop() {}

  /// The topics of the plan's streams, with their whole schema.
  public static List<EventTopic> topics(String topic) {
    return List.of(EventTopic.ofJson(topic, VISITS.schema()));
  }
}
