package roundhouse.featureengine.language.ast;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The shape of a stream's events. A row of the stream has exactly these fields in this order.
///
/// @param id the field that tells events apart, a long or a string; longs compare as numbers,
///   strings as UTF-8 bytes
/// @param eventTime the field that says when an event happened
/// @param knownAt the field that says when the platform learned of it; may be the same field
/// @param lateness how long after it happened an event may become known; a later one is refused
public record StreamSchema(
    String name,
    List<FieldSchema> fields,
    String id,
    String eventTime,
    String knownAt,
    Duration lateness) {
  public StreamSchema {
    fields = List.copyOf(fields);
  }

  public Optional<FieldSchema> find(String field) {
    return fields.stream().filter(candidate -> candidate.name().equals(field)).findFirst();
  }

  /// The field's place in a row, or -1.
  public int indexOf(String field) {
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).name().equals(field)) {
        return i;
      }
    }
    return -1;
  }

  public List<String> fieldNames() {
    return fields.stream().map(FieldSchema::name).toList();
  }
}
