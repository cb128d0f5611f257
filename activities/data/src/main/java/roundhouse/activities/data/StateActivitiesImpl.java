package roundhouse.activities.data;

import io.temporal.activity.Activity;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.batch.StateExport;
import roundhouse.featureengine.batch.engine.EngineOptions;
import roundhouse.featureengine.batch.source.EventSource;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.language.state.StateManifest;
import roundhouse.featureengine.language.state.StateManifest.Position;
import roundhouse.featureengine.language.state.StateManifest.StateFile;
import roundhouse.scoring.registry.Registry;
import roundhouse.storage.ObjectStore;
import roundhouse.temporal.contracts.StateActivities;
import roundhouse.temporal.contracts.StateReference;
import roundhouse.temporal.contracts.StateRequest;

/// Emits state through the batch backend. It can be repeated: a state that is there is returned,
/// not recomputed, and files of an attempt that was killed are overtaken by the same or left alone.
public final class StateActivitiesImpl implements StateActivities {
  private final ObjectStore store;
  private final PublishedPlans plans;
  private final EngineOptions options;

  /// An implementation over one store.
  ///
  /// @param store where sources and plans are, and states go; stays the caller's to close
  /// @param options what each state may use of this machine
  public StateActivitiesImpl(ObjectStore store, Registry registry, EngineOptions options) {
    this.store = store;
    this.options = options;
    plans = new PublishedPlans(store, registry);
  }

  @Override
  public StateReference emit(StateRequest request) {
    return ActivityFailures.told(() -> emitted(request));
  }

  private StateReference emitted(StateRequest request) {
    RequestCheck check = new RequestCheck();
    Optional<Plan> plan = check.featureSet("featureSet", request.featureSet(), plans);
    Optional<EventSource> source = check.source(request.source(), store);
    check.refuseIfAny();
    StateExport export = export(plan.orElseThrow(), source.orElseThrow(), request.knownBefore());
    try (Heartbeat heartbeat =
        Heartbeat.start(Activity.getExecutionContext(), export.directory().value())) {
      return reference(request, export, export.run(options, heartbeat));
    }
  }

  private StateExport export(Plan plan, EventSource source, @Nullable Instant knownBefore) {
    return knownBefore == null
        ? StateExport.ofAll(store, plan, source)
        : StateExport.of(store, plan, source, knownBefore);
  }

  private static StateReference reference(
      StateRequest request, StateExport export, StateManifest state) {
    return new StateReference(
        export.directory().value(),
        request.featureSet(),
        state.planHash(),
        request.source(),
        state.knownBefore(),
        state.entities().stream().mapToLong(StateFile::entities).sum(),
        Stream.concat(state.entities().stream(), state.seenIds().stream())
            .mapToLong(StateFile::bytes)
            .sum(),
        state.positions().stream()
            .filter(position -> position.topic() == null)
            .map(Position::stream)
            .toList());
  }
}
