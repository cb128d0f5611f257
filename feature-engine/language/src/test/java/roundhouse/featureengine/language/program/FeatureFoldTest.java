package roundhouse.featureengine.language.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import roundhouse.featureengine.kernel.Admission;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.language.PlanExamples;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.plan.Column;
import roundhouse.featureengine.language.plan.Plan;

/// What a backend may rely on, in single facts; the values are proved elsewhere.
class FeatureFoldTest {
  private static final long MINUTE = 60_000_000L;
  private static final Plan PLAN = PlanExamples.fraud();
  private static final int AUTHORISED = PLAN.streams().indexOf(PLAN.stream("authorised"));

  private final FeatureFold fold = FeatureFold.of(PLAN);

  @Test
  void eventOfTheAsksInstantIsInvisible() {
    ArrayRow ask = ask("card", 100, 100);
    assertThat(fold.visibleBefore(ask)).isEqualTo(100 * MINUTE);
    fold.apply(AUTHORISED, authorised("a", "card", 99, 99));
    assertThat(count(ask)).isEqualTo(1L);

    fold.apply(AUTHORISED, authorised("b", "card", 100, 100));
    assertThatIllegalStateException()
        .isThrownBy(() -> count(ask))
        .withMessageContaining("only those before 6000000000 µs are visible");
  }

  @Test
  void eventsOutOfOrderAreOurBug() {
    fold.apply(AUTHORISED, authorised("a", "card", 99, 99));
    assertThatIllegalStateException()
        .isThrownBy(() -> fold.apply(AUTHORISED, authorised("b", "card", 98, 98)))
        .withMessageContaining("in the order of knownAt");
  }

  @Test
  void lateAndEarlyEventsAreRefused() {
    assertThat(fold.apply(AUTHORISED, authorised("a", "card", 89, 100))).isEqualTo(Admission.LATE);
    assertThat(fold.apply(AUTHORISED, authorised("b", "card", 101, 100)))
        .isEqualTo(Admission.BEFORE_ITS_TIME);
    assertThat(fold.apply(AUTHORISED, authorised("c", "card", 90, 100)))
        .isEqualTo(Admission.ACCEPTED);
    assertThat(count(ask("card", 101, 101))).isEqualTo(1L);
  }

  @Test
  void copyOfAnEventIsRefusedUnlessTheStreamIsUnique() {
    FeatureFold trusting = FeatureFold.of(PLAN, Set.of("authorised"));
    for (FeatureFold each : new FeatureFold[] {fold, trusting}) {
      each.apply(AUTHORISED, authorised("a", "card", 100, 100));
    }
    assertThat(fold.apply(AUTHORISED, authorised("a", "card", 100, 105)))
        .isEqualTo(Admission.DUPLICATE);
    assertThat(trusting.apply(AUTHORISED, authorised("a", "card", 100, 105)))
        .isEqualTo(Admission.ACCEPTED);
  }

  @Test
  void refusedEventDoesNotTakeItsId() {
    fold.apply(AUTHORISED, authorised("a", "card", 80, 100));
    assertThat(fold.apply(AUTHORISED, authorised("a", "card", 100, 100)))
        .isEqualTo(Admission.ACCEPTED);
  }

  @Test
  void askWithoutACardHasNoHistory() {
    fold.apply(AUTHORISED, authorised("a", null, 99, 99));
    assertThat(count(ask(null, 100, 100))).isEqualTo(0L);
  }

  @Test
  void askBeyondItsStreamsLatenessIsRefused() {
    ArrayRow late = ask("card", 100, 102);
    assertThat(fold.admit(late)).isEqualTo(Admission.LATE);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> count(late))
        .withMessageContaining("expected at most PT1M");
  }

  @Test
  void evictionKeepsWhatALateAskSees() {
    fold.apply(AUTHORISED, authorised("a", "card", 100, 100));
    long day = Duration.ofDays(1).toMinutes();
    // Its taking in drops what no ask can see any more.
    fold.apply(AUTHORISED, authorised("b", "card", 100 + day, 100 + day));
    ArrayRow ask = ask("card", 100 + day - 1, 100 + day + 1);
    ask.putLong(PLAN.askStream().indexOf("receivedAt"), (100 + day) * MINUTE + 1);
    ask.putLong(PLAN.askStream().indexOf("at"), (100 + day - 1) * MINUTE + 1);
    assertThat(value("countries_1d", ask)).isEqualTo(1L);
    assertThat(value("first_1d", ask)).isEqualTo(5.0);
  }

  @Test
  void lookbackIsTheLongestWindowAndBothLatenesses() {
    assertThat(fold.lookback(AUTHORISED)).isEqualTo(Duration.ofDays(1).plusMinutes(11));
    int disputed = PLAN.streams().indexOf(PLAN.stream("disputed"));
    assertThat(fold.lookback(disputed)).as("only a label reads it").isEqualTo(Duration.ZERO);
  }

  private @Nullable Object count(ArrayRow ask) {
    return value("count_1h", ask);
  }

  private @Nullable Object value(String feature, ArrayRow ask) {
    ArrayRow columns = ArrayRow.ofSize(PLAN.features().size());
    fold.answer(ask, columns);
    return columns.valueAt(PLAN.columns().stream().map(Column::name).toList().indexOf(feature));
  }

  private static ArrayRow ask(@Nullable String card, long minute, long knownMinute) {
    ArrayRow ask = ArrayRow.ofSize(PLAN.askStream().fields().size());
    StreamSchema stream = PLAN.askStream();
    ask.putLong(stream.indexOf("at"), minute * MINUTE);
    ask.putLong(stream.indexOf("receivedAt"), knownMinute * MINUTE);
    ask.putLong(stream.indexOf("chargeId"), 1);
    ask.putLong(stream.indexOf("merchant"), 1);
    ask.putDouble(stream.indexOf("amount"), 5.0);
    if (card != null) {
      ask.putString(stream.indexOf("card"), card);
    }
    return ask;
  }

  private static ArrayRow authorised(
      String id, @Nullable String card, long minute, long knownMinute) {
    StreamSchema stream = PLAN.streams().get(AUTHORISED);
    ArrayRow event = ArrayRow.ofSize(stream.fields().size());
    event.putString(stream.indexOf("authorisationId"), id);
    event.putDouble(stream.indexOf("amount"), 5.0);
    event.putString(stream.indexOf("country"), "GB");
    event.putBoolean(stream.indexOf("online"), true);
    event.putLong(stream.indexOf("merchant"), 1);
    event.putLong(stream.indexOf("points"), 1);
    event.putLong(stream.indexOf("at"), minute * MINUTE);
    event.putLong(stream.indexOf("recordedAt"), knownMinute * MINUTE);
    if (card != null) {
      event.putString(stream.indexOf("card"), card);
    }
    return event;
  }
}
