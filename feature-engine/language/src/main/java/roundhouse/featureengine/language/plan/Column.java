package roundhouse.featureengine.language.plan;

import roundhouse.featureengine.language.ast.Exactness;
import roundhouse.featureengine.language.ast.Nullability;
import roundhouse.featureengine.language.ast.ValueType;

/// A column of a dataset: a feature or a label.
///
/// @param exactness whether its values are those of a sketch
public record Column(String name, ValueType type, Nullability nullability, Exactness exactness) {
  /// A column of exact values.
  public Column(String name, ValueType type, Nullability nullability) {
    this(name, type, nullability, Exactness.EXACT);
  }

  public boolean isNullable() {
    return nullability == Nullability.NULLABLE;
  }

  public boolean isApproximate() {
    return exactness == Exactness.APPROXIMATE;
  }
}
