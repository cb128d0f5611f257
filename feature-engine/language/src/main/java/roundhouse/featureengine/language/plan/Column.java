package roundhouse.featureengine.language.plan;

import roundhouse.featureengine.language.ast.Nullability;
import roundhouse.featureengine.language.ast.ValueType;

/// A column of a dataset: a feature or a label.
public record Column(String name, ValueType type, Nullability nullability) {
  public boolean isNullable() {
    return nullability == Nullability.NULLABLE;
  }
}
