package roundhouse.temporal.contracts;

/// Where a workflow is: its stage in words, and how far within it, from 0 to 1.
///
/// @param stage a verb phrase, such as "training"
/// @param fraction completed share of the stage, 0 to 1
/// @param detail one line for a person; may be empty
public record Progress(String stage, double fraction, String detail) {
  public static Progress at(String stage) {
    return new Progress(stage, 0, "");
  }
}
