package roundhouse.featureengine.language.ast;

/// Whether null may stand in place of a value.
public enum Nullability {
  REQUIRED,
  NULLABLE
}
