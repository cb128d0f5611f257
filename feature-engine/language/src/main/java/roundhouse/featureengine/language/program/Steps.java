package roundhouse.featureengine.language.program;

import java.util.function.Consumer;
import roundhouse.featureengine.kernel.Registers;
import roundhouse.featureengine.kernel.TextOrder;
import roundhouse.featureengine.kernel.ValueKind;
import roundhouse.featureengine.language.ast.Expression.Comparator;
import roundhouse.featureengine.language.ast.Expression.Literal;
import roundhouse.featureengine.language.ast.Expression.Operator;
import roundhouse.featureengine.language.ast.ValueType;

/// The operations that expressions are lowered to. Each decides everything that it can when it is
/// made, and only computes when it runs.
final class Steps {
  private Steps() {}

  static Step load(ValueType type, int field, int target) {
    return switch (type) {
      case ValueType.Simple.BOOLEAN ->
          load(field, target, (row, r) -> r.putBoolean(target, row.booleanAt(field)));
      case ValueType.Simple.LONG, ValueType.Simple.INSTANT -> loadLong(field, target);
      case ValueType.Decimal _ -> loadLong(field, target);
      case ValueType.Simple.DOUBLE ->
          load(field, target, (row, r) -> r.putDouble(target, row.doubleAt(field)));
      case ValueType.Simple.STRING -> loadText(field, target);
      case ValueType.Enumeration _ -> loadText(field, target);
      case ValueType.ListOf _ ->
          throw new UnsupportedOperationException("Not compiled yet: " + type.text());
    };
  }

  private static Step loadLong(int field, int target) {
    return load(field, target, (row, r) -> r.putLong(target, row.longAt(field)));
  }

  private static Step loadText(int field, int target) {
    return load(field, target, (row, r) -> r.putText(target, row.stringAt(field)));
  }

  private static Step load(int field, int target, Step present) {
    return (row, r) -> {
      if (row.isNull(field)) {
        r.putNull(target);
      } else {
        present.run(row, r);
      }
    };
  }

  static Consumer<Registers> constant(Literal literal, int target) {
    Object value = literal.value();
    if (value == null) {
      return r -> r.putNull(target);
    }
    return switch (value) {
      case Boolean truth -> r -> r.putBoolean(target, truth);
      case Long number -> r -> r.putLong(target, number);
      case Double number -> r -> r.putDouble(target, number);
      case String text -> r -> r.putText(target, text);
      default -> throw new IllegalStateException("Not checked before: constant " + value);
    };
  }

  static Step comparison(Comparator comparator, ValueKind kind, int left, int right, int target) {
    Order order = orderOf(kind, left, right);
    return (_, r) -> {
      if (r.isNull(left) || r.isNull(right)) {
        r.putNull(target);
      } else {
        r.putBoolean(target, holds(comparator, order.compare(r)));
      }
    };
  }

  static Step and(int[] operands, int target) {
    return (_, r) -> putLogic(r, operands, target, false);
  }

  static Step or(int[] operands, int target) {
    return (_, r) -> putLogic(r, operands, target, true);
  }

  static Step not(int operand, int target) {
    return (_, r) -> {
      if (r.isNull(operand)) {
        r.putNull(target);
      } else {
        r.putBoolean(target, !r.booleanAt(operand));
      }
    };
  }

  static Step isNull(int operand, int target) {
    return (_, r) -> r.putBoolean(target, r.isNull(operand));
  }

  static Step toDouble(int operand, int target) {
    return (_, r) -> {
      if (r.isNull(operand)) {
        r.putNull(target);
      } else {
        r.putDouble(target, (double) r.longAt(operand));
      }
    };
  }

  static Step coalesce(ValueKind kind, int[] operands, int target) {
    return (_, r) -> {
      for (int operand : operands) {
        if (!r.isNull(operand)) {
          copy(kind, r, operand, target);
          return;
        }
      }
      r.putNull(target);
    };
  }

  static Step doubleArithmetic(Operator operator, int left, int right, int target) {
    return (_, r) -> {
      double divisor = r.doubleAt(right);
      boolean undefined =
          (operator == Operator.DIVIDED_BY || operator == Operator.REMAINDER) && divisor == 0;
      if (r.isNull(left) || r.isNull(right) || undefined) {
        r.putNull(target);
        return;
      }
      double value = r.doubleAt(left);
      r.putDouble(
          target,
          switch (operator) {
            case PLUS -> value + divisor;
            case MINUS -> value - divisor;
            case TIMES -> value * divisor;
            case DIVIDED_BY -> value / divisor;
            case REMAINDER -> value % divisor;
          });
    };
  }

  static Step longArithmetic(Operator operator, int left, int right, int target) {
    return (_, r) -> {
      if (r.isNull(left) || r.isNull(right)) {
        r.putNull(target);
      } else if (operator == Operator.REMAINDER && r.longAt(right) == 0) {
        r.putNull(target);
      } else {
        putLongArithmetic(operator, r.longAt(left), r.longAt(right), r, target);
      }
    };
  }

  /// Null where the result does not fit; as in `Math.addExact`, but without an exception.
  private static void putLongArithmetic(
      Operator operator, long left, long right, Registers r, int target) {
    long result =
        switch (operator) {
          case PLUS -> left + right;
          case MINUS -> left - right;
          case TIMES -> left * right;
          case REMAINDER -> left % right;
          case DIVIDED_BY -> throw new IllegalStateException("Division is of doubles");
        };
    boolean overflows =
        switch (operator) {
          case PLUS -> ((left ^ result) & (right ^ result)) < 0;
          case MINUS -> ((left ^ right) & (left ^ result)) < 0;
          case TIMES -> Math.multiplyHigh(left, right) != result >> 63;
          case REMAINDER -> false;
          case DIVIDED_BY -> throw new IllegalStateException("Division is of doubles");
        };
    if (overflows) {
      r.putNull(target);
    } else {
      r.putLong(target, result);
    }
  }

  /// Three-valued logic: one decisive operand decides; else one null makes null.
  private static void putLogic(Registers r, int[] operands, int target, boolean decisive) {
    boolean anyNull = false;
    for (int operand : operands) {
      if (r.isNull(operand)) {
        anyNull = true;
      } else if (r.booleanAt(operand) == decisive) {
        r.putBoolean(target, decisive);
        return;
      }
    }
    if (anyNull) {
      r.putNull(target);
    } else {
      r.putBoolean(target, !decisive);
    }
  }

  private static Order orderOf(ValueKind kind, int left, int right) {
    return switch (kind) {
      case LONG -> r -> Long.compare(r.longAt(left), r.longAt(right));
      // Adding 0.0 turns −0.0 into 0.0, which it equals, and leaves all else.
      case DOUBLE -> r -> Double.compare(r.doubleAt(left) + 0.0, r.doubleAt(right) + 0.0);
      case TEXT, LIST -> r -> TextOrder.compare(r.textAt(left), r.textAt(right));
    };
  }

  private static boolean holds(Comparator comparator, int order) {
    return switch (comparator) {
      case EQUAL -> order == 0;
      case NOT_EQUAL -> order != 0;
      case LESS -> order < 0;
      case AT_MOST -> order <= 0;
      case GREATER -> order > 0;
      case AT_LEAST -> order >= 0;
    };
  }

  private static void copy(ValueKind kind, Registers r, int source, int target) {
    switch (kind) {
      case LONG -> r.putLong(target, r.longAt(source));
      case DOUBLE -> r.putDouble(target, r.doubleAt(source));
      case TEXT, LIST -> r.putText(target, r.textAt(source));
    }
  }

  /// Orders the values of two registers that are not null.
  @FunctionalInterface
  private interface Order {
    int compare(Registers registers);
  }
}
