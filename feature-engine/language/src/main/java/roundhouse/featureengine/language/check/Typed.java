package roundhouse.featureengine.language.check;

import roundhouse.featureengine.language.ast.Nullability;
import roundhouse.featureengine.language.ast.ValueType;

/// What values an expression can have.
public record Typed(ValueType type, Nullability nullability) {
  static Typed nullable(ValueType type) {
    return new Typed(type, Nullability.NULLABLE);
  }

  static Typed required(ValueType type) {
    return new Typed(type, Nullability.REQUIRED);
  }

  public boolean isNullable() {
    return nullability == Nullability.NULLABLE;
  }
}
