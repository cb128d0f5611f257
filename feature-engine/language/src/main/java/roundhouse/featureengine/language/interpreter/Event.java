package roundhouse.featureengine.language.interpreter;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.StreamSchema;

/// An event or ask with all of its fields; ordered by (event time, id).
record Event(Map<String, @Nullable Object> fields, Object id, long eventTime, long knownAt)
    implements Comparable<Event> {

  static Event of(StreamSchema stream, Row row) {
    Map<String, @Nullable Object> fields = new HashMap<>();
    for (int i = 0; i < stream.fields().size(); i++) {
      FieldSchema field = stream.fields().get(i);
      fields.put(field.name(), Cell.read(field.type(), row, i));
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
    return byTime != 0 ? byTime : Order.TOTAL.compare(id, other.id);
  }
}
