package roundhouse.activities.training.trainer;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/// How a trainer says that it ended: `outcome.json` in its run folder, written last and atomically.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "status")
@JsonSubTypes({
  @JsonSubTypes.Type(value = TrainerReport.Succeeded.class, name = "succeeded"),
  @JsonSubTypes.Type(value = TrainerReport.UserFailed.class, name = "user-failed"),
  @JsonSubTypes.Type(value = TrainerReport.Failed.class, name = "failed")
})
public sealed interface TrainerReport {
  /// A model was saved.
  ///
  /// @param modelFile name of the model file in the run folder
  /// @param library name and version of the library that saved it
  /// @param margins of the golden rows, one row after the other, as decimals of their float64
  record Succeeded(String modelFile, String modelSha256, String library, List<String> margins)
      implements TrainerReport {
    public Succeeded {
      margins = List.copyOf(margins);
    }
  }

  /// The user's code or parameters are at fault.
  ///
  /// @param traceback the user's frames, or empty
  record UserFailed(String message, String traceback) implements TrainerReport {}

  /// Anything else is at fault.
  record Failed(String message) implements TrainerReport {}
}
