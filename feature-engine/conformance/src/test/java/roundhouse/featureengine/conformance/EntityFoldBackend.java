package roundhouse.featureengine.conformance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import roundhouse.featureengine.conformance.EntityLog.Entity;
import roundhouse.featureengine.conformance.EntityLog.EntityRecord;
import roundhouse.featureengine.conformance.Scenario.Placed;
import roundhouse.featureengine.conformance.Scenario.Visibility;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.kernel.EntityFold;
import roundhouse.featureengine.kernel.ValuePool;
import roundhouse.featureengine.language.program.EntityKind;
import roundhouse.featureengine.language.program.Program;
import roundhouse.featureengine.language.state.EntityState;

/// The compiled kernel, one fold an entity, answering in between its events.
final class EntityFoldBackend implements Backend {
  private final String name;
  private final Continuation continuation;

  /// How a fold goes on after an ask.
  private enum Continuation {
    SAME_FOLD,
    RESTORED
  }

  private EntityFoldBackend(String name, Continuation continuation) {
    this.name = name;
    this.continuation = continuation;
  }

  /// Folds that live as long as the scenario.
  static EntityFoldBackend living() {
    return new EntityFoldBackend("entity fold", Continuation.SAME_FOLD);
  }

  /// Folds that are written and read back before every answer: seeded state equals state from the
  /// beginning.
  static EntityFoldBackend restored() {
    return new EntityFoldBackend("restored entity fold", Continuation.RESTORED);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Answers> answer(List<Scenario> scenarios) {
    return scenarios.stream().map(scenario -> new Run(scenario).answers()).toList();
  }

  private final class Run {
    private final Scenario scenario;
    private final Program program;
    private final ValuePool pool = new ValuePool();
    private final EntityLog log;
    private final Map<Entity, Progress> entities = new HashMap<>();

    Run(Scenario scenario) {
      this.scenario = scenario;
      program = Program.of(scenario.plan());
      log = new EntityLog(scenario, program, pool);
    }

    Answers answers() {
      Map<Object, ArrayRow> features = new HashMap<>();
      for (Placed ask : scenario.asksInOrderOfSight()) {
        ArrayRow columns = ArrayRow.ofSize(scenario.plan().features().size());
        ArrayRow row = ask.logged().row(scenario.plan().askStream());
        log.asks().features(row, outputs(ask, row), 0, columns);
        features.put(scenario.idOf(ask), columns);
      }
      return new Answers(features);
    }

    private long[] outputs(Placed ask, ArrayRow row) {
      long[] outputs = new long[program.outputWords()];
      for (EntityKind kind : program.entities()) {
        program.nothing(kind.index(), outputs, kind.outputAt());
        Optional<Entity> entity = log.entity(kind.index(), row);
        if (kind.label().isEmpty() && entity.isPresent()) {
          Progress progress = entities.computeIfAbsent(entity.get(), Progress::new);
          progress.applyWhatIsSeen(ask);
          progress.fold().answer(log.asks().askTime(kind.index(), row), outputs, kind.outputAt());
        }
      }
      return outputs;
    }

    /// How far one entity is.
    private final class Progress {
      private final Entity entity;
      private final List<EntityRecord> remaining;
      private EntityFold fold;

      Progress(Entity entity) {
        this.entity = entity;
        fold = program.newFold(entity.kind(), pool);
        remaining = new ArrayList<>(log.records(entity));
        if (scenario.visibility() == Visibility.AS_KNOWN) {
          remaining.sort(Comparator.comparingLong(record -> record.event().visibleFrom()));
        }
      }

      void applyWhatIsSeen(Placed ask) {
        while (!remaining.isEmpty() && scenario.sees(ask, remaining.getFirst().event())) {
          remaining.removeFirst().applyTo(fold);
        }
      }

      EntityFold fold() {
        if (continuation == Continuation.RESTORED) {
          fold = restored();
        }
        return fold;
      }

      private EntityFold restored() {
        EntityFold other = program.newFold(entity.kind(), pool);
        EntityState.of(entity.kind(), entity.key(), fold).readInto(other);
        return other;
      }
    }
  }
}
