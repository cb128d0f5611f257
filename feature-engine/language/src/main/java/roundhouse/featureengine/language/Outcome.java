package roundhouse.featureengine.language;

import java.time.Duration;
import java.util.function.Function;
import roundhouse.featureengine.language.ast.Expression;
import roundhouse.featureengine.language.ast.History;
import roundhouse.featureengine.language.ast.Label;
import roundhouse.featureengine.language.ast.Label.Absence;

/// What came of an ask, still without the time in which it may come.
///
/// @param <A> the ask's record
/// @param <M> the next stage, which knows what absence may mean
@SuppressWarnings("UnusedTypeParameter") // an outcome of other asks must not compile
public final class Outcome<A, M> {
  private final Function<Duration, M> ofMaturity;

  Outcome(Function<Duration, M> ofMaturity) {
    this.ofMaturity = ofMaturity;
  }

  /// The outcome is final this long after the ask: events known in (ask, ask + maturity] make it.
  public M maturingIn(Duration maturity) {
    return ofMaturity.apply(maturity);
  }

  record Form(History history, Expression value, Duration maturity) {}

  /// An outcome whose maturity is known, but not what its absence means.
  public static sealed class Matured<A> permits MaturedTruth {
    private final EventStream<?> stream;
    private final Form form;

    Matured(EventStream<?> stream, Form form) {
      this.stream = stream;
      this.form = form;
    }

    /// An ask without an outcome is not trained on.
    public Complete<A> otherwiseUnlabelled() {
      return complete(Absence.UNLABELLED);
    }

    final Complete<A> complete(Absence absence) {
      return new Complete<>(stream, form, absence);
    }
  }

  /// An outcome that is true or false.
  public static final class MaturedTruth<A> extends Matured<A> {
    MaturedTruth(EventStream<?> stream, Form form) {
      super(stream, form);
    }

    /// An ask without an outcome is a negative.
    public Complete<A> otherwiseFalse() {
      return complete(Absence.FALSE);
    }
  }

  /// A label that lacks nothing but its name.
  @SuppressWarnings("UnusedTypeParameter") // a label of other asks must not compile
  public static final class Complete<A> {
    private final EventStream<?> stream;
    private final Form form;
    private final Absence absence;

    private Complete(EventStream<?> stream, Form form, Absence absence) {
      this.stream = stream;
      this.form = form;
      this.absence = absence;
    }

    EventStream<?> stream() {
      return stream;
    }

    Label named(String name) {
      return new Label(name, form.history(), form.value(), form.maturity(), absence);
    }
  }
}
