package roundhouse.featureengine.language;

import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.Nullability;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.featureengine.language.check.Problem;

/// The fields that a record's components make, and the components that make none.
record RecordSchema(List<FieldSchema> fields, List<Problem> problems) {
  private static final Map<Class<?>, ValueType> TYPES =
      Map.of(
          boolean.class, ValueType.BOOLEAN,
          Boolean.class, ValueType.BOOLEAN,
          int.class, ValueType.LONG,
          Integer.class, ValueType.LONG,
          long.class, ValueType.LONG,
          Long.class, ValueType.LONG,
          double.class, ValueType.DOUBLE,
          Double.class, ValueType.DOUBLE,
          String.class, ValueType.STRING,
          Instant.class, ValueType.INSTANT);

  static RecordSchema of(String stream, Class<? extends Record> record) {
    List<FieldSchema> fields = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (RecordComponent component : record.getRecordComponents()) {
      try {
        ValueType type = typeOf(component.getAnnotatedType());
        fields.add(new FieldSchema(component.getName(), type, nullabilityOf(component)));
      } catch (IllegalArgumentException e) {
        problems.add(unsupported(stream, record, component));
      }
    }
    return new RecordSchema(List.copyOf(fields), List.copyOf(problems));
  }

  /// The enumeration that a Java enum is: its simple name and its constants.
  static ValueType.Enumeration enumeration(Class<?> type) {
    return new ValueType.Enumeration(
        type.getSimpleName(),
        Arrays.stream(type.getEnumConstants())
            .map(constant -> ((Enum<?>) constant).name())
            .toList());
  }

  private static ValueType typeOf(AnnotatedType annotated) {
    Type type = annotated.getType();
    Decimal digits = annotated.getAnnotation(Decimal.class);
    if (type == BigDecimal.class && digits != null) {
      return new ValueType.Decimal(digits.precision(), digits.scale());
    }
    if (type instanceof Class<?> java && java.isEnum()) {
      return enumeration(java);
    }
    if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
      AnnotatedType element =
          ((AnnotatedParameterizedType) annotated).getAnnotatedActualTypeArguments()[0];
      return new ValueType.ListOf(typeOf(element));
    }
    @Nullable ValueType simple = type instanceof Class<?> java ? TYPES.get(java) : null;
    if (simple == null) {
      throw new IllegalArgumentException("No field has the type " + type);
    }
    return simple;
  }

  /// Every library has a `Nullable` of its own, on the component or on its type; the name is what
  /// they share.
  private static Nullability nullabilityOf(RecordComponent component) {
    AnnotatedType type = component.getAnnotatedType();
    return Stream.of(
                component.getAnnotations(),
                component.getAccessor().getAnnotations(),
                type.getAnnotations())
            .flatMap(Arrays::stream)
            .anyMatch(annotation -> annotation.annotationType().getSimpleName().equals("Nullable"))
        ? Nullability.NULLABLE
        : Nullability.REQUIRED;
  }

  private static Problem unsupported(
      String stream, Class<? extends Record> record, RecordComponent component) {
    return Problem.of(
        "Stream '" + stream + "'",
        "component '%s' of %s has type %s"
            .formatted(
                component.getName(),
                record.getSimpleName(),
                component.getGenericType().getTypeName()),
        "boolean, int, long, double, String, Instant, BigDecimal with @Decimal of at most 18 digits,"
            + " an enum, or a List of these",
        "change the component's type or leave it out of the record");
  }
}
