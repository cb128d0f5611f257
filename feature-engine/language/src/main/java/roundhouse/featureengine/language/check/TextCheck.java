package roundhouse.featureengine.language.check;

import com.google.re2j.Pattern;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.language.ast.Expression;
import roundhouse.featureengine.language.ast.Expression.Extract;
import roundhouse.featureengine.language.ast.Expression.Matches;
import roundhouse.featureengine.language.ast.Expression.Split;
import roundhouse.featureengine.language.ast.Expression.Substring;
import roundhouse.featureengine.language.ast.Expression.TextTest;
import roundhouse.featureengine.language.ast.ValueType;

/// Finds the types of functions of text and what is wrong with them.
final class TextCheck {
  private final ExpressionCheck expressions;
  private final Findings findings;

  TextCheck(ExpressionCheck expressions, Findings findings) {
    this.expressions = expressions;
    this.findings = findings;
  }

  /// A text's type; null, with a problem, if it is none.
  @Nullable Typed text(Expression expression, Scope scope) {
    return expressions.check(expression, scope, ValueType.STRING).orElse(null);
  }

  @Nullable Typed typed(TextTest test, Scope scope) {
    Typed text = text(test.text(), scope);
    return ExpressionCheck.both(ValueType.BOOLEAN, text, text(test.part(), scope));
  }

  @Nullable Typed typed(Substring substring, Scope scope) {
    ParameterCheck parameters = new ParameterCheck(findings);
    parameters.checkAtLeast("start", substring.from(), 0);
    parameters.checkAtLeast("length", substring.length(), 0);
    return text(substring.text(), scope);
  }

  @Nullable Typed typed(Split split, Scope scope) {
    if (split.separator().isEmpty() || !Literals.isUnicode(split.separator())) {
      findings.report(
          "separator '" + split.separator() + "'",
          "at least one character of valid Unicode",
          "name what stands between the pieces");
    }
    return ExpressionCheck.as(new ValueType.ListOf(ValueType.STRING), text(split.text(), scope));
  }

  @Nullable Typed typed(Matches matches, Scope scope) {
    compiled(matches.pattern());
    return ExpressionCheck.as(ValueType.BOOLEAN, text(matches.text(), scope));
  }

  @Nullable Typed typed(Extract extract, Scope scope) {
    Pattern pattern = compiled(extract.pattern());
    if (pattern != null && (extract.group() < 0 || extract.group() > pattern.groupCount())) {
      findings.report(
          "group %d of pattern '%s'".formatted(extract.group(), extract.pattern()),
          "0 to " + pattern.groupCount(),
          "name a group that the pattern has");
    }
    return ExpressionCheck.nullable(text(extract.text(), scope));
  }

  private @Nullable Pattern compiled(String pattern) {
    return PatternCheck.compile(
        pattern,
        reason ->
            findings.report(
                "pattern '%s': %s".formatted(pattern, reason),
                "a regular expression in RE2's syntax, without look-around and back references",
                "correct or simplify the pattern"));
  }
}
