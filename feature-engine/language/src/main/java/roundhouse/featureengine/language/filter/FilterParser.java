package roundhouse.featureengine.language.filter;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.language.ast.Expression;
import roundhouse.featureengine.language.ast.Expression.And;
import roundhouse.featureengine.language.ast.Expression.Comparator;
import roundhouse.featureengine.language.ast.Expression.Comparison;
import roundhouse.featureengine.language.ast.Expression.Conditional;
import roundhouse.featureengine.language.ast.Expression.Field;
import roundhouse.featureengine.language.ast.Expression.IsNull;
import roundhouse.featureengine.language.ast.Expression.Literal;
import roundhouse.featureengine.language.ast.Expression.Not;
import roundhouse.featureengine.language.ast.Expression.Or;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.featureengine.language.check.ExpressionCheck;
import roundhouse.featureengine.language.check.Problem;
import roundhouse.featureengine.language.check.Scope;
import roundhouse.featureengine.language.check.Typed;
import roundhouse.featureengine.language.filter.Token.Kind;

/// A parser by recursive descent, one method for each line of the grammar:
///
/// ```
/// condition  = conjunction { "or" conjunction }
/// conjunction = negation { "and" negation }
/// negation   = "not" negation | "(" condition ")" | test
/// test       = operand [ comparator operand | "is" ["not"] "null" | ["not"] "in" "(" literal { "," literal } ")" ]
/// operand    = field | literal | "if" "(" condition "," operand "," operand ")" | function "(" operand { "," operand } ")"
/// ```
///
/// A problem does not end it: what cannot be understood is skipped up to the next `and`, `or`,
/// comma or parenthesis, and stands for a condition without further problems.
final class FilterParser {
  private static final int DEEPEST = 100;
  private static final Expression STAND_IN = Literal.of(true);
  private static final Set<String> KEYWORDS =
      Set.of("and", "or", "not", "is", "in", "null", "true", "false");
  private static final Map<String, Comparator> COMPARATORS =
      Map.of(
          "=", Comparator.EQUAL,
          "!=", Comparator.NOT_EQUAL,
          "<", Comparator.LESS,
          "<=", Comparator.AT_MOST,
          ">", Comparator.GREATER,
          ">=", Comparator.AT_LEAST);

  private final List<Token> tokens;
  private final Scope scope;
  private final List<Problem> problems = new ArrayList<>();
  private int next;
  private int depth;

  FilterParser(String text, List<FieldSchema> fields) {
    tokens = Tokens.of(text);
    scope = new Scope("the filtered rows", fields, Map.of());
  }

  List<Problem> problems() {
    return problems;
  }

  Expression parse() {
    Expression condition = condition();
    while (peek().kind() != Kind.END) {
      report(peek(), "and, or, or the end", "join conditions with and or or");
      next++;
      skipToBoundary();
      if (peek().kind() != Kind.END) {
        next++;
        condition();
      }
    }
    return condition;
  }

  private Expression condition() {
    List<Expression> operands = new ArrayList<>(List.of(conjunction()));
    while (takeKeyword("or")) {
      operands.add(conjunction());
    }
    return operands.size() == 1 ? operands.getFirst() : new Or(operands);
  }

  private Expression conjunction() {
    List<Expression> operands = new ArrayList<>(List.of(negation()));
    while (takeKeyword("and")) {
      operands.add(negation());
    }
    return operands.size() == 1 ? operands.getFirst() : new And(operands);
  }

  private Expression negation() {
    if (depth == DEEPEST) {
      report(peek(), "at most " + DEEPEST + " parentheses or nots in each other", "simplify it");
      next = tokens.size() - 1;
      return STAND_IN;
    }
    depth++;
    Expression condition = nested();
    depth--;
    return condition;
  }

  private Expression nested() {
    if (takeKeyword("not")) {
      return new Not(negation());
    }
    if (!peek().is("(")) {
      return test();
    }
    next++;
    Expression condition = condition();
    take(")");
    return condition;
  }

  private Expression test() {
    Token start = peek();
    Operand left = operand();
    if (left == null) {
      skipToBoundary();
      return STAND_IN;
    }
    Comparator comparator = peek().kind() == Kind.SYMBOL ? COMPARATORS.get(peek().text()) : null;
    if (comparator != null) {
      next++;
      return comparison(start, comparator, left);
    }
    if (takeKeyword("is")) {
      return nullTest(left);
    }
    if (peek().isKeyword("not") && tokens.get(next + 1).isKeyword("in")) {
      next += 2;
      return new Not(membership(start, left));
    }
    if (takeKeyword("in")) {
      return membership(start, left);
    }
    return bare(start, left);
  }

  private Expression comparison(Token start, Comparator comparator, Operand left) {
    Operand right = operand();
    if (right == null) {
      skipToBoundary();
      return STAND_IN;
    }
    return checked(start, comparator, left, right);
  }

  private Expression nullTest(Operand left) {
    boolean negated = takeKeyword("not");
    if (!takeKeyword("null")) {
      report(peek(), "null", "write is null or is not null");
      skipToBoundary();
      return STAND_IN;
    }
    if (left.value() == null) {
      return STAND_IN;
    }
    Expression isNull = new IsNull(left.value());
    return negated ? new Not(isNull) : isNull;
  }

  private Expression membership(Token start, Operand left) {
    if (!take("(")) {
      skipToBoundary();
      return STAND_IN;
    }
    List<Expression> members = new ArrayList<>();
    do {
      Operand member = operand();
      if (member == null) {
        skipToBoundary();
      } else {
        members.add(checked(start, Comparator.EQUAL, left, member));
      }
    } while (takeSymbol(","));
    take(")");
    return members.isEmpty() ? STAND_IN : new Or(members);
  }

  /// A field or constant on its own must be a condition itself.
  private Expression bare(Token start, Operand left) {
    boolean atBoundary = isBoundary(peek());
    if (!atBoundary) {
      report(
          peek(),
          "an operator after '%s': =, !=, <, <=, >, >=, is null, is not null or in"
              .formatted(start.text()),
          "write a condition such as carrier = 'UA'");
      skipToBoundary();
      return STAND_IN;
    }
    if (left.value() == null) {
      return STAND_IN;
    }
    Optional<Typed> typed = checkAt(start).check(left.value(), scope, ValueType.BOOLEAN);
    return typed.isPresent() ? left.value() : STAND_IN;
  }

  private Expression checked(Token start, Comparator comparator, Operand left, Operand right) {
    if (left.value() == null || right.value() == null) {
      return STAND_IN;
    }
    Expression leftValue = likeOther(left, right);
    Expression rightValue = likeOther(right, left);
    if (leftValue == null || rightValue == null) {
      return STAND_IN;
    }
    Comparison comparison = new Comparison(comparator, leftValue, rightValue);
    return checkAt(start).check(comparison, scope).isPresent() ? comparison : STAND_IN;
  }

  /// A constant as the type beside it has it: quoted text beside an instant or enumeration is one
  /// of these, `askTime >= '2013-10-01T00:00:00Z'`, and a number beside a decimal is a decimal.
  private @Nullable Expression likeOther(Operand operand, Operand other) {
    ValueType type = typeOf(other);
    if (!(operand.value() instanceof Literal literal) || type == null) {
      return operand.value();
    }
    if (type instanceof ValueType.Decimal && operand.token().kind() == Kind.NUMBER) {
      return decimal(operand);
    }
    if (!(literal.value() instanceof String text)) {
      return literal;
    }
    if (type.equals(ValueType.INSTANT)) {
      return instant(operand.token(), text);
    }
    return type instanceof ValueType.Enumeration ? new Literal(type, text) : literal;
  }

  private @Nullable ValueType typeOf(Operand operand) {
    return operand.value() == null
        ? null
        : new ExpressionCheck("Filter", _ -> {})
            .check(operand.value(), scope)
            .map(Typed::type)
            .orElse(null);
  }

  private @Nullable Expression instant(Token token, String text) {
    try {
      return Functions.instant(text);
    } catch (Functions.RefusedException e) {
      report(token, e.expectation, "correct the string");
      return null;
    }
  }

  /// The number as it is written; one of too many digits stays a double.
  private static @Nullable Expression decimal(Operand operand) {
    BigDecimal value = new BigDecimal(operand.token().text());
    int precision = Math.max(value.precision(), value.scale());
    boolean fits = value.scale() >= 0 && precision <= ValueType.Decimal.MOST_DIGITS;
    return fits
        ? new Literal(
            new ValueType.Decimal(precision, value.scale()), value.unscaledValue().longValue())
        : operand.value();
  }

  /// A field, constant or call; null if the next token begins none.
  private @Nullable Operand operand() {
    Token token = peek();
    if (token.kind() == Kind.WORD && !isKeyword(token) && tokens.get(next + 1).is("(")) {
      return nestedCall(token);
    }
    if (token.kind() == Kind.WORD && !isKeyword(token)) {
      next++;
      Field field = new Field(token.text());
      boolean known = checkAt(token).check(field, scope).isPresent();
      return new Operand(token, known ? field : null);
    }
    Expression literal = literal(token);
    if (literal == null) {
      return null;
    }
    next++;
    return new Operand(token, literal);
  }

  private @Nullable Operand nestedCall(Token function) {
    if (depth == DEEPEST) {
      report(function, "at most " + DEEPEST + " calls in each other", "simplify it");
      next = tokens.size() - 1;
      return null;
    }
    next += 2;
    depth++;
    Operand value = function.isKeyword("if") ? conditional(function) : call(function);
    depth--;
    return value;
  }

  private @Nullable Operand conditional(Token start) {
    Expression condition = condition();
    if (!take(",")) {
      return null;
    }
    List<Operand> branches = arguments();
    if (branches == null || !take(")")) {
      return null;
    }
    if (branches.size() != 2) {
      report(start, "if(a condition, a value, a value)", "give it these arguments");
      return new Operand(start, null);
    }
    Expression then = branches.getFirst().value();
    Expression otherwise = branches.getLast().value();
    if (then == null || otherwise == null) {
      return new Operand(start, null);
    }
    Expression value = new Conditional(condition, then, otherwise);
    return new Operand(start, checkAt(start).check(value, scope).isPresent() ? value : null);
  }

  private @Nullable Operand call(Token function) {
    List<Operand> arguments = arguments();
    if (arguments == null || !take(")")) {
      return null;
    }
    return new Operand(function, called(function, arguments));
  }

  /// What stands between the parentheses; null if something there is no operand.
  private @Nullable List<Operand> arguments() {
    List<Operand> arguments = new ArrayList<>();
    do {
      Operand argument = operand();
      if (argument == null) {
        return null;
      }
      arguments.add(argument);
    } while (takeSymbol(","));
    return arguments;
  }

  private @Nullable Expression called(Token function, List<Operand> arguments) {
    Functions.Form form = Functions.find(function.text());
    if (form == null) {
      report(function, "if or one of the functions " + Functions.names(), "correct the name");
      return null;
    }
    List<Expression> values =
        arguments.stream().map(Operand::value).filter(Objects::nonNull).toList();
    if (values.size() < arguments.size()) {
      return null; // Reported before.
    }
    if (!form.accepts(values)) {
      report(function, form.toString(), "give it these arguments");
      return null;
    }
    try {
      Expression value = form.of().apply(new Functions.Arguments(values));
      return checkAt(function).check(value, scope).isPresent() ? value : null;
    } catch (Functions.RefusedException e) {
      report(function, e.expectation, "correct the argument");
      return null;
    }
  }

  private @Nullable Expression literal(Token token) {
    return switch (token.kind()) {
      case NUMBER -> number(token);
      case TEXT -> Literal.of(token.text());
      case WORD -> {
        if (token.isKeyword("true") || token.isKeyword("false")) {
          yield Literal.of(token.isKeyword("true"));
        }
        report(
            token,
            "a field or a constant",
            token.isKeyword("null")
                ? "write is null or is not null"
                : "write a condition such as carrier = 'UA'");
        yield null;
      }
      case UNKNOWN -> {
        report(
            token,
            "a field or a constant",
            token.text().equals("\"") || token.text().equals("'")
                ? "put text in single quotes, and close them"
                : "remove it");
        yield null;
      }
      case SYMBOL, END -> {
        report(token, "a field or a constant", "write a condition such as carrier = 'UA'");
        yield null;
      }
    };
  }

  private @Nullable Expression number(Token token) {
    boolean whole = token.text().chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'));
    try {
      return whole
          ? Literal.of(Long.parseLong(token.text()))
          : Literal.of(Double.parseDouble(token.text()));
    } catch (NumberFormatException e) {
      report(token, "a whole number of 64 bits", "write it with a decimal point");
      return null;
    }
  }

  private boolean takeKeyword(String keyword) {
    boolean found = peek().isKeyword(keyword);
    next += found ? 1 : 0;
    return found;
  }

  private boolean takeSymbol(String symbol) {
    boolean found = peek().is(symbol);
    next += found ? 1 : 0;
    return found;
  }

  /// Takes a symbol that must be there.
  private boolean take(String symbol) {
    boolean found = takeSymbol(symbol);
    if (!found) {
      report(peek(), "'" + symbol + "'", "add it");
    }
    return found;
  }

  private Token peek() {
    return tokens.get(next);
  }

  private void skipToBoundary() {
    while (!isBoundary(peek())) {
      next++;
    }
  }

  private static boolean isBoundary(Token token) {
    return token.kind() == Kind.END
        || token.is(")")
        || token.is(",")
        || token.isKeyword("and")
        || token.isKeyword("or");
  }

  private static boolean isKeyword(Token token) {
    return KEYWORDS.stream().anyMatch(token::isKeyword);
  }

  private ExpressionCheck checkAt(Token token) {
    return new ExpressionCheck("Filter", problem -> problems.add(problem.at(placeOf(token))));
  }

  private void report(Token found, String expectation, String remedy) {
    problems.add(new Problem("Filter", placeOf(found), found.quoted(), expectation, remedy));
  }

  private static String placeOf(Token token) {
    return "character " + token.position();
  }

  /// One side of a comparison.
  ///
  /// @param value null if something in it is wrong, which has been reported
  private record Operand(Token token, @Nullable Expression value) {}
}
