package roundhouse.featureengine.language.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a value is computed from one row: an event's inside of an aggregate, the ask's outside.
///
/// Null runs through as in SQL: an operation on null is null, except where its record says
/// otherwise. Every expression is total: no input raises. A double that is NaN is the one NaN. *As
/// doubles* means: a long or decimal is made the nearest double first, ties to even.
public sealed interface Expression {

  /// A field of the row. Every NaN reads as the one NaN.
  record Field(String name) implements Expression {}

  /// A constant; `value` is a Boolean, Long (for instants: microseconds; for decimals: the value
  /// times 10 to the scale), Double or String (also for enumerations), or null. Not of a list.
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

  /// Compares two values of one type that is no list, or two numbers: a long with a decimal and
  /// decimals of any scale exactly, anything with a double as doubles. `false < true`; −0.0 equals
  /// 0.0; NaN equals NaN and is greater than every other number; text and enumerations compare as
  /// UTF-8 bytes.
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
  /// both doubles. Division always gives a double, of both as doubles. Division and remainder are
  /// null when the divisor is zero. A remainder is exact and has the sign of the dividend.
  ///
  /// Decimals, where neither side is a double, give an exact decimal, or null where it has more
  /// digits than its type. A long counts as `decimal(18,0)` here, but may be any long. Of
  /// `decimal(p,s)` and `decimal(q,t)`, at most 18 digits each: plus and minus give max(s,t) after
  /// the point and max(p−s, q−t) + 1 before it; times gives p + q digits with s + t after the
  /// point, which must be at most 18; the remainder gives max(s,t) after the point and max(p−s,
  /// q−t) before it.
  record Arithmetic(Operator operator, Expression left, Expression right) implements Expression {}

  /// A function of one number.
  record OfNumber(NumberFunction function, Expression operand) implements Expression {}

  /// `StrictMath.pow` of both as doubles.
  record Power(Expression base, Expression exponent) implements Expression {}

  /// The least operand in the total order of [Aggregate]. Operands have one type that is no list;
  /// null if any operand is.
  record Least(List<Expression> operands) implements Expression {
    public Least {
      operands = List.copyOf(operands);
    }
  }

  /// The greatest operand in the same order; null if any operand is.
  record Greatest(List<Expression> operands) implements Expression {
    public Greatest {
      operands = List.copyOf(operands);
    }
  }

  /// The same value in another type, null where that has no place for it.
  ///
  /// | from | to | |
  /// |---|---|---|
  /// | any | the same | unchanged |
  /// | long, decimal | double | the nearest double, ties to even |
  /// | long, decimal | decimal | rounded half to even; null past its digits |
  /// | double | decimal | the exact double, rounded half to even; null past its digits, for NaN and infinities |
  /// | double, decimal | long | what follows the point cut off; null where it does not fit, for NaN and infinities |
  /// | boolean | long | true 1, false 0 |
  /// | enumeration | string | its symbol |
  record Convert(Expression operand, ValueType type) implements Expression {}

  /// Never null itself.
  record IsNull(Expression operand) implements Expression {}

  /// The operand's value, which is that of a sketch, taken for an exact one. Every other operation
  /// but [IsNull] is refused on such a value.
  record Estimate(Expression operand) implements Expression {}

  /// The first operand that is not null. Operands have one type.
  record Coalesce(List<Expression> operands) implements Expression {
    public Coalesce {
      operands = List.copyOf(operands);
    }
  }

  /// `then` where the condition is true, `otherwise` where it is false or null. Both have one type.
  record Conditional(Expression condition, Expression then, Expression otherwise)
      implements Expression {}

  /// A part of an instant's date or time of day in a zone, a long.
  ///
  /// @param zone `UTC`, an offset, or a region such as `America/New_York`
  record Calendar(CalendarPart part, Expression instant, String zone) implements Expression {}

  /// How long after `from` the instant `to` lies, negative before it: their difference in
  /// microseconds, made a double, divided by those of the unit. Null where the difference does not
  /// fit 64 bits.
  record TimeBetween(TimeUnit unit, Expression from, Expression to) implements Expression {}

  /// A function of one text that gives a text.
  record OfText(TextFunction function, Expression operand) implements Expression {}

  /// Whether a text has the other somewhere. The empty text is in every text at every place.
  record TextTest(TextRelation relation, Expression text, Expression part) implements Expression {}

  /// How many code points a text has, a long.
  record Length(Expression text) implements Expression {}

  /// The code points `from`, counted from 0, to before `from + length`, as far as there are any.
  ///
  /// @param from zero or more
  /// @param length zero or more
  record Substring(Expression text, int from, int length) implements Expression {}

  /// The pieces of a text between the places where the separator stands, searched from left to
  /// right without overlap: a list of strings, one more than separators, empty pieces included. The
  /// empty text is one empty piece.
  ///
  /// @param separator not empty
  record Split(Expression text, String separator) implements Expression {}

  /// Whether a regular expression matches anywhere in a text; `^` and `$` hold it to the ends.
  /// Takes time linear in the text.
  ///
  /// @param pattern in RE2's syntax, at most [#LONGEST_PATTERN] characters; its length times all of
  ///   its counted repeats, such as {1,30}, is at most 100,000
  record Matches(Expression text, String pattern) implements Expression {
    public static final int LONGEST_PATTERN = 1_000;
  }

  /// What a group of a regular expression matched in its first match in a text, leftmost, then as
  /// in Perl. Null if there is no match or the group took no part in it.
  ///
  /// @param pattern as in [Matches]
  /// @param group 0 for the whole match, then the parentheses from 1
  record Extract(Expression text, String pattern, int group) implements Expression {}

  /// In which of the ranges between boundaries a number lies, as doubles: a long, how many
  /// boundaries are at or below it. NaN is above all.
  ///
  /// @param boundaries finite, strictly rising, 1 to [#MOST_BOUNDARIES]
  record Bucket(Expression value, List<Double> boundaries) implements Expression {
    public static final int MOST_BOUNDARIES = 1_000;

    public Bucket {
      boundaries = List.copyOf(boundaries);
    }
  }

  /// A number from 0 to buckets − 1, a long: the value's hash as an unsigned number modulo the
  /// buckets.
  ///
  /// The hash is XXH64 with the seed over the value's bytes. Those of a boolean are one, 0 or 1; of
  /// a long, an instant and a decimal (its unscaled value) 8, lowest first; of a double those of
  /// its bits as a long, −0.0 as 0.0 and NaN as 0x7ff8000000000000; of text and of an enumeration's
  /// symbol its UTF-8, where half a surrogate pair is `?`.
  ///
  /// @param value of any type but a list
  /// @param buckets 1 or more
  record HashBucket(Expression value, int buckets, long seed) implements Expression {}

  /// How many elements a list has, nulls included; a long.
  record Size(Expression list) implements Expression {}

  /// The element at a place counted from 0, null if there is none there.
  ///
  /// @param index a long
  record ElementAt(Expression list, Expression index) implements Expression {}

  /// Whether an element equals the value as by [Comparison]. An element that is null equals
  /// nothing.
  ///
  /// @param element of the list's element type
  record ListContains(Expression list, Expression element) implements Expression {}

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
    DIVIDED_BY,
    REMAINDER
  }

  enum NumberFunction {
    /// The same type; of the least long null.
    ABS,
    /// The greatest whole number not above it: of a double a double, of a long itself, of
    /// `decimal(p,s)` a `decimal(min(18, p − s + 1), 0)`.
    FLOOR,
    /// The least whole number not below it, of the types of [#FLOOR]. −0.5 gives −0.0.
    CEIL,
    /// `StrictMath.sqrt` of it as a double; below zero NaN.
    SQRT,
    /// `StrictMath.exp` of it as a double.
    EXP,
    /// `StrictMath.log` of it as a double, the natural one; of zero −∞, below zero NaN.
    LOG
  }

  enum TextFunction {
    /// Each code point's lower case by itself, as `Character.toLowerCase` gives it: no language's
    /// rules, no change of length in code points.
    LOWER,
    /// Each code point's upper case by itself, as `Character.toUpperCase` gives it.
    UPPER,
    /// Without the code points up to U+0020 at both ends.
    TRIM
  }

  enum TextRelation {
    CONTAINS,
    STARTS_WITH,
    ENDS_WITH
  }

  enum CalendarPart {
    /// Of the ISO calendar, may be negative.
    YEAR,
    /// 1 to 12.
    MONTH,
    /// 1 to 31.
    DAY_OF_MONTH,
    /// 1 to 366.
    DAY_OF_YEAR,
    /// ISO 8601, 1 to 53: week 1 has the year's first Thursday.
    WEEK_OF_YEAR,
    /// ISO: 1 is Monday, 7 is Sunday.
    DAY_OF_WEEK,
    /// 0 to 23.
    HOUR_OF_DAY,
    /// 0 to 59.
    MINUTE_OF_HOUR
  }
}
