package roundhouse.featureengine.language.ast;

import java.util.Locale;
import java.util.Optional;

/// The type of a field or value. Every type has null beside its values; a schema says where null
/// cannot be.
public enum ValueType {
  BOOLEAN,
  /// 64 bits, signed.
  LONG,
  /// IEEE binary64 with one NaN.
  DOUBLE,
  /// Unicode text, ordered as its UTF-8 bytes.
  STRING,
  /// Microseconds since the epoch, in a row a long.
  INSTANT;

  /// The name in schemas, plans and messages: `long`.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  public boolean isNumber() {
    return this == LONG || this == DOUBLE;
  }

  /// Events are matched and identified by exact equality, which doubles do not offer.
  public boolean isKey() {
    return this != DOUBLE;
  }

  public static Optional<ValueType> ofText(String text) {
    for (ValueType type : values()) {
      if (type.text().equals(text)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
