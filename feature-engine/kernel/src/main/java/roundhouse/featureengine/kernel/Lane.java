package roundhouse.featureengine.kernel;

import java.util.Arrays;

/// One value of each event of a history, in an array that the history arranges: it says where a
/// value goes, opens gaps and moves everything when it grows.
///
/// Values have a total order, in which null does not take part: longs as numbers; doubles as
/// `Double.compare`, so −0.0 before 0.0 and NaN last; text as [TextOrder].
sealed interface Lane {

  static Lane of(ValueKind kind) {
    return switch (kind) {
      case LONG -> new LongLane();
      case DOUBLE -> new DoubleLane();
      case TEXT -> new TextLane();
      case LIST -> throw new IllegalArgumentException("No lane of lists");
    };
  }

  boolean isNull(int at);

  /// Orders two values, neither of them null.
  int compare(int left, int right);

  /// Orders a stored value and one in a register, neither of them null.
  int compareTo(int at, Registers registers, int register);

  void store(int at, Registers registers, int register);

  void load(int at, Registers registers, int register);

  /// Moves the values in [from, to) one place up.
  void openGap(int from, int to);

  /// Moves the values in [from, from + size) to the start of an array of that capacity.
  void rearrange(int from, int size, int capacity);

  /// Forgets a value that the history has dropped.
  void forget(int at);

  /// Longs, and nulls beside them once there is one.
  final class LongLane implements Lane {
    private static final boolean[] NONE = {};

    private long[] values = {};
    private boolean[] nulls = NONE;

    long longAt(int at) {
      return values[at];
    }

    @Override
    public boolean isNull(int at) {
      return nulls.length != 0 && nulls[at];
    }

    @Override
    public int compare(int left, int right) {
      return Long.compare(values[left], values[right]);
    }

    @Override
    public int compareTo(int at, Registers registers, int register) {
      return Long.compare(values[at], registers.longAt(register));
    }

    @Override
    public void store(int at, Registers registers, int register) {
      boolean isNull = registers.isNull(register);
      if (isNull && nulls.length == 0) {
        nulls = new boolean[values.length];
      }
      if (nulls.length != 0) {
        nulls[at] = isNull;
      }
      values[at] = registers.longAt(register);
    }

    @Override
    public void load(int at, Registers registers, int register) {
      if (isNull(at)) {
        registers.putNull(register);
      } else {
        registers.putLong(register, values[at]);
      }
    }

    @Override
    public void openGap(int from, int to) {
      System.arraycopy(values, from, values, from + 1, to - from);
      if (nulls.length != 0) {
        System.arraycopy(nulls, from, nulls, from + 1, to - from);
      }
    }

    @Override
    public void rearrange(int from, int size, int capacity) {
      long[] target = capacity == values.length ? values : new long[capacity];
      System.arraycopy(values, from, target, 0, size);
      values = target;
      if (nulls.length != 0) {
        boolean[] targetNulls = capacity == nulls.length ? nulls : new boolean[capacity];
        System.arraycopy(nulls, from, targetNulls, 0, size);
        nulls = targetNulls;
      }
    }

    @Override
    public void forget(int at) {}
  }

  /// Doubles; null is a NaN of its own, which no value is, for values have only the one NaN.
  final class DoubleLane implements Lane {
    private static final long NULL_BITS = 0x7FF8_0000_0000_0001L;
    private static final double NULL = Double.longBitsToDouble(NULL_BITS);

    private double[] values = {};

    double doubleAt(int at) {
      return values[at];
    }

    @Override
    public boolean isNull(int at) {
      return Double.doubleToRawLongBits(values[at]) == NULL_BITS;
    }

    @Override
    public int compare(int left, int right) {
      return Double.compare(values[left], values[right]);
    }

    @Override
    public int compareTo(int at, Registers registers, int register) {
      return Double.compare(values[at], registers.doubleAt(register));
    }

    @Override
    public void store(int at, Registers registers, int register) {
      values[at] = registers.isNull(register) ? NULL : registers.doubleAt(register);
    }

    @Override
    public void load(int at, Registers registers, int register) {
      if (isNull(at)) {
        registers.putNull(register);
      } else {
        registers.putDouble(register, values[at]);
      }
    }

    @Override
    public void openGap(int from, int to) {
      System.arraycopy(values, from, values, from + 1, to - from);
    }

    @Override
    public void rearrange(int from, int size, int capacity) {
      double[] target = capacity == values.length ? values : new double[capacity];
      System.arraycopy(values, from, target, 0, size);
      values = target;
    }

    @Override
    public void forget(int at) {}
  }

  /// Strings, by reference.
  final class TextLane implements Lane {
    /// Told apart by identity, so that no value is it.
    @SuppressWarnings("StringOperationCanBeSimplified")
    private static final String NULL = new String("null");

    private String[] values = {};

    String textAt(int at) {
      return values[at];
    }

    @Override
    @SuppressWarnings("ReferenceEquality")
    public boolean isNull(int at) {
      return values[at] == NULL;
    }

    @Override
    public int compare(int left, int right) {
      return TextOrder.compare(values[left], values[right]);
    }

    @Override
    public int compareTo(int at, Registers registers, int register) {
      return TextOrder.compare(values[at], registers.textAt(register));
    }

    @Override
    public void store(int at, Registers registers, int register) {
      values[at] = registers.isNull(register) ? NULL : registers.textAt(register);
    }

    @Override
    public void load(int at, Registers registers, int register) {
      if (isNull(at)) {
        registers.putNull(register);
      } else {
        registers.putText(register, values[at]);
      }
    }

    @Override
    public void openGap(int from, int to) {
      System.arraycopy(values, from, values, from + 1, to - from);
    }

    @Override
    public void rearrange(int from, int size, int capacity) {
      String[] target = capacity == values.length ? values : new String[capacity];
      System.arraycopy(values, from, target, 0, size);
      Arrays.fill(target, size, capacity, NULL);
      values = target;
    }

    @Override
    public void forget(int at) {
      values[at] = NULL;
    }
  }
}
