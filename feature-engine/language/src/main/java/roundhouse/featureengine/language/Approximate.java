package roundhouse.featureengine.language;

/// What a sketch gives: a value near the true one, of the Java type T. A feature may be one, but
/// nothing computes with it, compares it or matches it until [Expressions#estimateOf] says that an
/// estimate will do. There are values only of its kind, no objects.
@SuppressWarnings("UnusedTypeParameter") // what the estimate is of
public final class Approximate<T> {
  private Approximate() {}
}
