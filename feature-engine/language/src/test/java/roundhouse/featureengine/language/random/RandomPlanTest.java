package roundhouse.featureengine.language.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.language.ast.Aggregate;
import roundhouse.featureengine.language.ast.Expression;
import roundhouse.featureengine.language.ast.Expression.Aggregation;
import roundhouse.featureengine.language.ast.Subexpressions;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.featureengine.language.ast.Window;
import roundhouse.featureengine.language.check.InvalidDefinitionException;
import roundhouse.featureengine.language.interpreter.Interpreter;
import roundhouse.featureengine.language.plan.Column;
import roundhouse.featureengine.language.plan.Plan;

class RandomPlanTest {
  @Property(tries = 200, shrinking = ShrinkingMode.OFF)
  void drawnPlanIsReadBackAsWritten(@ForAll long seed) {
    Plan plan = RandomPlan.of(seed);
    assertThat(Plan.parse(plan.toJson())).isEqualTo(plan);
  }

  /// Bytes changed at random are refused, or are a plan in canonical form of other bytes.
  @Property(tries = 200, shrinking = ShrinkingMode.OFF)
  void damagedPlanIsRefusedOrIsAnother(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] json = RandomPlan.of(seed).toJson();
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      json[random.nextInt(json.length)] = (byte) (' ' + random.nextInt(95));
    }
    try {
      Plan plan = Plan.parse(json);
      assertThat(Plan.parse(plan.toJson())).isEqualTo(plan);
    } catch (InvalidDefinitionException e) {
      assertThat(e.problems()).isNotEmpty();
    }
  }

  /// What the check promises of a column holds for the values.
  @Property(tries = 100, shrinking = ShrinkingMode.OFF)
  void valuesAreOfTheirColumnsTypes(@ForAll long seed) {
    Plan plan = RandomPlan.of(seed);
    RandomHistory history = new RandomHistory(plan, seed);
    Interpreter interpreter = Interpreter.of(plan, history.events);
    for (ArrayRow ask : history.asks) {
      ArrayRow features = interpreter.features(ask);
      for (int i = 0; i < features.size(); i++) {
        Column column = plan.columns().get(i);
        Object value = features.valueAt(i);
        assertThat(value == null ? column.isNullable() : ValueType.holds(column.type(), value))
            .as("%s of %s", value, column)
            .isTrue();
      }
    }
  }

  @Test
  void everyExpressionAggregateAndWindowIsDrawn() {
    Set<Class<?>> drawn = new HashSet<>();
    for (long seed = 0; seed < 2_000; seed++) {
      RandomPlan.of(seed)
          .features()
          .forEach(feature -> Subexpressions.forEach(feature.value(), part -> add(part, drawn)));
    }
    assertThat(drawn)
        .contains(Expression.class.getPermittedSubclasses())
        .contains(Aggregate.class.getPermittedSubclasses())
        .contains(Window.class.getPermittedSubclasses());
  }

  private static void add(Expression part, Set<Class<?>> drawn) {
    drawn.add(part.getClass());
    if (part instanceof Aggregation aggregation) {
      drawn.add(aggregation.aggregate().getClass());
      drawn.add(aggregation.window().getClass());
    }
  }
}
