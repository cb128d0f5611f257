package roundhouse.temporal.contracts;

/// The accepted result of a training: one per training, whichever attempt produced it.
///
/// @param attempt the attempt whose result was accepted
/// @param modelFile key of the model file as the trainer's library saved it
/// @param modelSha256 digest of that file, lower-case hex
/// @param log key of the trainer's log
/// @param codeRevision git revision of the training workflow's code, or `unversioned`
/// @param library name and version of the library that saved the model
public record TrainingResult(
    String trainingId,
    int attempt,
    String modelFile,
    String modelSha256,
    String log,
    String codeRevision,
    String library) {}
