package roundhouse.featureengine.language.catalogue;

import java.util.Comparator;

/// A field of a stream that something reads.
public record FieldUse(String stream, String field) implements Comparable<FieldUse> {
  private static final Comparator<FieldUse> ORDER =
      Comparator.comparing(FieldUse::stream).thenComparing(FieldUse::field);

  @Override
  public int compareTo(FieldUse other) {
    return ORDER.compare(this, other);
  }

  /// `flight-departed.delay`.
  @Override
  public String toString() {
    return stream + "." + field;
  }
}
