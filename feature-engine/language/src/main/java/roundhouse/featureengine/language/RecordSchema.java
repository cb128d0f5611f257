package roundhouse.featureengine.language;

import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
      ValueType type = TYPES.get(component.getType());
      if (type == null) {
        problems.add(unsupported(stream, record, component));
      } else {
        fields.add(new FieldSchema(component.getName(), type, nullabilityOf(component)));
      }
    }
    return new RecordSchema(List.copyOf(fields), List.copyOf(problems));
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
        "boolean, int, long, double, String or Instant",
        "change the component's type or leave it out of the record");
  }
}
