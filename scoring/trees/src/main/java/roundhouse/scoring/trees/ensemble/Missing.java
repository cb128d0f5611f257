package roundhouse.scoring.trees.ensemble;

/// What a node takes for a missing value, and where that goes.
public enum Missing {
  /// NaN goes left.
  NAN_LEFT(0, 0),
  /// NaN goes right.
  NAN_RIGHT(1, 1),
  /// NaN and values of at most [#ZERO] in size go left.
  ZERO_LEFT(2, 0),
  /// NaN and values of at most [#ZERO] in size go right.
  ZERO_RIGHT(3, 1),
  /// NaN counts as 0: nothing is missing.
  NAN_IS_ZERO(4, -1);

  /// LightGBM's bound of what it takes for zero.
  public static final double ZERO = 1e-35f;

  private static final Missing[] BY_CODE = values();

  private final int code;
  private final int step;

  Missing(int code, int step) {
    this.code = code;
    this.step = step;
  }

  /// How images and node tables name the rule; never changed.
  public int code() {
    return code;
  }

  /// The rule that [#code()] names.
  public static Missing ofCode(int code) {
    return BY_CODE[code];
  }

  /// 0 to the left child, 1 to the right. A node that knows no missing value has no such step.
  public int step() {
    return step;
  }

  /// Whether the value is missing to a node with this rule.
  public boolean takes(double value) {
    return switch (this) {
      case NAN_LEFT, NAN_RIGHT -> Double.isNaN(value);
      case ZERO_LEFT, ZERO_RIGHT -> Double.isNaN(value) || Math.abs(value) <= ZERO;
      case NAN_IS_ZERO -> false;
    };
  }
}
