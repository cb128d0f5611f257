package roundhouse.featureengine.language;

import java.lang.reflect.InvocationTargetException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.StreamSchema;

/// Turns an event's record into a row. For fixtures and tools: it reads by reflection.
public final class RecordRow {
  private RecordRow() {}

  /// A row of that schema, a plan's or the stream's own, from a record that has its fields.
  /// Instants are cut to microseconds.
  public static ArrayRow of(Record event, StreamSchema schema) {
    List<FieldSchema> fields = schema.fields();
    @Nullable Object[] values = new @Nullable Object[fields.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = cellOf(componentOf(event, fields.get(i).name()));
    }
    return ArrayRow.of(values);
  }

  private static @Nullable Object componentOf(Record event, String name) {
    try {
      var accessor = event.getClass().getDeclaredMethod(name);
      accessor.setAccessible(true);
      return accessor.invoke(event);
    } catch (NoSuchMethodException | IllegalAccessException e) {
      throw new IllegalArgumentException(
          "Record %s: no component '%s', which the stream has; pass an event of the stream's record"
              .formatted(event.getClass().getName(), name),
          e);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(
          "Record %s: component '%s' cannot be read".formatted(event.getClass().getName(), name),
          e);
    }
  }

  private static @Nullable Object cellOf(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Integer i -> i.longValue();
      case Instant i -> ChronoUnit.MICROS.between(Instant.EPOCH, i.truncatedTo(ChronoUnit.MICROS));
      default -> value;
    };
  }
}
