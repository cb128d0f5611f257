package roundhouse.featureengine.language;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.language.ast.Expression;
import roundhouse.featureengine.language.ast.History;
import roundhouse.featureengine.language.ast.Label;
import roundhouse.featureengine.language.ast.Label.Absence;

/// What came of an ask, still without the time in which it may come.
public final class Outcome<A, T extends @Nullable Object> {
  private final EventStream<?> stream;
  private final History history;
  private final Expression value;

  Outcome(EventStream<?> stream, History history, Expression value) {
    this.stream = stream;
    this.history = history;
    this.value = value;
  }

  /// The outcome is final this long after the ask: events known in (ask, ask + maturity] make it.
  public Matured<A, T> maturingIn(Duration maturity) {
    return new Matured<>(this, maturity);
  }

  /// An outcome whose maturity is known, but not what its absence means.
  public static final class Matured<A, T extends @Nullable Object> {
    private final Outcome<A, T> outcome;
    private final Duration maturity;

    private Matured(Outcome<A, T> outcome, Duration maturity) {
      this.outcome = outcome;
      this.maturity = maturity;
    }

    /// An ask without an outcome is not trained on.
    public Complete<A> otherwiseUnlabelled() {
      return complete(Absence.UNLABELLED);
    }

    /// An ask without an outcome is a negative; only for outcomes that are true or false.
    public Complete<A> otherwiseFalse() {
      return complete(Absence.FALSE);
    }

    private Complete<A> complete(Absence absence) {
      return new Complete<>(outcome.stream, outcome.history, outcome.value, maturity, absence);
    }
  }

  /// A label that lacks nothing but its name.
  @SuppressWarnings("UnusedTypeParameter") // a label of other asks must not compile
  public static final class Complete<A> {
    private final EventStream<?> stream;
    private final History history;
    private final Expression value;
    private final Duration maturity;
    private final Absence absence;

    private Complete(
        EventStream<?> stream,
        History history,
        Expression value,
        Duration maturity,
        Absence absence) {
      this.stream = stream;
      this.history = history;
      this.value = value;
      this.maturity = maturity;
      this.absence = absence;
    }

    EventStream<?> stream() {
      return stream;
    }

    Label named(String name) {
      return new Label(name, history, value, maturity, absence);
    }
  }
}
