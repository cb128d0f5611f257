package roundhouse.featureengine.kernel;

import java.util.Arrays;

/// Typed slots that expressions and aggregates read and write: the working memory of one row.
///
/// A slot is null, or has a value of the one kind that all of its users agree on. Every NaN that
/// enters becomes the one NaN.
public final class Registers {
  private final boolean[] nulls;
  private final long[] longs;
  private final double[] doubles;
  private final String[] texts;

  public Registers(int size) {
    nulls = new boolean[size];
    longs = new long[size];
    doubles = new double[size];
    texts = new String[size];
    Arrays.fill(nulls, true);
    Arrays.fill(texts, "");
  }

  public boolean isNull(int register) {
    return nulls[register];
  }

  public boolean booleanAt(int register) {
    return longs[register] != 0;
  }

  public long longAt(int register) {
    return longs[register];
  }

  public double doubleAt(int register) {
    return doubles[register];
  }

  public String textAt(int register) {
    return texts[register];
  }

  public void putNull(int register) {
    nulls[register] = true;
  }

  public void putBoolean(int register, boolean value) {
    putLong(register, value ? 1 : 0);
  }

  public void putLong(int register, long value) {
    nulls[register] = false;
    longs[register] = value;
  }

  public void putDouble(int register, double value) {
    nulls[register] = false;
    doubles[register] = Double.isNaN(value) ? Double.NaN : value;
  }

  public void putText(int register, String value) {
    nulls[register] = false;
    texts[register] = value;
  }
}
