package roundhouse.featureengine.kernel.fold;

import roundhouse.featureengine.kernel.ByteReader;
import roundhouse.featureengine.kernel.ByteWriter;
import roundhouse.featureengine.kernel.ValuePool;

/// The least or greatest value.
public final class ExtremeValue implements Partial<ExtremeValue> {
  private final Element element;
  private final int sign;
  private final ValuePool pool;
  private boolean isThere;
  private long word;

  private ExtremeValue(Element element, int sign, ValuePool pool) {
    this.element = element;
    this.sign = sign;
    this.pool = pool;
  }

  public static ExtremeValue least(Element element, ValuePool pool) {
    return new ExtremeValue(element, -1, pool);
  }

  public static ExtremeValue greatest(Element element, ValuePool pool) {
    return new ExtremeValue(element, 1, pool);
  }

  public void enter(long entering) {
    if (!isThere || element.compare(entering, word, pool) * sign > 0) {
      isThere = true;
      word = entering;
    }
  }

  /// The value; there must be one.
  public long word() {
    return word;
  }

  @Override
  public void merge(ExtremeValue other) {
    if (other.isThere) {
      enter(other.word);
    }
  }

  @Override
  public void clear() {
    isThere = false;
  }

  @Override
  public boolean isEmpty() {
    return !isThere;
  }

  @Override
  public void write(ByteWriter bytes, ValuePool texts) {
    bytes.putByte(isThere ? 1 : 0);
    if (isThere) {
      element.write(word, bytes, texts);
    }
  }

  @Override
  public void read(ByteReader bytes, ValuePool texts) {
    isThere = bytes.readByte() != 0;
    word = isThere ? element.read(bytes, texts) : 0;
  }

  /// Puts it, or null without a value.
  public void put(long[] outputs, int at, int output, int valueAt) {
    if (isThere) {
      outputs[at + valueAt] = word;
    } else {
      Outputs.putNull(outputs, at, output, valueAt);
    }
  }
}
