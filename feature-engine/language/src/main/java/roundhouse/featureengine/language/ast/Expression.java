package roundhouse.featureengine.language.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a value is computed from one row: an event's inside of an aggregate, the ask's outside.
///
/// Null runs through as in SQL: an operation on null is null, except where its record says
/// otherwise. Every expression is total: no input raises.
public sealed interface Expression {

  /// A field of the row. Every NaN reads as the one NaN.
  record Field(String name) implements Expression {}

  /// A constant; `value` is a Boolean, Long (for instants: microseconds), Double or String, or
  /// null.
  record Literal(ValueType type, @Nullable Object value) implements Expression {
    public static Literal of(boolean value) {
      return new Literal(ValueType.BOOLEAN, value);
    }

    public static Literal of(long value) {
      return new Literal(ValueType.LONG, value);
    }

    public static Literal of(double value) {
      return new Literal(ValueType.DOUBLE, value);
    }

    public static Literal of(String value) {
      return new Literal(ValueType.STRING, value);
    }
  }

  /// Compares two values of one type, or a long with a double, the long first made a double. `false
  /// < true`; −0.0 equals 0.0; NaN equals NaN and is greater than every other number; text compares
  /// as UTF-8 bytes.
  record Comparison(Comparator comparator, Expression left, Expression right)
      implements Expression {}

  /// True if all are true, false if any is false, else null.
  record And(List<Expression> operands) implements Expression {
    public And {
      operands = List.copyOf(operands);
    }
  }

  /// True if any is true, false if all are false, else null.
  record Or(List<Expression> operands) implements Expression {
    public Or {
      operands = List.copyOf(operands);
    }
  }

  record Not(Expression operand) implements Expression {}

  /// Two longs give a long, or null where the result does not fit. A double on either side makes
  /// both doubles. Division always gives a double, and null when the divisor is zero.
  record Arithmetic(Operator operator, Expression left, Expression right) implements Expression {}

  /// Never null itself.
  record IsNull(Expression operand) implements Expression {}

  /// The first operand that is not null. Operands have one type.
  record Coalesce(List<Expression> operands) implements Expression {
    public Coalesce {
      operands = List.copyOf(operands);
    }
  }

  /// A part of an instant's date or time of day in a zone, a long.
  ///
  /// @param zone `UTC`, an offset, or a region such as `America/New_York`
  record Calendar(CalendarPart part, Expression instant, String zone) implements Expression {}

  /// An aggregate over the events of the ask's entity that the ask may see. Stands only where the
  /// row is an ask.
  record Aggregation(History history, Aggregate aggregate, Window window) implements Expression {}

  enum Comparator {
    EQUAL,
    NOT_EQUAL,
    LESS,
    AT_MOST,
    GREATER,
    AT_LEAST
  }

  enum Operator {
    PLUS,
    MINUS,
    TIMES,
    DIVIDED_BY
  }

  enum CalendarPart {
    /// 0 to 23.
    HOUR_OF_DAY,
    /// ISO: 1 is Monday, 7 is Sunday.
    DAY_OF_WEEK
  }
}
