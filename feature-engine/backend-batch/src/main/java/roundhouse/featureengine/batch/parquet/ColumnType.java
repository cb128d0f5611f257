package roundhouse.featureengine.batch.parquet;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import roundhouse.featureengine.language.ast.ValueType;

/// What a column holds, and how Parquet stores it.
///
/// The interface has no default method on purpose: with one, loading a type first through [Simple]
/// would find these constants still null.
public sealed interface ColumnType {
  ColumnType BOOLEAN = Simple.BOOLEAN;
  ColumnType LONG = Simple.LONG;
  ColumnType FLOAT = Simple.FLOAT;
  ColumnType DOUBLE = Simple.DOUBLE;
  ColumnType TEXT = Simple.TEXT;
  ColumnType INSTANT = Simple.INSTANT;

  /// The name in manifests and messages: `LONG`, `DECIMAL(12,2)`, `LIST(TEXT)`. [#ofText] reads it
  /// back.
  String text();

  /// A type without parameters.
  enum Simple implements ColumnType {
    /// `BOOLEAN`
    BOOLEAN,
    /// `INT64`; `INT32` files are read as this too
    LONG,
    /// `FLOAT`
    FLOAT,
    /// `DOUBLE`
    DOUBLE,
    /// `BYTE_ARRAY (STRING)`
    TEXT,
    /// `INT64 (TIMESTAMP(MICROS, UTC))`: microseconds since the epoch. In files by others also
    /// milliseconds, and times without a zone, which are taken as UTC.
    INSTANT;

    @Override
    public String text() {
      return name();
    }
  }

  /// `INT64 (DECIMAL)`, of at most 18 digits; files by others may store it in 32 bits or in bytes.
  /// A value is a long, its digits without the point.
  record Decimal(int precision, int scale) implements ColumnType {
    static final int MOST_DIGITS = ValueType.Decimal.MOST_DIGITS;

    public Decimal {
      if (precision < 1 || precision > MOST_DIGITS || scale < 0 || scale > precision) {
        throw new IllegalArgumentException(
            "Column type DECIMAL(%d,%d): expected 1 to %d digits, and no more after the point"
                .formatted(precision, scale, MOST_DIGITS));
      }
    }

    /// The double nearest to the value of those digits.
    public double doubleOf(long digits) {
      return BigDecimal.valueOf(digits, scale).doubleValue();
    }

    @Override
    public String text() {
      return "DECIMAL(%d,%d)".formatted(precision, scale);
    }
  }

  /// A group `LIST` of optional elements, in the three levels that Parquet prescribes.
  record ListOf(ColumnType element) implements ColumnType {
    public ListOf {
      if (element instanceof ListOf) {
        throw new IllegalArgumentException(
            "Column type LIST(%s): expected elements that are no lists".formatted(element.text()));
      }
    }

    @Override
    public String text() {
      return "LIST(%s)".formatted(element.text());
    }
  }

  /// How values of that type are stored.
  static ColumnType of(ValueType type) {
    return switch (type) {
      case ValueType.Simple.BOOLEAN -> BOOLEAN;
      case ValueType.Simple.LONG -> LONG;
      case ValueType.Simple.DOUBLE -> DOUBLE;
      case ValueType.Simple.STRING -> TEXT;
      case ValueType.Simple.INSTANT -> INSTANT;
      case ValueType.Enumeration _ -> TEXT;
      case ValueType.Decimal decimal -> new Decimal(decimal.precision(), decimal.scale());
      case ValueType.ListOf list -> new ListOf(of(list.element()));
    };
  }

  /// The type of such a column's values in a definition.
  static ValueType valueType(ColumnType type) {
    return switch (type) {
      case Simple.BOOLEAN -> ValueType.BOOLEAN;
      case Simple.LONG -> ValueType.LONG;
      case Simple.FLOAT, Simple.DOUBLE -> ValueType.DOUBLE;
      case Simple.TEXT -> ValueType.STRING;
      case Simple.INSTANT -> ValueType.INSTANT;
      case Decimal decimal -> new ValueType.Decimal(decimal.precision(), decimal.scale());
      case ListOf list -> new ValueType.ListOf(valueType(list.element()));
    };
  }

  /// The type of that text, if it is one in the form that [#text] writes.
  static Optional<ColumnType> ofText(String text) {
    return Texts.parse(text);
  }

  /// The form of types with parameters.
  final class Texts {
    private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\((\\d{1,2}),(\\d{1,2})\\)");
    private static final Pattern LIST = Pattern.compile("LIST\\((.*)\\)");

    private Texts() {}

    private static Optional<ColumnType> parse(String text) {
      for (Simple simple : Simple.values()) {
        if (simple.name().equals(text)) {
          return Optional.of(simple);
        }
      }
      Matcher decimal = DECIMAL.matcher(text);
      Matcher list = LIST.matcher(text);
      try {
        if (decimal.matches()) {
          return Optional.of(
              new Decimal(Integer.parseInt(decimal.group(1)), Integer.parseInt(decimal.group(2))));
        }
        return list.matches() ? parse(list.group(1)).map(ListOf::new) : Optional.empty();
      } catch (IllegalArgumentException invalid) {
        return Optional.empty();
      }
    }
  }
}
