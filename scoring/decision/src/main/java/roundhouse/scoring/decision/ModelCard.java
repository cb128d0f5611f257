package roundhouse.scoring.decision;

import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// A model's lineage: everything it was made from.
///
/// @param name the model family
/// @param trainer `python` or `jvm`
/// @param library name and version of the library that saved the model file
/// @param codeRevision git revision of the training workflow's code, or `unversioned`
/// @param datasetDigest digest of the dataset's rows, lower-case hex
/// @param cutOff nothing learned after it was used
/// @param trainTo first instant at which no training ask lies any more
/// @param request the training request as it was submitted
public record ModelCard(
    String modelId,
    String trainingId,
    String name,
    String owner,
    String trainer,
    String library,
    String codeRevision,
    String datasetId,
    String datasetDigest,
    String planHash,
    String featureSet,
    List<String> features,
    String label,
    Instant cutOff,
    Instant trainFrom,
    Instant trainTo,
    Instant holdoutFrom,
    Instant holdoutTo,
    long trainRows,
    JsonNode request) {
  public ModelCard {
    features = List.copyOf(features);
  }
}
