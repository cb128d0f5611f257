package roundhouse.featureengine.language.plan;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.zone.ZoneRulesProvider;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.language.ast.Expression;
import roundhouse.featureengine.language.ast.Feature;
import roundhouse.featureengine.language.ast.History;
import roundhouse.featureengine.language.ast.Label;
import roundhouse.featureengine.language.ast.Subexpressions;

/// The version of the time-zone rules that a plan's values depend on. Rules change by decree, so a
/// plan that reads a region's clock says by which ones.
public final class TimeZones {
  private TimeZones() {}

  /// The version on this machine for the zones that these read, or null if none has rules that
  /// change.
  static @Nullable String dataFor(List<Feature> features, List<Label> labels) {
    return changingZones(features, labels).stream()
        .findFirst()
        .map(TimeZones::version)
        .orElse(null);
  }

  /// Refuses to run a plan on other rules than those it was made with.
  public static void requireSameData(Plan plan) {
    String here = dataFor(plan.features(), plan.labels());
    if (here != null && !here.equals(plan.timeZoneData())) {
      throw new IllegalStateException(
          "Plan %s: time-zone data %s, here is %s; run it on a JDK with that data, or publish a new version of the feature set"
              .formatted(plan.reference(), plan.timeZoneData(), here));
    }
  }

  private static Set<String> changingZones(List<Feature> features, List<Label> labels) {
    Set<String> zones = new TreeSet<>();
    Stream.concat(
            features.stream().map(Feature::value).flatMap(TimeZones::withEvents),
            labels.stream().flatMap(TimeZones::roots))
        .forEach(root -> Subexpressions.forEach(root, part -> addZone(part, zones)));
    return zones;
  }

  /// What a label reads of its ask and of events.
  private static Stream<Expression> roots(Label label) {
    History history = label.history();
    return Stream.of(
            history.keys().stream().map(History.KeyMatch::ask),
            Subexpressions.ofEvents(history).stream(),
            Stream.of(label.outcome()))
        .flatMap(Function.identity());
  }

  /// The expression and, for the aggregates in it, what they read of events.
  private static Stream<Expression> withEvents(Expression expression) {
    Stream.Builder<Expression> roots = Stream.builder();
    roots.add(expression);
    Subexpressions.forEach(
        expression,
        part -> {
          if (part instanceof Expression.Aggregation aggregation) {
            Subexpressions.ofEvents(aggregation.history()).forEach(roots::add);
            Subexpressions.ofEvents(aggregation.aggregate()).forEach(roots::add);
          }
        });
    return roots.build();
  }

  private static void addZone(Expression part, Set<String> zones) {
    if (part instanceof Expression.Calendar calendar && changes(calendar.zone())) {
      zones.add(calendar.zone());
    }
  }

  private static boolean changes(String zone) {
    try {
      return !ZoneId.of(zone).getRules().isFixedOffset();
    } catch (DateTimeException e) {
      return false; // The check reports it.
    }
  }

  private static String version(String zone) {
    return ZoneRulesProvider.getVersions(zone).lastKey();
  }
}
