package roundhouse.activities.training.runner;

/// How a run ended.
public sealed interface TrainingOutcome {
  /// A model that can be exported, in the object store but not yet accepted.
  record Succeeded(Candidate candidate) implements TrainingOutcome {}

  /// The user's code is at fault; trying again would fail again.
  ///
  /// @param message what is wrong and how to mend it
  /// @param traceback the user's frames, or empty where there are none
  /// @param log key of the trainer's log
  record UserFailed(String message, String traceback, String log) implements TrainingOutcome {}

  /// The run is gone through no fault of the user's code; another attempt may succeed.
  record Lost(String reason) implements TrainingOutcome {}
}
