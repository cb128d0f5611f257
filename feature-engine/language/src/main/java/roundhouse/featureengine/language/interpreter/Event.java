package roundhouse.featureengine.language.interpreter;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.ast.ValueType;

/// An event or ask with all of its fields; ordered by (event time, id).
record Event(Map<String, @Nullable Object> fields, Object id, long eventTime, long knownAt)
    implements Comparable<Event> {

  static Event of(StreamSchema stream, Row row) {
    Map<String, @Nullable Object> fields = new HashMap<>();
    for (int i = 0; i < stream.fields().size(); i++) {
      FieldSchema field = stream.fields().get(i);
      fields.put(field.name(), row.isNull(i) ? null : value(field, row, i));
    }
    return new Event(
        fields,
        Objects.requireNonNull(fields.get(stream.id())),
        (Long) Objects.requireNonNull(fields.get(stream.eventTime())),
        (Long) Objects.requireNonNull(fields.get(stream.knownAt())));
  }

  @Override
  public int compareTo(Event other) {
    int byTime = Long.compare(eventTime, other.eventTime);
    if (byTime != 0) {
      return byTime;
    }
    return id instanceof Long number
        ? number.compareTo((Long) other.id)
        : compareTexts((String) id, (String) other.id);
  }

  /// Orders strings by their UTF-8 bytes.
  static int compareTexts(String left, String right) {
    return Arrays.compareUnsigned(
        left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
  }

  private static Object value(FieldSchema field, Row row, int index) {
    return switch (field.type()) {
      case ValueType.Simple.BOOLEAN -> row.booleanAt(index);
      case ValueType.Simple.LONG, ValueType.Simple.INSTANT -> row.longAt(index);
      case ValueType.Decimal _ -> row.longAt(index);
      case ValueType.Simple.DOUBLE -> {
        double value = row.doubleAt(index);
        yield Double.isNaN(value) ? Double.NaN : value;
      }
      case ValueType.Simple.STRING -> row.stringAt(index);
      case ValueType.Enumeration _ -> row.stringAt(index);
      case ValueType.ListOf _ -> row.listAt(index);
    };
  }
}
