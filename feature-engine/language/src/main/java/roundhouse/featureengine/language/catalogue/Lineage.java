package roundhouse.featureengine.language.catalogue;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import roundhouse.featureengine.language.ast.Expression;
import roundhouse.featureengine.language.ast.Feature;
import roundhouse.featureengine.language.ast.History;
import roundhouse.featureengine.language.ast.Label;
import roundhouse.featureengine.language.ast.Subexpressions;
import roundhouse.featureengine.language.plan.Plan;

/// From which fields of which streams each column of a plan is computed.
///
/// @param features by their names, in the plan's order
/// @param labels by their names, in the plan's order
public record Lineage(
    SequencedMap<String, Sources> features, SequencedMap<String, Sources> labels) {
  public Lineage {
    features = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(features));
    labels = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(labels));
  }

  /// What one column is computed from.
  ///
  /// @param streams whose events it aggregates; the ask's own only where it looks back on asks
  /// @param fields of those streams and of the ask
  public record Sources(SortedSet<String> streams, SortedSet<FieldUse> fields) {
    public Sources {
      streams = Collections.unmodifiableSortedSet(new TreeSet<>(streams));
      fields = Collections.unmodifiableSortedSet(new TreeSet<>(fields));
    }

    /// The streams that anything is read of, the ask's among them.
    public SortedSet<String> allStreams() {
      SortedSet<String> all = new TreeSet<>(streams);
      fields.forEach(field -> all.add(field.stream()));
      return all;
    }
  }

  public static Lineage of(Plan plan) {
    SequencedMap<String, Sources> features = new LinkedHashMap<>();
    SequencedMap<String, Sources> labels = new LinkedHashMap<>();
    plan.features().forEach(feature -> features.put(feature.name(), of(plan, feature)));
    plan.labels().forEach(label -> labels.put(label.name(), of(plan, label)));
    return new Lineage(features, labels);
  }

  /// Features and labels together.
  public SequencedMap<String, Sources> columns() {
    SequencedMap<String, Sources> columns = new LinkedHashMap<>(features);
    columns.putAll(labels);
    return columns;
  }

  private static Sources of(Plan plan, Feature feature) {
    Collector collector = new Collector(plan.askStream().name());
    collector.addAsk(feature.value());
    return collector.sources();
  }

  private static Sources of(Plan plan, Label label) {
    Collector collector = new Collector(plan.askStream().name());
    label.history().keys().forEach(key -> collector.addAsk(key.ask()));
    collector.addEvents(label.history(), List.of(label.outcome()));
    return collector.sources();
  }

  /// Goes through expressions, knowing whose row each part reads.
  private static final class Collector {
    private final String askStream;
    private final SortedSet<String> streams = new TreeSet<>();
    private final SortedSet<FieldUse> fields = new TreeSet<>();

    Collector(String askStream) {
      this.askStream = askStream;
    }

    Sources sources() {
      return new Sources(streams, fields);
    }

    void addAsk(Expression expression) {
      Subexpressions.forEach(
          expression,
          part -> {
            addField(askStream, part);
            if (part instanceof Expression.Aggregation aggregation) {
              addEvents(aggregation.history(), Subexpressions.ofEvents(aggregation.aggregate()));
            }
          });
    }

    void addEvents(History history, List<Expression> values) {
      streams.add(history.stream());
      Stream.concat(Subexpressions.ofEvents(history).stream(), values.stream())
          .forEach(
              value -> Subexpressions.forEach(value, part -> addField(history.stream(), part)));
    }

    private void addField(String stream, Expression part) {
      if (part instanceof Expression.Field field) {
        fields.add(new FieldUse(stream, field.name()));
      }
    }
  }
}
