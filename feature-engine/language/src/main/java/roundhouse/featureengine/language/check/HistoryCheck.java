package roundhouse.featureengine.language.check;

import java.util.Map;
import roundhouse.featureengine.language.ast.ExpressionText;
import roundhouse.featureengine.language.ast.History;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.ast.ValueType;

/// Finds what is wrong with which events a history holds.
final class HistoryCheck {
  private final ExpressionCheck expressions;
  private final Findings findings;

  HistoryCheck(ExpressionCheck expressions, Findings findings) {
    this.expressions = expressions;
    this.findings = findings;
  }

  void check(History history, Scope ask) {
    StreamSchema stream = ask.streams().get(history.stream());
    if (stream == null) {
      findings.report(
          "stream '" + history.stream() + "' is unknown",
          Findings.oneOf(ask.streams().keySet().stream().sorted().toList()),
          "declare the stream or correct the name");
      return;
    }
    if (history.keys().isEmpty()) {
      findings.report(
          "a history of stream '" + history.stream() + "' without a key",
          "at least one field that equals a field of the ask",
          "name the entity's key");
    }
    Scope event = Scope.ofEvent(stream);
    history.keys().forEach(key -> checkKey(key, event, ask));
    expressions.check(history.filter(), event, ValueType.BOOLEAN);
  }

  private void checkKey(History.KeyMatch key, Scope event, Scope ask) {
    Typed left = expressions.exact(key.event(), event);
    Typed right = expressions.exact(key.ask(), new Scope(ask.row(), ask.fields(), Map.of()));
    if (left == null || right == null) {
      return;
    }
    if (!left.type().equals(right.type()) || !left.type().isKey()) {
      findings.report(
          "key %s of type %s equals %s of type %s"
              .formatted(
                  ExpressionText.of(key.event()),
                  left.type().text(),
                  ExpressionText.of(key.ask()),
                  right.type().text()),
          "two values of one type, neither double nor list",
          "match values of the same type");
    }
  }
}
