package roundhouse.temporal.testkit.fakes;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import roundhouse.temporal.contracts.StateActivities;
import roundhouse.temporal.contracts.StateReference;
import roundhouse.temporal.contracts.StateRequest;

/// A state of a hundred entities.
public final class FakeState implements StateActivities {
  private final Faults faults = new Faults();

  /// Failures of [#emit].
  public Faults faults() {
    return faults;
  }

  @Override
  public StateReference emit(StateRequest request) {
    faults.strike();
    return new StateReference(
        "states/late-arrival-v1-0123456789abcdef",
        request.featureSet(),
        "ab".repeat(32),
        request.source(),
        Objects.requireNonNullElse(request.knownBefore(), Instant.parse("2013-10-01T00:00:00Z")),
        100,
        4096,
        List.of());
  }
}
