package roundhouse.activities.training.runner;

import java.util.List;
import roundhouse.storage.ObjectKey;
import roundhouse.temporal.contracts.TrainingInputs;

/// What was prepared for a training: the object `inputs.json` beside the prepared files, put last.
///
/// @param requestSha256 digest of the request that they were prepared for
/// @param inputs what the workflow is told of them
/// @param planHash of the features that the dataset holds
/// @param features columns of the encoded rows, in order
/// @param label column of the training rows
/// @param trainRows the encoded training rows with their labels
/// @param goldenRows encoded rows without labels that the certificate rests on
public record PreparedInputs(
    String requestSha256,
    TrainingInputs inputs,
    String featureSet,
    String planHash,
    List<EncodedFeature> features,
    String label,
    PreparedFile schema,
    PreparedFile trainRows,
    PreparedFile goldenRows) {
  public PreparedInputs {
    features = List.copyOf(features);
  }

  /// Names of the columns, in order.
  public List<String> featureNames() {
    return features.stream().map(EncodedFeature::name).toList();
  }

  /// A prepared file, by its digest.
  ///
  /// @param key in the object store
  public record PreparedFile(String key, long bytes, String sha256) {
    public ObjectKey objectKey() {
      return ObjectKey.of(key);
    }
  }
}
