package roundhouse.featureengine.language.ast;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import roundhouse.featureengine.language.ast.ValueType.Decimal;
import roundhouse.featureengine.language.ast.ValueType.Enumeration;
import roundhouse.featureengine.language.ast.ValueType.ListOf;

/// Reads types from their text form.
final class TypeText {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
  private static final Pattern DECIMAL = Pattern.compile("decimal\\(([0-9]{1,2}),([0-9]{1,2})\\)");
  private static final Pattern ENUMERATION = Pattern.compile("enum ([^ (]+)\\(([^()]+)\\)");
  private static final Pattern LIST = Pattern.compile("list\\((.+)\\)");

  private TypeText() {}

  /// Whether it can name an enumeration or a symbol of one.
  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /// The type of that very text; another form of the same type is none.
  static Optional<ValueType> parse(String text) {
    try {
      return read(text).filter(type -> type.text().equals(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<ValueType> read(String text) {
    for (ValueType type : ValueType.Simple.values()) {
      if (type.text().equals(text)) {
        return Optional.of(type);
      }
    }
    Matcher decimal = DECIMAL.matcher(text);
    if (decimal.matches()) {
      return Optional.of(
          new Decimal(Integer.parseInt(decimal.group(1)), Integer.parseInt(decimal.group(2))));
    }
    Matcher enumeration = ENUMERATION.matcher(text);
    if (enumeration.matches()) {
      return Optional.of(
          new Enumeration(enumeration.group(1), List.of(enumeration.group(2).split(",", -1))));
    }
    Matcher list = LIST.matcher(text);
    return list.matches() ? parse(list.group(1)).map(ListOf::new) : Optional.empty();
  }
}
