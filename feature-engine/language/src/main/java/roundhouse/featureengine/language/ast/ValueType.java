package roundhouse.featureengine.language.ast;

import java.util.List;
import java.util.Optional;
import roundhouse.featureengine.kernel.ListValue;
import roundhouse.featureengine.kernel.Utf8;
import roundhouse.featureengine.kernel.function.Decimals;

/// The type of a field or value. Every type has null beside its values; a schema says where null
/// cannot be.
///
/// The interface has no default method on purpose: with one, loading a type first through [Simple]
/// would find these constants still null.
public sealed interface ValueType {
  ValueType BOOLEAN = Simple.BOOLEAN;
  ValueType LONG = Simple.LONG;
  ValueType DOUBLE = Simple.DOUBLE;
  ValueType STRING = Simple.STRING;
  ValueType INSTANT = Simple.INSTANT;

  /// The name in schemas, plans and messages: `long`, `decimal(12,2)`, `enum Channel(APP,WEB)`,
  /// `list(string)`. [#ofText] reads it back.
  String text();

  /// Whether it is a long, double or decimal.
  boolean isNumber();

  /// Whether entities can be matched by it. Doubles have no exact equality and lists no one value.
  boolean isKey();

  /// The type of that text, if it is one in the form that [#text] writes.
  static Optional<ValueType> ofText(String text) {
    return TypeText.parse(text);
  }

  /// Whether a value that a row has, which is not null, is one of the type: a symbol that an
  /// enumeration lists, no more digits than a decimal has, text that has a form in UTF-8, a list of
  /// such. Every backend refuses an event with any other, where it comes in.
  ///
  /// @param value Boolean, Long (also for instants and decimals), Double, String or `ListValue`
  static boolean holds(ValueType type, Object value) {
    return switch (type) {
      case Simple.BOOLEAN -> value instanceof Boolean;
      case Simple.LONG, Simple.INSTANT -> value instanceof Long;
      case Simple.DOUBLE -> value instanceof Double;
      case Simple.STRING -> value instanceof String text && Utf8.isValid(text);
      case Decimal decimal -> value instanceof Long unscaled && decimal.hasDigitsOf(unscaled);
      case Enumeration set -> value instanceof String symbol && set.symbols().contains(symbol);
      case ListOf list ->
          value instanceof ListValue values
              && values.elements().stream()
                  .allMatch(each -> each == null || holds(list.element(), each));
    };
  }

  /// A type without parameters.
  enum Simple implements ValueType {
    BOOLEAN("boolean"),
    /// 64 bits, signed.
    LONG("long"),
    /// IEEE binary64 with one NaN.
    DOUBLE("double"),
    /// Unicode text, ordered as its UTF-8 bytes.
    STRING("string"),
    /// Microseconds since the epoch, in a row a long.
    INSTANT("instant");

    private final String text;

    Simple(String text) {
      this.text = text;
    }

    @Override
    public String text() {
      return text;
    }

    @Override
    public boolean isNumber() {
      return this == LONG || this == DOUBLE;
    }

    @Override
    public boolean isKey() {
      return this != DOUBLE;
    }
  }

  /// Exact numbers with a fixed number of digits after the point. In a row a long, the value times
  /// 10 to the scale, of at most `precision` digits: 12.34 is 1234 in `decimal(12,2)`.
  ///
  /// @param precision digits in all, 1 to [#MOST_DIGITS]
  /// @param scale digits after the point, 0 to the precision
  record Decimal(int precision, int scale) implements ValueType {
    public static final int MOST_DIGITS = 18;

    public Decimal {
      if (precision < 1 || precision > MOST_DIGITS || scale < 0 || scale > precision) {
        throw new IllegalArgumentException(
            "Type decimal(%d,%d): expected 1 to 18 digits, and no more than those after the point; correct it"
                .formatted(precision, scale));
      }
    }

    /// Whether a number has at most as many digits, the point left out.
    public boolean hasDigitsOf(long unscaled) {
      long beyond = Decimals.powerOfTen(precision);
      return unscaled > -beyond && unscaled < beyond;
    }

    @Override
    public String text() {
      return "decimal(%d,%d)".formatted(precision, scale);
    }

    @Override
    public boolean isNumber() {
      return true;
    }

    @Override
    public boolean isKey() {
      return true;
    }
  }

  /// One of a closed set of names. In a row the name as text, and ordered as text.
  ///
  /// @param name of the set, `Channel`
  /// @param symbols its names; kept sorted, so that another order of declaration is the same type
  record Enumeration(String name, List<String> symbols) implements ValueType {
    public Enumeration {
      symbols = symbols.stream().sorted().distinct().toList();
      if (!TypeText.isName(name)
          || symbols.isEmpty()
          || !symbols.stream().allMatch(TypeText::isName)) {
        throw new IllegalArgumentException(
            "Type enum '%s' of %s: expected a name and at least one symbol, all of letters, digits and _; correct it"
                .formatted(name, symbols));
      }
    }

    @Override
    public String text() {
      return "enum %s(%s)".formatted(name, String.join(",", symbols));
    }

    @Override
    public boolean isNumber() {
      return false;
    }

    @Override
    public boolean isKey() {
      return true;
    }
  }

  /// Values in an order, each of them of one type or null. In a row a `ListValue` of what rows have
  /// for the elements.
  ///
  /// @param element any type but a list
  record ListOf(ValueType element) implements ValueType {
    public ListOf {
      if (element instanceof ListOf) {
        throw new IllegalArgumentException(
            "Type list of %s: expected elements that are no lists; flatten it"
                .formatted(element.text()));
      }
    }

    @Override
    public String text() {
      return "list(" + element.text() + ")";
    }

    @Override
    public boolean isNumber() {
      return false;
    }

    @Override
    public boolean isKey() {
      return false;
    }
  }
}
