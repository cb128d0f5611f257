package roundhouse.featureengine.stream.event;

import java.util.List;

/// How a topic's records are written. Their keys are not read.
public sealed interface EventFormat {
  /// A JSON object in UTF-8 with the schema's field names. Others are passed over; one that is not
  /// there is null. A boolean is true or false; a long a number without fraction; a double a
  /// number, or the text `NaN`, `Infinity` or `-Infinity`; an instant ISO-8601 text in UTC, or a
  /// number of microseconds since the epoch.
  record Json() implements EventFormat {}

  /// Avro's binary form of one record, with nothing before it. A field of the stream is the field
  /// of that name: absent only if nullable, of the stream's type or one that widens to it without
  /// loss (int to long or double, float to double, milliseconds to microseconds), or a union of
  /// that with null. Other fields are passed over.
  ///
  /// @param writerSchema the schema, as JSON, of every record
  record Avro(String writerSchema) implements EventFormat {}

  /// Avro's single-object encoding: the bytes C3 01, the fingerprint of the schema that the record
  /// was written by (CRC-64-AVRO of its parsing form, lowest byte first), then as [Avro]. So one
  /// topic holds what older and newer producers write.
  ///
  /// @param writerSchemas the schemas, as JSON; a record by another is poison
  record MarkedAvro(List<String> writerSchemas) implements EventFormat {
    public MarkedAvro {
      writerSchemas = List.copyOf(writerSchemas);
    }
  }
}
