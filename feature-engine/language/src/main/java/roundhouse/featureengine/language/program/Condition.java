package roundhouse.featureengine.language.program;

import java.util.List;
import java.util.Map;
import roundhouse.featureengine.kernel.Registers;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.language.ast.Expression;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.check.Scope;

/// A checked condition on single rows, ready to run. Immutable, for any number of threads.
public final class Condition {
  private final Lowering lowering;
  private final Step[] steps;
  private final int result;

  private Condition(Lowering lowering, int result) {
    this.lowering = lowering;
    this.steps = lowering.cut();
    this.result = result;
  }

  /// A condition on rows of these fields.
  ///
  /// @param condition without aggregates, of type boolean
  public static Condition of(Expression condition, List<FieldSchema> fields) {
    Lowering lowering = new Lowering(new Scope("row", fields, Map.of()));
    return new Condition(lowering, lowering.register(condition));
  }

  /// Whether the condition is true of the row, neither false nor null.
  public boolean isTrue(Row row) {
    Registers registers = lowering.newRegisters();
    for (Step step : steps) {
      step.run(row, registers);
    }
    return !registers.isNull(result) && registers.booleanAt(result);
  }
}
