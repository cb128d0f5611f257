package roundhouse.featureengine.language.catalogue;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import roundhouse.featureengine.language.ast.Expression;
import roundhouse.featureengine.language.ast.Expression.Aggregation;
import roundhouse.featureengine.language.ast.History;
import roundhouse.featureengine.language.ast.Subexpressions;
import roundhouse.featureengine.language.plan.Plan;

/// The work that a plan's features are, counted before they run: equal parts once. Labels are not
/// in it, as only a backfill computes them.
///
/// @param events by stream, what one event of it costs
/// @param ask what one ask costs
public record PlanCost(SequencedMap<String, EventCost> events, AskCost ask) {
  /// What one event costs.
  ///
  /// @param lookups entities whose state is looked up and changed
  /// @param steps operations on the event's fields
  public record EventCost(int lookups, int steps) {}

  /// What one ask costs.
  ///
  /// @param lookups entities whose state is looked up
  /// @param aggregates answers that are taken from that state
  /// @param steps operations on the ask's fields and on those answers
  public record AskCost(int lookups, int aggregates, int steps) {}

  public static PlanCost of(Plan plan) {
    Set<Expression> parts = new HashSet<>();
    plan.features().forEach(feature -> Subexpressions.forEach(feature.value(), parts::add));
    List<Aggregation> aggregations =
        parts.stream().filter(Aggregation.class::isInstance).map(Aggregation.class::cast).toList();
    SequencedMap<String, EventCost> events = new LinkedHashMap<>();
    plan.streams()
        .forEach(stream -> events.put(stream.name(), eventCost(stream.name(), aggregations)));
    return new PlanCost(events, askCost(parts, aggregations));
  }

  private static EventCost eventCost(String stream, List<Aggregation> aggregations) {
    List<Aggregation> reading =
        aggregations.stream()
            .filter(aggregation -> aggregation.history().stream().equals(stream))
            .toList();
    Set<Expression> parts = new HashSet<>();
    for (Aggregation aggregation : reading) {
      Subexpressions.ofEvents(aggregation.history())
          .forEach(value -> Subexpressions.forEach(value, parts::add));
      Subexpressions.ofEvents(aggregation.aggregate())
          .forEach(value -> Subexpressions.forEach(value, parts::add));
    }
    return new EventCost(entities(reading), steps(parts));
  }

  private static AskCost askCost(Set<Expression> parts, List<Aggregation> aggregations) {
    return new AskCost(
        entities(aggregations), aggregations.size(), steps(parts) - aggregations.size());
  }

  /// Histories of equal keys on the ask's side are one entity's.
  private static int entities(List<Aggregation> aggregations) {
    return (int)
        aggregations.stream()
            .map(aggregation -> aggregation.history().keys())
            .map(keys -> keys.stream().map(History.KeyMatch::ask).toList())
            .distinct()
            .count();
  }

  private static int steps(Set<Expression> parts) {
    return (int)
        parts.stream()
            .filter(part -> !(part instanceof Expression.Field))
            .filter(part -> !(part instanceof Expression.Literal))
            .count();
  }
}
