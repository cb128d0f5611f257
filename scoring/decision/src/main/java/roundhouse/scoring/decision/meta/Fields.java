package roundhouse.scoring.decision.meta;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.kernel.Micros;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.scoring.decision.InputProblem;

/// What conditions may name, and the row that they read.
final class Fields {
  /// The score, in a rule after it; the last field of a row.
  static final String SCORE = "score";

  private final List<FieldSchema> named;
  private final List<FieldSchema> withScore;

  Fields(Map<String, ValueType> types) {
    this.named =
        types.entrySet().stream()
            .map(field -> FieldSchema.nullable(field.getKey(), field.getValue()))
            .toList();
    List<FieldSchema> all = new ArrayList<>(named);
    all.add(FieldSchema.nullable(SCORE, ValueType.DOUBLE));
    this.withScore = List.copyOf(all);
  }

  List<FieldSchema> beforeTheScore() {
    return named;
  }

  List<FieldSchema> afterTheScore() {
    return withScore;
  }

  /// @param score of the row, or null before there is one
  /// @param problems get a line for each value of another type
  ArrayRow row(
      Map<String, ? extends @Nullable Object> values,
      @Nullable Double score,
      Consumer<InputProblem> problems) {
    @Nullable Object[] row = new @Nullable Object[withScore.size()];
    for (int i = 0; i < named.size(); i++) {
      FieldSchema field = named.get(i);
      Object value = values.get(field.name());
      row[i] = value == null ? null : typed(field, value);
      if (value != null && row[i] == null) {
        problems.accept(
            new InputProblem(
                "field '%s'".formatted(field.name()),
                String.valueOf(value),
                "a value of type " + field.type().text(),
                "send that type or null"));
      }
    }
    row[named.size()] = score;
    return ArrayRow.of(row);
  }

  /// As rows have it, or null where it is of another type.
  private static @Nullable Object typed(FieldSchema field, Object value) {
    return switch (field.type()) {
      case ValueType.Simple.BOOLEAN -> value instanceof Boolean ? value : null;
      case ValueType.Simple.STRING -> value instanceof String ? value : null;
      case ValueType.Simple.DOUBLE ->
          value instanceof Number number ? (Double) number.doubleValue() : null;
      case ValueType.Simple.LONG ->
          value instanceof Long || value instanceof Integer
              ? (Long) ((Number) value).longValue()
              : null;
      case ValueType.Simple.INSTANT -> micros(value);
      case ValueType.Decimal _, ValueType.Enumeration _, ValueType.ListOf _ ->
          throw new IllegalStateException("Field '%s' is of no type here".formatted(field.name()));
    };
  }

  private static @Nullable Long micros(Object value) {
    try {
      return switch (value) {
        case Instant time -> Micros.of(time);
        case String text -> Micros.of(Instant.parse(text));
        default -> null;
      };
    } catch (DateTimeException | ArithmeticException none) {
      return null;
    }
  }
}
