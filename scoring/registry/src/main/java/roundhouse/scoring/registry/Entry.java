package roundhouse.scoring.registry;

import java.time.Instant;
import java.util.Objects;

/// One entry of the log, as its object has it.
///
/// @param format 1
/// @param number from 1, without gaps
/// @param predecessor SHA-256 of the previous entry's bytes; of no bytes for the first
/// @param time when the writer's clock said it was; informs, never decides
public record Entry(
    int format, long number, String predecessor, CommandId command, Instant time, Change change) {
  static final int FORMAT = 1;

  public Entry {
    Objects.requireNonNull(command);
    Objects.requireNonNull(time);
    Objects.requireNonNull(change);
    Names.requireSha256("Predecessor", predecessor);
  }
}
