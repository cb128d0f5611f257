package roundhouse.featureengine.language;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.check.Problem;

/// A stream of events of one record type.
///
/// ```java
/// static final EventStream<FlightDeparted> DEPARTED =
///     EventStream.named("flight-departed").of(FlightDeparted.class)
///         .identifiedBy(FlightDeparted::flightId)
///         .happeningAt(FlightDeparted::departedAt);
/// ```
///
/// Components become fields of the same names: booleans, int and long, double, String, Instant,
/// BigDecimal annotated with [Decimal], enums, and Lists of these. A primitive is never null; a
/// reference may be null iff it is annotated `@Nullable`.
public final class EventStream<E extends Record> {
  private final Class<E> record;
  private final StreamSchema schema;
  private final List<Problem> problems;
  private final String description;
  private final String line;

  private EventStream(
      Class<E> record,
      StreamSchema schema,
      List<Problem> problems,
      String description,
      String line) {
    this.record = record;
    this.schema = schema;
    this.problems = problems;
    this.description = description;
    this.line = line;
  }

  public static Named named(String name) {
    return new Named(name, SourceLine.ofCaller());
  }

  /// Says what the events are. Documentation is not part of a plan.
  public EventStream<E> describedAs(String text) {
    return new EventStream<>(record, schema, problems, text, line);
  }

  /// What the events are, empty if nobody said.
  public String description() {
    return description;
  }

  /// States that events become known later than they happen, and by how much at most. Without it an
  /// event is known the moment it happens.
  ///
  /// @param lateness an event that becomes known later than this after it happened is refused
  public EventStream<E> knownAt(FieldReference<E, Instant> knownAt, Duration lateness) {
    StreamSchema changed =
        new StreamSchema(
            schema.name(),
            schema.fields(),
            schema.id(),
            schema.eventTime(),
            FieldNames.nameOf(knownAt),
            lateness);
    return new EventStream<>(record, changed, problems, description, line);
  }

  /// The record's components as fields, in their order.
  public StreamSchema schema() {
    return schema;
  }

  public Class<E> record() {
    return record;
  }

  /// The events whose field equals that of the ask: the first part of an entity's key.
  public <K extends @Nullable Object> EntityEvents.Key<E, K> where(FieldReference<E, K> field) {
    return new EntityEvents.Key<>(this, FieldNames.fieldOf(field));
  }

  /// The events whose computed value equals one of the ask.
  public <K extends @Nullable Object> EntityEvents.Key<E, K> where(Value<E, K> value) {
    return new EntityEvents.Key<>(this, value.expression());
  }

  List<Problem> problems() {
    return problems;
  }

  /// Where it was written down.
  String line() {
    return line;
  }

  /// A stream that has a name.
  public record Named(String name, String line) {
    public <E extends Record> Typed<E> of(Class<E> record) {
      return new Typed<>(name, line, record);
    }
  }

  /// A stream whose events' type is known.
  public record Typed<E extends Record>(String name, String line, Class<E> record) {

    /// Names the component that tells events apart.
    ///
    /// @param id a component of type int, long or String, unique within the stream
    public Identified<E> identifiedBy(FieldReference<E, ? extends Comparable<?>> id) {
      return new Identified<>(name, line, record, FieldNames.nameOf(id));
    }
  }

  /// A stream whose events can be told apart.
  public record Identified<E extends Record>(String name, String line, Class<E> record, String id) {
    public EventStream<E> happeningAt(FieldReference<E, Instant> eventTime) {
      String time = FieldNames.nameOf(eventTime);
      RecordSchema components = RecordSchema.of(name, record);
      StreamSchema schema =
          new StreamSchema(name, components.fields(), id, time, time, Duration.ZERO);
      return new EventStream<>(record, schema, components.problems(), "", line);
    }
  }
}
