package roundhouse.featureengine.kernel.fold;

import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.ByteReader;
import roundhouse.featureengine.kernel.ByteWriter;
import roundhouse.featureengine.kernel.TextOrder;
import roundhouse.featureengine.kernel.ValuePool;
import roundhouse.featureengine.kernel.function.Decimals;
import roundhouse.featureengine.kernel.function.Hashes;

/// What the words of a value are.
///
/// @param scale of decimals, else 0
public record Element(Type type, int scale) {
  /// Numbers that are no values.
  static final Element NUMBER = new Element(Type.LONG, 0);

  /// How a value is held.
  public enum Type {
    BOOLEAN,
    /// Longs, instants and decimals.
    LONG,
    DOUBLE,
    TEXT
  }

  /// The one word of equal values: −0.0 and 0.0 are one.
  long identityOf(long word) {
    return type == Type.DOUBLE && word == Long.MIN_VALUE ? 0 : word;
  }

  /// As an element of a list.
  @Nullable Object valueOf(long word, ValuePool pool) {
    return switch (type) {
      case BOOLEAN -> word != 0;
      case LONG -> word;
      case DOUBLE -> Double.longBitsToDouble(word);
      case TEXT -> pool.text(word);
    };
  }

  /// A number as a double, the nearest, ties to even.
  double doubleOf(long word) {
    if (type == Type.DOUBLE) {
      return Double.longBitsToDouble(word);
    }
    return scale == 0 ? (double) word : Decimals.toDouble(word, scale);
  }

  long hashOf(long word, ValuePool pool) {
    return switch (type) {
      case BOOLEAN -> Hashes.ofBoolean(word != 0, 0);
      case LONG -> Hashes.ofLong(word, 0);
      case DOUBLE -> Hashes.ofDouble(Double.longBitsToDouble(word), 0);
      case TEXT -> Hashes.ofText(pool.text(word), 0);
    };
  }

  void write(long word, ByteWriter bytes, ValuePool pool) {
    switch (type) {
      case BOOLEAN, LONG -> bytes.putLong(word);
      case DOUBLE -> bytes.putFixed(word);
      case TEXT -> bytes.putText(pool.text(word));
    }
  }

  long read(ByteReader bytes, ValuePool pool) {
    return switch (type) {
      case BOOLEAN, LONG -> bytes.readLong();
      case DOUBLE -> bytes.readFixed();
      case TEXT -> pool.of(bytes.readText());
    };
  }

  /// In the total order.
  int compare(long left, long right, ValuePool pool) {
    return switch (type) {
      case BOOLEAN, LONG -> Long.compare(left, right);
      case DOUBLE -> Double.compare(Double.longBitsToDouble(left), Double.longBitsToDouble(right));
      case TEXT -> TextOrder.compare(pool.text(left), pool.text(right));
    };
  }
}
