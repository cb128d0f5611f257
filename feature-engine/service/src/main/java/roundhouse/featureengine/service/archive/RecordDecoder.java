package roundhouse.featureengine.service.archive;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import roundhouse.featureengine.kernel.Row;

/// Makes an event of a record, by the very rule of the stream that reads the topic. For one thread.
public interface RecordDecoder {
  /// The event, with the fields of the topic's schema in their order; may be reused by the next
  /// call.
  Decoded decode(ConsumerRecord<byte[], byte[]> record);

  /// What a record is.
  sealed interface Decoded {
    /// An event.
    record Event(Row row) implements Decoded {}

    /// No event.
    ///
    /// @param reason why not, for a person
    record Refused(String reason) implements Decoded {}
  }
}
