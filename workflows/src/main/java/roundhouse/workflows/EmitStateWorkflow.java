package roundhouse.workflows;

import io.temporal.workflow.Workflow;
import roundhouse.temporal.contracts.EmitState;
import roundhouse.temporal.contracts.Progress;
import roundhouse.temporal.contracts.StateActivities;
import roundhouse.temporal.contracts.StateReference;
import roundhouse.temporal.contracts.StateRequest;

/// Emits a state in one step.
public final class EmitStateWorkflow implements EmitState {
  private final Stages stages = new Stages();

  @Override
  public StateReference emit(StateRequest request) {
    String what = "%s over %s".formatted(request.featureSet(), request.source());
    stages.enter("emitting state", what);
    StateReference state =
        Workflow.newActivityStub(
                StateActivities.class, ActivityPresets.described(ActivityPresets.LONG, what))
            .emit(request);
    stages.end("%s: %d entities".formatted(state.location(), state.entities()));
    return state;
  }

  @Override
  public Progress progress() {
    return stages.current();
  }
}
