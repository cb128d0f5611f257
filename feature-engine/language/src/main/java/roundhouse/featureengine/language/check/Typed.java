package roundhouse.featureengine.language.check;

import roundhouse.featureengine.language.ast.Exactness;
import roundhouse.featureengine.language.ast.Nullability;
import roundhouse.featureengine.language.ast.ValueType;

/// What values an expression can have.
public record Typed(ValueType type, Nullability nullability, Exactness exactness) {
  static Typed nullable(ValueType type) {
    return exact(type, Nullability.NULLABLE);
  }

  static Typed required(ValueType type) {
    return exact(type, Nullability.REQUIRED);
  }

  static Typed exact(ValueType type, Nullability nullability) {
    return new Typed(type, nullability, Exactness.EXACT);
  }

  static Typed approximate(ValueType type, Nullability nullability) {
    return new Typed(type, nullability, Exactness.APPROXIMATE);
  }

  public boolean isNullable() {
    return nullability == Nullability.NULLABLE;
  }

  public boolean isApproximate() {
    return exactness == Exactness.APPROXIMATE;
  }

  /// The type in messages: `approximate double`.
  String text() {
    return isApproximate() ? "approximate " + type.text() : type.text();
  }
}
