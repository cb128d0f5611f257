package roundhouse.featureengine.language.filter;

/// A piece of a filter's text.
///
/// @param text as written; of quoted text what it stands for
/// @param position of its first character, from 1
record Token(Kind kind, String text, int position) {
  enum Kind {
    /// A field's name or a keyword.
    WORD,
    NUMBER,
    TEXT,
    /// An operator, a parenthesis or a comma.
    SYMBOL,
    /// Characters that begin nothing.
    UNKNOWN,
    END
  }

  boolean is(String symbol) {
    return kind == Kind.SYMBOL && text.equals(symbol);
  }

  boolean isKeyword(String keyword) {
    return kind == Kind.WORD && text.equalsIgnoreCase(keyword);
  }

  /// As it appears in a message.
  String quoted() {
    return kind == Kind.END ? "the end" : "'" + text + "'";
  }
}
