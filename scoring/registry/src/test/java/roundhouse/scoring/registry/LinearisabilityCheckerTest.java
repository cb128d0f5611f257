package roundhouse.scoring.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static roundhouse.scoring.registry.Samples.LATE;
import static roundhouse.scoring.registry.Samples.command;
import static roundhouse.scoring.registry.Samples.declared;
import static roundhouse.scoring.registry.Samples.model;
import static roundhouse.scoring.registry.Samples.moved;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The checker itself, on histories written by hand over a log of a tag, a model and two moves.
final class LinearisabilityCheckerTest {
  private static final Change FIRST = moved(LATE, 0, "late-1");
  private static final Change SECOND = moved(LATE, 3, "late-1");

  private final InMemoryStore store = new InMemoryStore();
  private final List<Operation> history = new ArrayList<>();

  @BeforeEach
  void fillLog() {
    Registry registry = Registry.open(store);
    applied(1, 2, "a", declared(LATE), registry.append(command("a"), declared(LATE)).orThrow());
    applied(3, 4, "b", model("late-1"), registry.append(command("b"), model("late-1")).orThrow());
    registry.append(command("c"), FIRST).orThrow();
    registry.append(command("d"), SECOND).orThrow();
  }

  @Test
  void oneAfterTheOtherIsFine() {
    applied(10, 11, "c", FIRST, 3);
    read(12, 13, 3, 3);
    applied(14, 15, "d", SECOND, 4);
    refused(16, 17, "e", FIRST);
    read(18, 19, 4, 4);

    assertThat(violations()).isEmpty();
  }

  @Test
  void overlappingReadsMaySeeEither() {
    applied(10, 15, "c", FIRST, 3);
    read(11, 12, 2, 0);
    read(13, 14, 3, 3);
    unanswered(16, "d", SECOND);
    read(17, 18, 3, 3);

    assertThat(violations()).isEmpty();
  }

  @Test
  void readOfAPassedStateIsFound() {
    applied(10, 11, "c", FIRST, 3);
    unanswered(12, "d", SECOND);
    read(13, 14, 2, 0);

    assertFound("comes before what had returned");
  }

  @Test
  void readThatGoesBackIsFound() {
    applied(10, 20, "c", FIRST, 3);
    unanswered(12, "d", SECOND);
    read(13, 14, 3, 3);
    read(15, 16, 2, 0);

    assertFound("comes before what had returned");
  }

  @Test
  void readOfTheFutureIsFound() {
    read(8, 9, 3, 3);
    applied(10, 11, "c", FIRST, 3);
    unanswered(12, "d", SECOND);

    assertFound("given after it had returned");
  }

  @Test
  void readOfAnotherValueIsFound() {
    applied(10, 11, "c", FIRST, 3);
    unanswered(12, "d", SECOND);
    read(13, 14, 3, 2);

    assertFound("is not what the log says");
  }

  @Test
  void changesInTheOtherOrderAreFound() {
    applied(10, 11, "d", SECOND, 4);
    applied(12, 13, "c", FIRST, 3);

    assertFound("comes before what had");
  }

  @Test
  void lostMoveIsFound() {
    applied(10, 11, "c", FIRST, 3);
    applied(12, 13, "x", SECOND, 4);
    unanswered(14, "d", SECOND);

    assertFound("the log has it at null");
  }

  @Test
  void refusedMoveThatTookEffectIsFound() {
    applied(10, 11, "c", FIRST, 3);
    refused(12, 13, "d", SECOND);

    assertFound("took effect all the same");
  }

  @Test
  void refusalWithoutReasonIsFound() {
    applied(10, 11, "c", FIRST, 3);
    applied(12, 13, "d", SECOND, 4);
    refused(14, 15, "e", moved(LATE, 4, "late-1"));

    assertFound("no reason for it");
  }

  @Test
  void changeThatNobodyAskedForIsFound() {
    applied(10, 11, "c", FIRST, 3);

    assertFound("nobody gave");
  }

  private void assertFound(String part) {
    assertThat(violations()).anySatisfy(violation -> assertThat(violation).contains(part));
  }

  private List<String> violations() {
    return LinearisabilityChecker.violations(store, history);
  }

  private void applied(long invoked, long returned, String command, Change change, long entry) {
    add(invoked, returned, new Operation.Applied(command(command), change, entry));
  }

  private void refused(long invoked, long returned, String command, Change change) {
    add(invoked, returned, new Operation.Refused(command(command), change));
  }

  private void unanswered(long invoked, String command, Change change) {
    add(invoked, Operation.NEVER, new Operation.Unanswered(command(command), change));
  }

  private void read(long invoked, long returned, long head, long revision) {
    Map<TagName, Long> revisions = head == 0 ? Map.of() : Map.of(LATE, revision);
    add(invoked, returned, new Operation.Read(head, revisions));
  }

  private void add(long invoked, long returned, Operation.Result result) {
    history.add(new Operation(invoked, returned, result));
  }
}
