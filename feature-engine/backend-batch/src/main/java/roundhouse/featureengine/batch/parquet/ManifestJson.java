package roundhouse.featureengine.batch.parquet;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Objects;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.storage.CorruptObjectException;
import roundhouse.storage.ObjectKey;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/// The JSON of manifests: strict, in the order of the records' components, instants and durations
/// in ISO 8601.
public final class ManifestJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          // A record's components and nothing that merely looks like a property.
          .changeDefaultVisibility(
              visibility -> visibility.withIsGetterVisibility(JsonAutoDetect.Visibility.NONE))
          .annotationIntrospector(new RequiredComponents())
          .addModule(
              new SimpleModule()
                  .addSerializer(ValueType.class, new TypeWriter())
                  .addDeserializer(ValueType.class, new TypeReader())
                  .addSerializer(ColumnType.class, new ColumnTypeWriter())
                  .addDeserializer(ColumnType.class, new ColumnTypeReader()))
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private ManifestJson() {}

  public static byte[] write(Object record) {
    return MAPPER.writeValueAsBytes(record);
  }

  /// Throws [CorruptObjectException] where the object is no such record, as told by its JSON or by
  /// the record's own checks.
  public static <T> T parse(ObjectKey key, String location, byte[] json, Class<T> type) {
    try {
      return Objects.requireNonNull(MAPPER.readValue(json, type), "it is null");
    } catch (JacksonException | NullPointerException e) {
      throw new CorruptObjectException(
          key,
          location,
          "expected the JSON of a %s but %s".formatted(type.getSimpleName(), firstLine(e)),
          e);
    }
  }

  /// Every component must be there, but for those that are written only where they say something.
  private static final class RequiredComponents extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1;

    @Override
    public Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember component) {
      return !component.hasAnnotation(JsonInclude.class);
    }
  }

  /// Types without parameters are named as they were before there were others, `LONG`; the rest as
  /// in plans, `decimal(12,2)`.
  private static final class TypeWriter extends ValueSerializer<ValueType> {
    @Override
    public void serialize(ValueType type, JsonGenerator json, SerializationContext context) {
      json.writeString(type instanceof ValueType.Simple simple ? simple.name() : type.text());
    }
  }

  private static final class TypeReader extends ValueDeserializer<ValueType> {
    @Override
    public ValueType deserialize(JsonParser json, DeserializationContext context) {
      String text = json.getString();
      for (ValueType.Simple simple : ValueType.Simple.values()) {
        if (simple.name().equals(text)) {
          return simple;
        }
      }
      return ValueType.ofText(text)
          .orElseThrow(
              () -> DatabindException.from(json, "Type '%s': expected a type".formatted(text)));
    }
  }

  private static final class ColumnTypeWriter extends ValueSerializer<ColumnType> {
    @Override
    public void serialize(ColumnType type, JsonGenerator json, SerializationContext context) {
      json.writeString(type.text());
    }
  }

  private static final class ColumnTypeReader extends ValueDeserializer<ColumnType> {
    @Override
    public ColumnType deserialize(JsonParser json, DeserializationContext context) {
      String text = json.getString();
      return ColumnType.ofText(text)
          .orElseThrow(
              () ->
                  DatabindException.from(
                      json, "Column type '%s': expected a type".formatted(text)));
    }
  }

  private static String firstLine(Exception e) {
    String message = e.getMessage();
    return message == null ? "a value is missing" : message.lines().findFirst().orElse("");
  }
}
