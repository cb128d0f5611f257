package roundhouse.featureengine.stream.event;

import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.Row;

/// Reads a topic's records. Mutable, for one thread.
public interface EventDecoder {
  /// The event, with the fields of the topic's schema in their order; valid until the next call.
  ///
  /// @param value a record's value; none is poison
  /// @throws PoisonedEventException if the bytes are no event of the schema: malformed, of another
  ///   type, without a field that may not be null, or with something behind the event. Whatever the
  ///   bytes are, nothing else is thrown
  Row decode(byte @Nullable [] value) throws PoisonedEventException;
}
