package roundhouse.featureengine.language.program;

import java.util.List;
import java.util.Map;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.kernel.ValuePool;
import roundhouse.featureengine.language.ast.Expression;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.check.Scope;
import roundhouse.featureengine.language.program.RowCompiler.Compiled;
import roundhouse.featureengine.language.program.RowCompiler.Target;

/// A checked condition on single rows, ready to run. Immutable, for any number of threads.
public final class Condition {
  private final ThreadLocal<RowCode> code;

  private Condition(Compiled compiled) {
    code = ThreadLocal.withInitial(() -> compiled.newInstance(new ValuePool()));
  }

  /// A condition on rows of these fields.
  ///
  /// @param condition without aggregates, of type boolean
  public static Condition of(Expression condition, List<FieldSchema> fields) {
    Graph graph = Graph.of(new Scope("row", fields, Map.of()));
    Node isTrue = graph.isTrue(condition);
    return new Condition(RowCompiler.compile(List.of(new Target.Word(isTrue, 0, null))));
  }

  /// Whether the condition is true of the row, neither false nor null.
  public boolean isTrue(Row row) {
    long[] result = new long[1];
    code.get().run(row, result, 0, null);
    return result[0] != 0;
  }
}
