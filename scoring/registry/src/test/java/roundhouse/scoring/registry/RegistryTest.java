package roundhouse.scoring.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static roundhouse.scoring.registry.Samples.FRAUD;
import static roundhouse.scoring.registry.Samples.LATE;
import static roundhouse.scoring.registry.Samples.SET;
import static roundhouse.scoring.registry.Samples.command;
import static roundhouse.scoring.registry.Samples.dataset;
import static roundhouse.scoring.registry.Samples.decided;
import static roundhouse.scoring.registry.Samples.declared;
import static roundhouse.scoring.registry.Samples.documented;
import static roundhouse.scoring.registry.Samples.model;
import static roundhouse.scoring.registry.Samples.moved;
import static roundhouse.scoring.registry.Samples.movedTogether;
import static roundhouse.scoring.registry.Samples.published;
import static roundhouse.scoring.registry.Samples.retired;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import roundhouse.scoring.registry.Change.Move;
import roundhouse.scoring.registry.Change.TagsMoved;
import roundhouse.scoring.registry.Refusal.Reason;
import roundhouse.storage.Digests;

final class RegistryTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final InMemoryStore store = new InMemoryStore();
  private final Registry registry = Registry.open(store, Clock.fixed(NOON, ZoneOffset.UTC));
  private int commands;

  @Test
  void emptyRegistryHasNothing() {
    RegistryState state = registry.state();

    assertThat(state.head()).isZero();
    assertThat(state.tags()).isEmpty();
    assertThat(state.tag(LATE)).isEmpty();
    assertThat(state.history(LATE)).isEmpty();
    assertThat(state.alarm()).isEmpty();
  }

  @Test
  void tagPointsToTheModelThatItWasMovedTo() {
    apply(declared(LATE));
    apply(model("late-1"));
    assertThat(tag().revision()).isZero();
    assertThat(tag().modelId()).isEmpty();

    long first = apply(moved(LATE, 0, "late-1"));

    assertThat(first).isEqualTo(3);
    assertThat(tag().revision()).isEqualTo(first);
    assertThat(tag().modelId()).hasValue(ModelId.of("late-1"));
  }

  @Test
  void historyTellsWhatATagMeantThen() {
    apply(declared(LATE));
    apply(model("late-1"));
    apply(model("late-2"));
    long first = apply(moved(LATE, 0, "late-1"));
    long second = apply(moved(LATE, first, "late-2"));
    long rollback = apply(moved(LATE, second, "late-1"));

    assertThat(registry.state().history(LATE))
        .extracting(TagMove::revision, move -> move.modelId().value())
        .containsExactly(
            tuple(first, "late-1"), tuple(second, "late-2"), tuple(rollback, "late-1"));
    assertThat(registry.state().history(LATE).getFirst().time()).isEqualTo(NOON);
    assertThat(tag().moveAsOf(first - 1)).isEmpty();
    assertThat(tag().moveAsOf(second).map(TagMove::modelId)).hasValue(ModelId.of("late-2"));
    assertThat(registry.stateAsOf(second).tag(LATE).flatMap(Tag::modelId))
        .hasValue(ModelId.of("late-2"));
    assertThat(registry.stateAsOf(0).tags()).isEmpty();
    assertThatThrownBy(() -> registry.stateAsOf(rollback + 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected 0 to " + rollback);
  }

  @Test
  void staleMoveIsRefusedAlsoWhenARollbackRestoredTheModelItSaw() {
    apply(declared(LATE));
    apply(model("late-1"));
    apply(model("late-2"));
    long seen = apply(moved(LATE, 0, "late-1"));
    long second = apply(moved(LATE, seen, "late-2"));
    long rollback = apply(moved(LATE, second, "late-1"));

    Outcome.Refused refused = refuse(moved(LATE, seen, "late-2"));

    assertThat(refused.isStale()).isTrue();
    assertThat(refused.refusals().getFirst())
        .hasToString(
            "Revision of tag late '%d': expected revision %d, which moved it to late-1; decide again on what the tag points to now"
                .formatted(seen, rollback));
    assertThat(tag().revision()).isEqualTo(rollback);
  }

  @Test
  void manyTagsMoveTogetherOrNotAtAll() {
    apply(declared(LATE));
    apply(declared(FRAUD));
    apply(model("m-1"));
    long together = apply(movedTogether(move(LATE, 0, "m-1"), move(FRAUD, 0, "m-1")));
    assertThat(tag().revision()).isEqualTo(together);
    assertThat(registry.state().tag(FRAUD).map(Tag::revision)).hasValue(together);
    long late = apply(moved(LATE, together, "m-1"));

    Outcome.Refused refused =
        refuse(movedTogether(move(FRAUD, together, "m-1"), move(LATE, together, "m-1")));

    assertThat(refused.isStale()).isTrue();
    assertThat(registry.state().tag(FRAUD).map(Tag::revision)).hasValue(together);
    assertThat(tag().revision()).isEqualTo(late);
  }

  @Test
  void moveWithSeveralFlawsIsRefusedWithAllOfThem() {
    apply(declared(LATE));
    apply(model("late-1"));
    apply(moved(LATE, 0, "late-1"));

    Outcome.Refused refused =
        refuse(movedTogether(move(LATE, 0, "no-model"), move(FRAUD, 0, "late-1")));

    assertThat(refused.isStale()).isFalse();
    assertThat(refused.refusals())
        .extracting(Refusal::reason, Refusal::value)
        .containsExactly(
            tuple(Reason.UNKNOWN, "no-model"),
            tuple(Reason.STALE_REVISION, "0"),
            tuple(Reason.UNKNOWN, "fraud"));
    assertThatThrownBy(refused::orThrow)
        .isInstanceOf(RefusedChangeException.class)
        .hasMessageContaining("Model 'no-model': expected one of late-1")
        .hasMessageContaining("Tag 'fraud': expected one of late");
  }

  @Test
  void commandTakesEffectOnce() {
    apply(declared(LATE));
    apply(model("late-1"));
    CommandId command = CommandId.of("retrain-7", "move");

    Outcome first = registry.append(command, moved(LATE, 0, "late-1"));
    Outcome again = Registry.open(store).append(command, moved(LATE, 0, "late-1"));

    assertThat(first).isEqualTo(new Outcome.Applied(3));
    assertThat(again).isEqualTo(first);
    assertThat(registry.state().head()).isEqualTo(3);
    assertThat(registry.state().entryOf(command)).hasValue(3L);
  }

  @Test
  void commandKeepsItsOutcomeAfterLaterChanges() {
    apply(declared(LATE));
    apply(model("late-1"));
    CommandId command = command("retrain-7/move");
    long first = registry.append(command, moved(LATE, 0, "late-1")).orThrow();
    apply(moved(LATE, first, "late-1"));

    assertThat(registry.append(command, moved(LATE, 0, "late-1")).orThrow()).isEqualTo(first);
  }

  @Test
  void commandIdOfAnotherChangeIsRefused() {
    registry.append(command("a"), declared(LATE)).orThrow();

    Outcome.Refused refused = (Outcome.Refused) registry.append(command("a"), declared(FRAUD));

    assertThat(refused.refusals())
        .extracting(Refusal::reason)
        .containsExactly(Reason.COMMAND_REUSED);
    assertThat(registry.state().tag(FRAUD)).isEmpty();
  }

  @Test
  void refusedCommandIsNotRecordedAndMayBeTriedAgain() {
    apply(declared(LATE));
    CommandId command = command("eager");
    assertThat(registry.append(command, moved(LATE, 0, "late-1")))
        .isInstanceOf(Outcome.Refused.class);
    apply(model("late-1"));

    assertThat(registry.append(command, moved(LATE, 0, "late-1")).orThrow()).isEqualTo(3);
  }

  @Test
  void equalContentIsRegisteredOnceWhateverTheCommand() {
    long modelEntry = apply(model("late-1"));
    long datasetEntry = apply(dataset("d-1", "rows"));
    long setEntry = apply(published("plan"));
    long tagEntry = apply(declared(LATE, "{\"a\": 1, \"b\": 2.0}"));

    assertThat(apply(model("late-1"))).isEqualTo(modelEntry);
    assertThat(apply(dataset("d-1", "rows"))).isEqualTo(datasetEntry);
    assertThat(apply(published("plan"))).isEqualTo(setEntry);
    assertThat(apply(declared(LATE, "{\"b\": 2.0, \"a\": 1}"))).isEqualTo(tagEntry);
    assertThat(registry.state().head()).isEqualTo(4);
  }

  @Test
  void otherContentUnderTheSameIdIsRefused() {
    apply(model("late-1", "manifest"));
    apply(dataset("d-1", "rows"));
    apply(published("plan"));

    assertConflict(model("late-1", "another manifest"), "Model 'late-1'");
    assertConflict(dataset("d-1", "other rows"), "Dataset 'd-1'");
    assertConflict(published("another plan"), "Feature set 'late-arrival@1'");
  }

  @Test
  void tagKeepsItsModelWhenItsContractChanges() {
    apply(declared(LATE));
    apply(model("late-1"));
    long moved = apply(moved(LATE, 0, "late-1"));

    apply(declared(LATE, "{\"label\": \"late\", \"floor\": 0.8}"));

    assertThat(tag().contract().path("floor").asDouble()).isEqualTo(0.8);
    assertThat(tag().revision()).isEqualTo(moved);
    assertThat(tag().modelId()).hasValue(ModelId.of("late-1"));
  }

  @Test
  void contractIsAJsonObject() {
    assertThatThrownBy(() -> declared(LATE, "[1]"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tag 'late'")
        .hasMessageContaining("ARRAY");
  }

  @Test
  void featureSetInUseIsNotRetiredAndItsUsersAreListed() {
    apply(published("plan"));
    apply(model("late-1"));
    apply(model("late-2"));

    Outcome.Refused refused = refuse(retired());

    assertThat(refused.refusals().getFirst().toString())
        .contains("late-arrival@1", "[late-1, late-2]");
    assertThat(registry.state().isRetired(SET)).isFalse();
  }

  @Test
  void changedPlanOfAUsedVersionIsRefusedAndItsUsersAreListed() {
    apply(published("plan"));
    assertThat(refuse(published("another")).refusals().getFirst().toString())
        .contains("late-arrival@1", Digests.sha256Hex("plan"))
        .doesNotContain("models");

    apply(model("late-1"));
    assertThat(refuse(published("another")).refusals().getFirst().toString())
        .contains("which models [late-1] use", "under a new version");
    assertThat(apply(published("plan"))).isEqualTo(1);
  }

  @Test
  void documentationOfAVersionMayChangeAlsoOnceItIsUsedOrRetired() {
    apply(published("plan"));
    long first = apply(documented("texts"));
    assertThat(apply(documented("texts"))).isEqualTo(first);
    apply(retired());
    long second = apply(documented("better texts"));

    assertThat(registry.state().documentation(SET))
        .hasValueSatisfying(current -> assertThat(current.entry()).isEqualTo(second));
    assertThat(apply(documented("texts"))).as("back to the first").isGreaterThan(second);
  }

  @Test
  void unknownFeatureSetIsNotDocumented() {
    assertThat(refuse(documented("texts")).refusals())
        .extracting(Refusal::reason)
        .containsExactly(Reason.UNKNOWN);
    assertThat(registry.state().documentation(SET)).isEmpty();
  }

  @Test
  void retirementSaysWhy() {
    apply(published("plan"));
    assertThat(registry.state().retirement(SET)).isEmpty();
    apply(retired());
    assertThat(registry.state().retirement(SET).orElseThrow().change().reason())
        .isEqualTo("replaced by late-arrival@2");
  }

  @Test
  void retiredFeatureSetTakesNoModelAndIsNotPublishedAgain() {
    apply(published("plan"));
    long retirement = apply(retired());

    assertThat(apply(retired())).isEqualTo(retirement);
    assertThat(registry.state().isRetired(SET)).isTrue();
    assertThat(registry.state().featureSet(SET)).isPresent();
    assertConflict(model("late-1"), "Feature set 'late-arrival@1'");
    assertConflict(published("plan"), "Feature set 'late-arrival@1'");
  }

  @Test
  void unknownFeatureSetIsNotRetired() {
    assertThat(refuse(retired()).refusals())
        .extracting(Refusal::reason)
        .containsExactly(Reason.UNKNOWN);
  }

  @Test
  void moveRestsOnADecisionAboutIt() {
    apply(declared(LATE));
    apply(model("late-1"));
    apply(model("late-2"));
    apply(decided("d-1", LATE, 0, "late-1"));

    assertConflict(decidedMove("late-2", "d-1"), "Decision 'd-1'");
    assertThat(refuse(decidedMove("late-1", "d-2")).refusals())
        .extracting(Refusal::reason)
        .containsExactly(Reason.UNKNOWN);
    apply(decidedMove("late-1", "d-1"));
    assertThat(registry.state().history(LATE).getLast().decisionId())
        .isEqualTo(DecisionId.of("d-1"));
  }

  @Test
  void decisionNamesAKnownTagAndModel() {
    assertThat(refuse(decided("d-1", LATE, 0, "late-1")).refusals())
        .extracting(Refusal::reason)
        .containsExactly(Reason.UNKNOWN, Reason.UNKNOWN);
  }

  @Test
  void stateIsImmutableAndOneSnapshot() {
    apply(declared(LATE));
    apply(model("late-1"));
    RegistryState before = registry.state();

    apply(moved(LATE, 0, "late-1"));

    assertThat(before.tag(LATE).orElseThrow().revision()).isZero();
    assertThat(before.head()).isEqualTo(2);
    assertThat(registry.lastKnown().head()).isEqualTo(3);
  }

  @Test
  void anotherProcessSeesAnAcknowledgedChange() {
    Registry other = Registry.open(store);
    assertThat(other.state().head()).isZero();

    apply(declared(LATE));

    assertThat(other.lastKnown().head()).isZero();
    assertThat(other.state().tag(LATE)).isPresent();
  }

  @Test
  void entryIsReadAsItWasWritten() {
    long entry = registry.append(command("a"), declared(LATE)).orThrow();

    Entry read = registry.entry(entry).orElseThrow();

    assertThat(read.command()).isEqualTo(command("a"));
    assertThat(read.change()).isEqualTo(declared(LATE));
    assertThat(registry.entry(entry + 1)).isEmpty();
  }

  @Test
  void repeatedTagInOneMoveIsMalformed() {
    assertThatThrownBy(() -> movedTogether(move(LATE, 0, "a"), move(LATE, 0, "b")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("each of another tag");
    assertThatThrownBy(() -> new TagsMoved(List.of())).isInstanceOf(IllegalArgumentException.class);
  }

  private Tag tag() {
    return registry.state().tag(LATE).orElseThrow();
  }

  private long apply(Change change) {
    return registry.append(nextCommand(), change).orThrow();
  }

  private Outcome.Refused refuse(Change change) {
    long head = registry.state().head();
    Outcome outcome = registry.append(nextCommand(), change);
    assertThat(registry.state().head()).isEqualTo(head);
    return (Outcome.Refused) outcome;
  }

  private void assertConflict(Change change, String subject) {
    assertThat(refuse(change).refusals())
        .singleElement()
        .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(Reason.CONFLICT))
        .satisfies(refusal -> assertThat(refusal.toString()).startsWith(subject));
  }

  private CommandId nextCommand() {
    return command("test/" + commands++);
  }

  private static Move move(TagName tag, long expectedRevision, String model) {
    return new Move(tag, expectedRevision, ModelId.of(model));
  }

  private static TagsMoved decidedMove(String model, String decision) {
    return TagsMoved.of(new Move(LATE, 0, ModelId.of(model), DecisionId.of(decision)));
  }
}
