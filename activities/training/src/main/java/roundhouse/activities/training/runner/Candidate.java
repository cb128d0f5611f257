package roundhouse.activities.training.runner;

import java.util.List;

/// What one attempt produced, as stored beside its model.
///
/// @param modelFile key of the model file as the library saved it
/// @param log key of the trainer's log
/// @param codeRevision git revision of the training workflow's code, `-dirty` where it was changed
///   since, or `unversioned`
/// @param library name and version of the library that saved the model
/// @param margins of the golden rows, in order, by the reloaded file on one thread, as decimals of
///   their float64
public record Candidate(
    String trainingId,
    int attempt,
    String modelFile,
    String modelSha256,
    String log,
    String codeRevision,
    String library,
    List<String> margins) {
  public Candidate {
    margins = List.copyOf(margins);
  }
}
