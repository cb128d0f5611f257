package roundhouse.featureengine.language.interpreter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.language.PlanExamples;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.plan.Column;
import roundhouse.featureengine.language.plan.Plan;

/// Authorisations may become known 10 minutes late; asks count those of their card.
class VisibilityTest {
  private static final long MINUTE = 60_000_000L;
  private static final Plan PLAN = PlanExamples.fraud();
  private static final int AUTHORISED = PLAN.streams().indexOf(PLAN.stream("authorised"));

  @Test
  void knownAtIsRaisedToTheLatestBeforeItInItsPartition() {
    assertThat(countAt(103, event(0, 0, "a", 100, 102), event(0, 1, "b", 100, 100))).isEqualTo(2L);
    assertThat(countAt(102, event(0, 0, "a", 100, 102), event(0, 1, "b", 100, 100))).isEqualTo(0L);
    assertThat(countAt(102, event(0, 0, "a", 100, 102), event(1, 0, "b", 100, 100)))
        .as("another partition is not held up")
        .isEqualTo(1L);
  }

  @Test
  void latenessJudgesTheOriginalTime() {
    assertThat(countAt(130, event(0, 0, "a", 120, 120), event(0, 1, "b", 100, 105))).isEqualTo(2L);
    assertThat(countAt(130, event(0, 0, "a", 120, 120), event(0, 1, "b", 100, 111))).isEqualTo(1L);
  }

  @Test
  void refusedEventRaisesToo() {
    assertThat(countAt(111, event(0, 0, "late", 90, 111), event(0, 1, "b", 105, 105)))
        .isEqualTo(0L);
    assertThat(countAt(112, event(0, 0, "late", 90, 111), event(0, 1, "b", 105, 105)))
        .isEqualTo(1L);
  }

  @Test
  void copyIsOfItsOwnPartitionAndOfItsTime() {
    assertThat(countAt(130, event(0, 0, "a", 100, 100), event(0, 1, "a", 100, 110))).isEqualTo(1L);
    assertThat(countAt(130, event(0, 0, "a", 100, 100), event(1, 0, "a", 100, 100))).isEqualTo(2L);
    assertThat(countAt(130, event(0, 0, "a", 100, 100), event(0, 1, "a", 111, 111))).isEqualTo(2L);
  }

  @Test
  void servedAnswerSawWhatItsPositionsSay() {
    Interpreter interpreter =
        interpreter(
            event(0, 4, "a", 100, 100),
            event(0, 9, "b", 100, 101),
            event(1, 3, "c", 100, 100),
            event(1, 5, "not yet", 100, 100));
    ArrayRow ask = ask(100);
    assertThat(count(interpreter.features(ask, (_, partition) -> partition == 0 ? 9 : 3)))
        .as("known or not by the ask's clock")
        .isEqualTo(3L);
    assertThat(count(interpreter.features(ask, (_, _) -> -1))).isEqualTo(0L);
    assertThat(count(interpreter.features(ask, (history, _) -> history.keys().size() == 1 ? 4 : 0)))
        .as("each history has positions of its own")
        .isEqualTo(2L);
  }

  private static @Nullable Object countAt(long minute, SourceEvent... events) {
    return count(interpreter(events).features(ask(minute)));
  }

  private static Interpreter interpreter(SourceEvent... events) {
    return Interpreter.ofSources(
        PLAN,
        PLAN.streams().stream()
            .map(
                stream ->
                    stream.name().equals("authorised") ? List.of(events) : List.<SourceEvent>of())
            .toList());
  }

  private static @Nullable Object count(ArrayRow features) {
    return features.valueAt(PLAN.columns().stream().map(Column::name).toList().indexOf("count_1h"));
  }

  private static ArrayRow ask(long minute) {
    StreamSchema stream = PLAN.askStream();
    ArrayRow ask = ArrayRow.ofSize(stream.fields().size());
    ask.putLong(stream.indexOf("at"), minute * MINUTE);
    ask.putLong(stream.indexOf("receivedAt"), minute * MINUTE);
    ask.putLong(stream.indexOf("chargeId"), 1);
    ask.putLong(stream.indexOf("merchant"), 1);
    ask.putDouble(stream.indexOf("amount"), 1);
    ask.putString(stream.indexOf("card"), "card");
    return ask;
  }

  private static SourceEvent event(
      int partition, long offset, String id, long minute, long knownMinute) {
    StreamSchema stream = PLAN.streams().get(AUTHORISED);
    ArrayRow event = ArrayRow.ofSize(stream.fields().size());
    event.putString(stream.indexOf("authorisationId"), id);
    event.putString(stream.indexOf("card"), "card");
    event.putLong(stream.indexOf("at"), minute * MINUTE);
    event.putLong(stream.indexOf("recordedAt"), knownMinute * MINUTE);
    return new SourceEvent(partition, offset, event);
  }
}
