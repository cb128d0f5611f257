package roundhouse.featureengine.language.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.kernel.Micros;
import roundhouse.featureengine.language.PlanExamples;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.interpreter.Interpreter;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.language.random.RandomHistory;
import roundhouse.featureengine.language.random.RandomPlan;

/// The folds give the interpreter's bits on histories made to hurt.
class FoldsEqualInterpreterTest {
  @Property(tries = 250, shrinking = ShrinkingMode.OFF)
  void featuresAreThoseOfTheInterpreter(@ForAll long seed) {
    Plan plan = PlanExamples.drawn(seed);
    RandomHistory history = new RandomHistory(plan, seed);
    Interpreter interpreter = Interpreter.of(plan, history.events);
    FeatureFold fold = FeatureFold.of(plan);
    Feed feed = new Feed(plan, history.events);
    for (ArrayRow ask : history.asks) {
      feed.before(fold.visibleBefore(ask), fold);
      ArrayRow columns = ArrayRow.ofSize(plan.features().size());
      fold.answer(ask, columns);
      assertThat(columns).as("ask %s", ask).isEqualTo(interpreter.features(ask));
    }
  }

  @Property(tries = 400, shrinking = ShrinkingMode.OFF)
  void anyPlanHasTheValuesOfTheInterpreter(@ForAll long seed) {
    Plan plan = RandomPlan.of(seed);
    var history = new roundhouse.featureengine.language.random.RandomHistory(plan, seed);
    Interpreter interpreter = Interpreter.of(plan, history.events);
    FeatureFold fold = FeatureFold.of(plan);
    Feed feed = new Feed(plan, history.events);
    for (ArrayRow ask : history.asks) {
      feed.before(fold.visibleBefore(ask), fold);
      ArrayRow columns = ArrayRow.ofSize(plan.features().size());
      fold.answer(ask, columns);
      ArrayRow expected = interpreter.features(ask);
      for (int i = 0; i < columns.size(); i++) {
        assertThat(columns.valueAt(i))
            .as("seed %d, ask %s, feature %s", seed, ask, plan.features().get(i))
            .isEqualTo(expected.valueAt(i));
      }
    }
  }

  @Property(tries = 150, shrinking = ShrinkingMode.OFF)
  void labelsAreThoseOfTheInterpreter(@ForAll long seed) {
    Plan plan = PlanExamples.drawn(seed);
    RandomHistory history = new RandomHistory(plan, seed);
    Interpreter interpreter = Interpreter.of(plan, history.events);
    for (int label = 0; label < plan.labels().size(); label++) {
      LabelFold fold = LabelFold.of(plan, label);
      List<ArrayRow> events = new ArrayList<>(history.events.get(fold.stream()));
      for (ArrayRow ask : history.asks) {
        feed(plan, events, fold, ask);
        ArrayRow column = ArrayRow.ofSize(1);
        fold.answer(ask, column, 0);
        assertThat(column.valueAt(0)).isEqualTo(interpreter.labels(ask).valueAt(label));
      }
    }
  }

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void laterStartWithinTheLookbackGivesTheSame(@ForAll long seed) {
    Plan plan = PlanExamples.drawn(seed);
    RandomHistory history = new RandomHistory(plan, seed);
    Interpreter interpreter = Interpreter.of(plan, history.events);
    if (history.asks.isEmpty()) {
      return;
    }
    List<ArrayRow> asks = history.asks.subList(history.asks.size() / 2, history.asks.size());
    FeatureFold fold = FeatureFold.of(plan);
    long firstKnownAt = RandomHistory.knownAt(plan.askStream()).applyAsLong(asks.getFirst());
    List<List<ArrayRow>> recent = new ArrayList<>();
    for (int i = 0; i < plan.streams().size(); i++) {
      long start = firstKnownAt - Micros.of(fold.lookback(i));
      var knownAt = RandomHistory.knownAt(plan.streams().get(i));
      recent.add(
          history.events.get(i).stream()
              .filter(event -> knownAt.applyAsLong(event) >= start)
              .toList());
    }
    Feed feed = new Feed(plan, recent);
    for (ArrayRow ask : asks) {
      feed.before(fold.visibleBefore(ask), fold);
      ArrayRow columns = ArrayRow.ofSize(plan.features().size());
      fold.answer(ask, columns);
      assertThat(columns).isEqualTo(interpreter.features(ask));
    }
  }

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void orderWithinAnInstantHasNoBearing(@ForAll long seed) {
    Plan plan = PlanExamples.drawn(seed);
    RandomHistory history = new RandomHistory(plan, seed);
    FeatureFold fold = FeatureFold.of(plan);
    FeatureFold shuffled = FeatureFold.of(plan);
    List<List<ArrayRow>> otherOrder = new ArrayList<>();
    for (int i = 0; i < history.events.size(); i++) {
      List<ArrayRow> rows = new ArrayList<>(history.events.get(i));
      Collections.shuffle(rows, new Random(seed));
      rows.sort(Comparator.comparingLong(RandomHistory.knownAt(plan.streams().get(i))));
      otherOrder.add(rows);
    }
    Feed feed = new Feed(plan, history.events);
    Feed otherFeed = new Feed(plan, otherOrder);
    for (ArrayRow ask : history.asks) {
      feed.before(fold.visibleBefore(ask), fold);
      otherFeed.before(fold.visibleBefore(ask), shuffled);
      ArrayRow columns = ArrayRow.ofSize(plan.features().size());
      ArrayRow otherColumns = ArrayRow.ofSize(plan.features().size());
      fold.answer(ask, columns);
      shuffled.answer(ask, otherColumns);
      assertThat(otherColumns).isEqualTo(columns);
    }
  }

  private static void feed(Plan plan, List<ArrayRow> events, LabelFold fold, ArrayRow ask) {
    StreamSchema stream = plan.streams().get(fold.stream());
    var knownAt = RandomHistory.knownAt(stream);
    while (!events.isEmpty() && knownAt.applyAsLong(events.getFirst()) <= fold.readThrough(ask)) {
      fold.apply(events.removeFirst());
    }
  }

  /// Merges streams in the order of knownAt.
  private static final class Feed {
    private final Plan plan;
    private final List<List<ArrayRow>> remaining = new ArrayList<>();

    Feed(Plan plan, List<List<ArrayRow>> events) {
      this.plan = plan;
      events.forEach(rows -> remaining.add(new ArrayList<>(rows)));
    }

    void before(long end, FeatureFold fold) {
      while (true) {
        int next = -1;
        long nextKnownAt = end;
        for (int i = 0; i < remaining.size(); i++) {
          var knownAt = RandomHistory.knownAt(plan.streams().get(i));
          if (!remaining.get(i).isEmpty()
              && knownAt.applyAsLong(remaining.get(i).getFirst()) < nextKnownAt) {
            next = i;
            nextKnownAt = knownAt.applyAsLong(remaining.get(i).getFirst());
          }
        }
        if (next < 0) {
          return;
        }
        fold.apply(next, remaining.get(next).removeFirst());
      }
    }
  }
}
