package roundhouse.activities.training.runner;

import roundhouse.storage.CorruptObjectException;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/// The JSON of a training's objects: equal records give equal bytes.
public final class TrainingDocuments {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private TrainingDocuments() {}

  public static byte[] write(Object record) {
    return MAPPER.writeValueAsBytes(record);
  }

  /// Reads an object; throws [CorruptObjectException] where it is no such record.
  public static <T> T read(ObjectStore store, ObjectKey key, Class<T> type) {
    return parse(store, key, store.read(key), type);
  }

  /// As [#read], of bytes that were read already.
  public static <T> T parse(ObjectStore store, ObjectKey key, byte[] json, Class<T> type) {
    try {
      return MAPPER.readValue(json, type);
    } catch (JacksonException | NullPointerException malformed) {
      throw new CorruptObjectException(
          key,
          store.location(),
          "expected the JSON of a %s but %s"
              .formatted(
                  type.getSimpleName(),
                  String.valueOf(malformed.getMessage()).lines().findFirst().orElse("")),
          malformed);
    }
  }

  public static tools.jackson.databind.JsonNode toTree(Object record) {
    return MAPPER.valueToTree(record);
  }
}
