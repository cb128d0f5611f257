package roundhouse.temporal.contracts;

import io.temporal.activity.ActivityInterface;

/// The step of [EmitState], which is idempotent.
@ActivityInterface(namePrefix = "State")
public interface StateActivities {
  /// Writes the state, or returns what an earlier attempt wrote. Fails with
  /// [FailureTypes#INVALID_REQUEST] listing every problem, with [FailureTypes#DATA_LATE] where the
  /// source ends before what the request wants. Heartbeats a [Progress].
  StateReference emit(StateRequest request);
}
