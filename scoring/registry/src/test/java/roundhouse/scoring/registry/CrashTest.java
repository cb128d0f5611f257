package roundhouse.scoring.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static roundhouse.scoring.registry.Samples.LATE;
import static roundhouse.scoring.registry.Samples.command;
import static roundhouse.scoring.registry.Samples.declared;
import static roundhouse.scoring.registry.Samples.model;
import static roundhouse.scoring.registry.Samples.moved;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import roundhouse.scoring.registry.FaultyStore.Fault;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.StoreUnavailableException;

/// One append with one fault, at every step that it takes, checkpoints included.
final class CrashTest {
  private static final CommandId MOVE = command("retrain-7/move");

  @ParameterizedTest
  @EnumSource(value = Fault.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void triedAgainAfterAFaultAtAnyStepItTakesEffectOnce(Fault fault) {
    int steps = 0;
    while (true) {
      InMemoryStore store = filled();
      FaultyStore faulty = FaultyStore.of(store, faultAt(steps, fault));
      if (!fails(faulty)) {
        break;
      }
      faulty.deliverLate();
      assertThat(append(store)).isEqualTo(new Outcome.Applied(3));
      assertThat(revisions(store)).containsExactly(3L);
      steps++;
    }
    // Three looks for the end, the tag's and the model's entry, then its own. The checkpoint after
    // it
    // is a step to be killed at; that the store does not take it fails nothing.
    boolean killed = fault == Fault.KILLED_BEFORE || fault == Fault.KILLED_AFTER;
    assertThat(steps).isEqualTo(killed ? 7 : 6);
  }

  @ParameterizedTest
  @EnumSource(value = Fault.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void overtakenAfterAFaultAtAnyStepItTakesEffectOnceOrIsRefused(Fault fault) {
    for (int step = 0; ; step++) {
      InMemoryStore store = filled();
      FaultyStore faulty = FaultyStore.of(store, faultAt(step, fault));
      if (!fails(faulty)) {
        return;
      }
      long before = open(store).state().head();
      Outcome rival = open(store).append(command("rival"), moved(LATE, 0, "late-1"));
      faulty.deliverLate();
      Outcome retried = append(store);

      if (before == 3) {
        assertThat(retried).isEqualTo(new Outcome.Applied(3));
        assertThat(rival).isInstanceOf(Outcome.Refused.class);
      } else {
        assertThat(retried).isInstanceOf(Outcome.Refused.class);
        assertThat(rival).isEqualTo(new Outcome.Applied(3));
      }
      assertThat(revisions(store)).containsExactly(3L);
    }
  }

  private static boolean fails(ObjectStore faulty) {
    try {
      append(faulty);
      return false;
    } catch (StoreUnavailableException | FaultyStore.Crash failed) {
      return true;
    }
  }

  private static Outcome append(ObjectStore store) {
    return open(store).append(MOVE, moved(LATE, 0, "late-1"));
  }

  private static Registry open(ObjectStore store) {
    return new Registry(store, Clock.systemUTC(), 3);
  }

  private static InMemoryStore filled() {
    InMemoryStore store = new InMemoryStore();
    open(store).append(command("a"), declared(LATE)).orThrow();
    open(store).append(command("b"), model("late-1")).orThrow();
    return store;
  }

  private static List<Long> revisions(ObjectStore store) {
    return open(store).state().history(LATE).stream().map(TagMove::revision).toList();
  }

  private static Supplier<Fault> faultAt(int step, Fault fault) {
    AtomicInteger steps = new AtomicInteger();
    return () -> steps.getAndIncrement() == step ? fault : Fault.NONE;
  }
}
