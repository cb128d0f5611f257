package roundhouse.featureengine.conformance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.conformance.Scenario.Logged;
import roundhouse.featureengine.kernel.ListValue;
import roundhouse.featureengine.language.ast.Feature;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.Label;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.check.InvalidDefinitionException;
import roundhouse.featureengine.language.plan.Plan;

/// Makes a scenario that fails small: as few features, events, asks, operators and odd values as
/// still fail.
///
/// Lists shrink by delta debugging: halves, then quarters, down to single elements are left out.
/// Expressions shrink to their parts, values to plainer ones. All passes are repeated until none
/// helps, or until a minute is over, which matters where a run is slow.
///
/// Zeller and Hildebrandt: Simplifying and Isolating Failure-Inducing Input (2002).
final class Shrinking {
  private static final long PATIENCE_NANOS = Duration.ofMinutes(1).toNanos();

  private final Predicate<Scenario> fails;
  private Scenario smallest;
  private final long start = System.nanoTime();

  private Shrinking(Scenario failing, Predicate<Scenario> fails) {
    this.smallest = failing;
    this.fails = fails;
  }

  /// The smallest failing scenario found.
  ///
  /// @param fails whether a scenario shows the failure; must be true of `failing`
  static Scenario shrink(Scenario failing, Predicate<Scenario> fails) {
    Shrinking shrinking = new Shrinking(failing, fails);
    while (shrinking.pass() && !shrinking.isTimeOver()) {
      // Each pass may make room for the others.
    }
    return shrinking.smallest;
  }

  private boolean pass() {
    boolean fewerFeatures = shrinkList(smallest.plan().features(), this::withFeatures);
    boolean fewerLabels = shrinkList(smallest.plan().labels(), this::withLabels);
    boolean fewerEvents = shrinkList(smallest.log(), smallest::withLog);
    boolean plainerExpressions = shrinkExpressions();
    boolean plainerValues = shrinkValues();
    return fewerFeatures || fewerLabels || fewerEvents || plainerExpressions || plainerValues;
  }

  /// Keeps a candidate that still fails.
  private boolean keep(@Nullable Scenario candidate) {
    if (candidate == null || isTimeOver() || !fails.test(candidate)) {
      return false;
    }
    smallest = candidate;
    return true;
  }

  private boolean isTimeOver() {
    return System.nanoTime() - start > PATIENCE_NANOS;
  }

  private <T> boolean shrinkList(List<T> all, Rebuild<T> rebuild) {
    List<T> remaining = new ArrayList<>(all);
    boolean shrunk = false;
    for (int chunk = Math.max(1, remaining.size() / 2); chunk >= 1; chunk /= 2) {
      for (int start = 0; start < remaining.size(); ) {
        List<T> fewer = new ArrayList<>(remaining);
        fewer.subList(start, Math.min(start + chunk, fewer.size())).clear();
        if (keep(rebuild.apply(fewer))) {
          remaining = fewer;
          shrunk = true;
        } else {
          start += chunk;
        }
      }
    }
    return shrunk;
  }

  private boolean shrinkExpressions() {
    boolean shrunk = false;
    for (int i = 0; i < smallest.plan().features().size(); i++) {
      while (keepSmallerExpression(i)) {
        shrunk = true;
      }
    }
    return shrunk;
  }

  private boolean keepSmallerExpression(int index) {
    Feature feature = smallest.plan().features().get(index);
    return Simpler.than(feature.value())
        .map(value -> withFeature(index, new Feature(feature.name(), value)))
        .anyMatch(this::keep);
  }

  private boolean shrinkValues() {
    boolean shrunk = false;
    for (int i = 0; i < smallest.log().size(); i++) {
      Logged logged = smallest.log().get(i);
      StreamSchema schema = smallest.schema(logged.stream()).orElse(null);
      for (String field : List.copyOf(logged.fields().keySet())) {
        shrunk |= shrinkValue(i, schema, field);
      }
    }
    return shrunk;
  }

  private boolean shrinkValue(int index, @Nullable StreamSchema schema, String field) {
    Logged logged = smallest.log().get(index);
    if (schema == null || schema.find(field).isEmpty()) {
      // Nothing reads it: it goes without saying.
      return keep(replaced(index, logged.without(field)));
    }
    boolean isTime = field.equals(schema.eventTime()) || field.equals(schema.knownAt());
    return !isTime
        && !field.equals(schema.id())
        && plainer(schema.find(field).orElseThrow(), logged.fields().get(field))
            .map(value -> replaced(index, logged.with(field, value)))
            .anyMatch(this::keep);
  }

  private Scenario replaced(int index, Logged logged) {
    List<Logged> log = new ArrayList<>(smallest.log());
    log.set(index, logged);
    return smallest.withLog(log);
  }

  /// Plainer values than this one, the plainest first. None for a value that is plain.
  private static Stream<@Nullable Object> plainer(FieldSchema field, @Nullable Object value) {
    Stream<Object> sameType = plain(value).takeWhile(candidate -> !candidate.equals(value));
    return value != null && field.isNullable()
        ? Stream.concat(Stream.of((Object) null), sameType)
        : sameType;
  }

  private static Stream<Object> plain(@Nullable Object value) {
    return switch (value) {
      case Boolean _ -> Stream.of(false, true);
      case Long _ -> Stream.of(0L, 1L, 2L);
      case Double _ -> Stream.of(0.0, 1.0, 2.0);
      case String _ -> Stream.of("", "a", "b");
      case ListValue _ -> Stream.of(ListValue.of());
      case null, default -> Stream.of();
    };
  }

  private @Nullable Scenario withFeature(int index, Feature feature) {
    List<Feature> features = new ArrayList<>(smallest.plan().features());
    features.set(index, feature);
    return withFeatures(features);
  }

  private @Nullable Scenario withFeatures(List<Feature> features) {
    return rebuilt(
        plan ->
            Plan.of(
                plan.name(),
                plan.version(),
                plan.askStream(),
                plan.streams(),
                plan.lag(),
                features,
                plan.labels()));
  }

  private @Nullable Scenario withLabels(List<Label> labels) {
    return rebuilt(
        plan ->
            Plan.of(
                plan.name(),
                plan.version(),
                plan.askStream(),
                plan.streams(),
                plan.lag(),
                plan.features(),
                labels));
  }

  /// Null where the checks of the language refuse the plan.
  private @Nullable Scenario rebuilt(UnaryOperator<Plan> change) {
    try {
      return smallest.withPlan(change.apply(smallest.plan()));
    } catch (InvalidDefinitionException refused) {
      return null;
    }
  }

  private interface Rebuild<T> {
    @Nullable Scenario apply(List<T> elements);
  }
}
