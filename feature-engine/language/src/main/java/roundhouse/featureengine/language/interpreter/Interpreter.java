package roundhouse.featureengine.language.interpreter;

import java.util.List;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.language.plan.Plan;

/// Computes features and labels of single asks from all events at once. Every other way of
/// computing them must give the same bits.
///
/// Shares no code with the kernel. Cost: every event for every ask.
@SuppressWarnings("DoNotCallSuggester")
public final class Interpreter {
  private Interpreter() {}

  /// An interpreter over these events and no others.
  ///
  /// @param events for each of the plan's streams its events, in the order of their positions
  public static Interpreter of(Plan plan, List<? extends List<? extends Row>> events) {
    throw new UnsupportedOperationException();
  }

  /// The ask's features, in the plan's order.
  public ArrayRow features(Row ask) {
    throw new UnsupportedOperationException();
  }

  /// The ask's labels, in the plan's order.
  public ArrayRow labels(Row ask) {
    throw new UnsupportedOperationException();
  }
}
