package roundhouse.featureengine.batch.source;

import java.util.Optional;
import roundhouse.featureengine.batch.parquet.RowBuffer;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.featureengine.language.check.Problem;

/// Judges whether the events of an import have values of their fields' types, as a stream judges
/// the records of its topic. For one thread.
final class EventValues {
  private final StreamSchema schema;
  private final RowBuffer row;
  private long number;

  EventValues(StreamSchema schema) {
    this.schema = schema;
    row = new RowBuffer(EventOrder.columns(schema));
  }

  /// What is wrong with the next event.
  Optional<Problem> problem(Row event) {
    row.putAll(event);
    for (int i = 0; i < schema.fields().size(); i++) {
      if (!isRight(schema.fields().get(i), i)) {
        return Optional.of(problem(schema.fields().get(i), i));
      }
    }
    number++;
    return Optional.empty();
  }

  private boolean isRight(FieldSchema field, int index) {
    Object value = row.valueAt(index);
    return value == null ? field.isNullable() : ValueType.holds(field.type(), value);
  }

  private Problem problem(FieldSchema field, int index) {
    Object value = row.valueAt(index);
    boolean isDigits = value != null && field.type() instanceof ValueType.Decimal;
    return Problem.of(
        "Stream '%s', event %d".formatted(schema.name(), number),
        "field '%s' has %s%s"
            .formatted(
                field.name(),
                value == null ? "no value" : "'" + value + "'",
                isDigits ? ", the point left out" : ""),
        "%s%s".formatted(field.type().text(), field.isNullable() ? " or null" : ""),
        "correct the event, or declare a type that holds it");
  }
}
