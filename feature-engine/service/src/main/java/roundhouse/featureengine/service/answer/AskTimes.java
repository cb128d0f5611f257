package roundhouse.featureengine.service.answer;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Who says when an ask became known.
public sealed interface AskTimes {
  /// The service, by its clock: what an answer may know is nothing that a caller can choose.
  record AssignedNow(Clock clock) implements AskTimes {
    Instant now() {
      return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
  }

  /// The ask itself, as of a replay of past events; never for a service that is live.
  record AsReplayed() implements AskTimes {}

  /// The instant to assign to an ask that comes now, if it is the service that assigns it.
  default Optional<Instant> assigned() {
    return switch (this) {
      case AssignedNow assigned -> Optional.of(assigned.now());
      case AsReplayed _ -> Optional.empty();
    };
  }
}
