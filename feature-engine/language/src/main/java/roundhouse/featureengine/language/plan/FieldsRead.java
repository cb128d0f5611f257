package roundhouse.featureengine.language.plan;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import roundhouse.featureengine.language.ast.Expression;
import roundhouse.featureengine.language.ast.Feature;
import roundhouse.featureengine.language.ast.History;
import roundhouse.featureengine.language.ast.Label;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.ast.Subexpressions;

/// Which fields of which streams a plan reads. The others are left out of it: a record that gains a
/// field must not make another plan, and no backend need read the column.
final class FieldsRead {
  private final Map<String, Set<String>> fieldsByStream = new HashMap<>();

  private FieldsRead() {}

  static FieldsRead of(List<Feature> features, List<Label> labels) {
    FieldsRead read = new FieldsRead();
    features.forEach(feature -> Subexpressions.forEach(feature.value(), read::addAggregation));
    labels.forEach(read::addLabel);
    return read;
  }

  Set<String> streams() {
    return fieldsByStream.keySet();
  }

  /// The stream with only the fields that are read, its times and its id among them.
  StreamSchema prune(StreamSchema stream) {
    Set<String> read = new HashSet<>(fieldsByStream.getOrDefault(stream.name(), Set.of()));
    read.addAll(List.of(stream.id(), stream.eventTime(), stream.knownAt()));
    return new StreamSchema(
        stream.name(),
        stream.fields().stream().filter(field -> read.contains(field.name())).toList(),
        stream.id(),
        stream.eventTime(),
        stream.knownAt(),
        stream.lateness());
  }

  private void addAggregation(Expression expression) {
    if (expression instanceof Expression.Aggregation aggregation) {
      addEvents(aggregation.history(), Subexpressions.ofEvents(aggregation.aggregate()));
    }
  }

  private void addLabel(Label label) {
    addEvents(label.history(), List.of(label.outcome()));
  }

  private void addEvents(History history, List<Expression> values) {
    Set<String> fields = fieldsByStream.computeIfAbsent(history.stream(), _ -> new HashSet<>());
    Subexpressions.ofEvents(history).forEach(each -> addFields(each, fields));
    values.forEach(each -> addFields(each, fields));
  }

  private static void addFields(Expression expression, Set<String> fields) {
    Subexpressions.forEach(
        expression,
        part -> {
          if (part instanceof Expression.Field field) {
            fields.add(field.name());
          }
        });
  }
}
