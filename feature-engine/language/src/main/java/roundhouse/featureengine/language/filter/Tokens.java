package roundhouse.featureengine.language.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import roundhouse.featureengine.language.filter.Token.Kind;

/// Cuts a filter's text into tokens. Nothing is refused here: what begins no token becomes one of
/// its own kind, and the parser reports it where it stands.
final class Tokens {
  /// The possessive quantifiers keep every alternative linear.
  private static final Pattern TOKEN =
      Pattern.compile(
          """
          \\s++\
          |(?<word>[A-Za-z_][A-Za-z0-9_]*+)\
          |(?<number>-?(?:[0-9]++(?:\\.[0-9]*+)?|\\.[0-9]++)(?:[eE][+-]?[0-9]++)?)\
          |'(?<text>[^']*+(?:''[^']*+)*+)'\
          |(?<symbol><=|>=|!=|[=<>(),])\
          |(?<unknown>.)""",
          Pattern.DOTALL);

  private Tokens() {}

  static List<Token> of(String filter) {
    List<Token> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(filter);
    while (matcher.find()) {
      int position = matcher.start() + 1;
      if (matcher.group("word") != null) {
        tokens.add(new Token(Kind.WORD, matcher.group("word"), position));
      } else if (matcher.group("number") != null) {
        tokens.add(new Token(Kind.NUMBER, matcher.group("number"), position));
      } else if (matcher.group("text") != null) {
        String text = matcher.group("text").replace("''", "'");
        tokens.add(new Token(Kind.TEXT, text, position));
      } else if (matcher.group("symbol") != null) {
        tokens.add(new Token(Kind.SYMBOL, matcher.group("symbol"), position));
      } else if (matcher.group("unknown") != null) {
        tokens.add(new Token(Kind.UNKNOWN, matcher.group("unknown"), position));
      }
    }
    tokens.add(new Token(Kind.END, "", filter.length() + 1));
    return tokens;
  }
}
