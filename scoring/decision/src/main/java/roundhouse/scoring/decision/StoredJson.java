package roundhouse.scoring.decision;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/// The JSON of what lies in a model's directory. Equal values give equal bytes: fields in their
/// declared order, keys of maps sorted, because the bytes are digested and a retried step must
/// write the same ones.
public final class StoredJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .changeDefaultNullHandling(ignored -> JsonSetter.Value.forContentNulls(Nulls.FAIL))
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
          .build();

  private StoredJson() {}

  /// The canonical bytes of a record.
  public static byte[] write(Object value) {
    return MAPPER.writeValueAsBytes(value);
  }

  /// Reads a record; throws [InvalidInputException], also that of its constructor as it is.
  ///
  /// @param subject what the bytes are, for the problem: `file 'schema.json'`
  public static <T> T read(String subject, byte[] json, Class<T> type) {
    try {
      @Nullable T value = MAPPER.readValue(json, type);
      if (value == null) {
        throw new InvalidInputException(
            new InputProblem(subject, "null", "an object", "restore it"));
      }
      return value;
    } catch (JacksonException e) {
      if (e.getCause() instanceof InvalidInputException invalid) {
        throw invalid;
      }
      throw new InvalidInputException(
          List.of(
              new InputProblem(
                  subject,
                  "byte " + (e.getLocation() == null ? 0 : e.getLocation().getByteOffset()),
                  "a JSON form of " + type.getSimpleName(),
                  "restore it; " + e.getOriginalMessage())));
    }
  }
}
