package roundhouse.featureengine.language.program;

import roundhouse.featureengine.kernel.Registers;
import roundhouse.featureengine.kernel.Row;

/// One operation of a lowered expression: reads the row and registers filled before, and fills one.
@FunctionalInterface
interface Step {
  void run(Row row, Registers registers);
}
