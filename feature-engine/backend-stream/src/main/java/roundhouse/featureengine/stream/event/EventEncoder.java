package roundhouse.featureengine.stream.event;

import roundhouse.featureengine.kernel.Row;

/// Writes the records that an [EventDecoder] reads: for producers that have rows, and for tests.
/// Mutable, for one thread.
public interface EventEncoder {
  byte[] encode(Row event);
}
