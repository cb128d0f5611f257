package roundhouse.featureengine.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import roundhouse.featureengine.language.ast.Aggregate;
import roundhouse.featureengine.language.ast.Expression;
import roundhouse.featureengine.language.ast.Expression.Aggregation;
import roundhouse.featureengine.language.ast.Subexpressions;
import roundhouse.featureengine.language.ast.Window;

/// The cases are what the oracle says, and what the plain folds say: fast, without any server.
class CasesTest {
  @Test
  void casesAreRightByTheOracle() {
    assertThat(CaseRun.differences(new InterpreterBackend(), Cases.all())).isEmpty();
  }

  @Test
  void everyExpressionAggregateAndWindowHasACase() {
    Set<Class<?>> met = new HashSet<>();
    for (Case each : Cases.all()) {
      if (each.computed() instanceof Case.Computed.OfFeature(Expression value)) {
        Subexpressions.forEach(value, part -> meet(part, met));
      }
    }
    assertThat(met)
        .contains(Expression.class.getPermittedSubclasses())
        .contains(Aggregate.class.getPermittedSubclasses())
        .contains(Window.class.getPermittedSubclasses());
  }

  private static void meet(Expression part, Set<Class<?>> met) {
    met.add(part.getClass());
    if (part instanceof Aggregation aggregation) {
      met.add(aggregation.aggregate().getClass());
      met.add(aggregation.window().getClass());
    }
  }

  @Test
  void casesHaveNamesOfTheirOwn() {
    List<String> names = Cases.all().stream().map(Case::name).toList();
    assertThat(names).doesNotHaveDuplicates().hasSizeGreaterThan(200);
  }
}
