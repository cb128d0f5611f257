package roundhouse.featureengine.language.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.language.PlanExamples;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.plan.Plan;

/// Disputes of charges, known the moment they happen; a charge matures in 90 days.
class LabelFoldTest {
  private static final long DAY = 86_400_000_000L;
  private static final Plan PLAN = PlanExamples.fraud();

  private final LabelFold fold = LabelFold.of(PLAN, 0);

  @Test
  void outcomeAtTheEndOfMaturityCounts() {
    fold.apply(disputed(1, "fraud", 90 * DAY));
    assertThat(fold.readThrough(ask(1, 0))).isEqualTo(90 * DAY);
    assertThat(label(ask(1, 0))).isEqualTo(true);
  }

  @Test
  void outcomeOfTheAsksInstantDoesNotCount() {
    fold.apply(disputed(1, "fraud", DAY));
    assertThat(label(ask(1, DAY))).isEqualTo(false);
  }

  @Test
  void outcomeOfAnotherEntityDoesNotCount() {
    fold.apply(disputed(2, "fraud", DAY));
    assertThat(label(ask(1, 0))).isEqualTo(false);
  }

  @Test
  void outcomeBeyondMaturityMustNotBeApplied() {
    fold.apply(disputed(1, "fraud", 91 * DAY));
    assertThatIllegalStateException()
        .isThrownBy(() -> label(ask(1, 0)))
        .withMessageContaining("apply events only through readThrough(ask)");
  }

  @Test
  void stagesAreThoseOfTheDefinition() {
    assertThat(PLAN.streams().get(fold.stream()).name()).isEqualTo("disputed");
    assertThat(fold.maturity()).isEqualTo(Duration.ofDays(90));
    assertThat(fold.lookback()).isEqualTo(Duration.ZERO);
  }

  private @Nullable Object label(ArrayRow ask) {
    ArrayRow column = ArrayRow.ofSize(1);
    fold.answer(ask, column, 0);
    return column.valueAt(0);
  }

  private static ArrayRow ask(long chargeId, long knownAt) {
    StreamSchema stream = PLAN.askStream();
    ArrayRow ask = ArrayRow.ofSize(stream.fields().size());
    ask.putLong(stream.indexOf("chargeId"), chargeId);
    ask.putLong(stream.indexOf("at"), knownAt);
    ask.putLong(stream.indexOf("receivedAt"), knownAt);
    return ask;
  }

  private static ArrayRow disputed(long chargeId, String reason, long at) {
    StreamSchema stream = PLAN.stream("disputed");
    ArrayRow event = ArrayRow.ofSize(stream.fields().size());
    event.putLong(stream.indexOf("chargeId"), chargeId);
    event.putString(stream.indexOf("reason"), reason);
    event.putLong(stream.indexOf("at"), at);
    return event;
  }
}
