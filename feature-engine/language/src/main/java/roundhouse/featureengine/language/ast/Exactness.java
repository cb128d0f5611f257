package roundhouse.featureengine.language.ast;

/// Whether a value is what it says or near it.
public enum Exactness {
  EXACT,
  /// From a sketch; off by no more than the sketch's aggregate states.
  APPROXIMATE
}
