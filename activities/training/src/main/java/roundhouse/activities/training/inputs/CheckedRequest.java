package roundhouse.activities.training.inputs;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import roundhouse.featureengine.batch.dataset.Dataset;
import roundhouse.featureengine.batch.dataset.DatasetColumn;
import roundhouse.featureengine.language.filter.Filter;
import roundhouse.temporal.contracts.TrainingRequest;

/// A request whose names all exist.
///
/// @param features columns to train on, in order
/// @param filter on the rows of `filterColumns`; empty accepts all
/// @param filterColumns the dataset's columns that the filter reads, in its order
/// @param maturity of the label
record CheckedRequest(
    TrainingRequest request,
    Dataset dataset,
    List<DatasetColumn> features,
    Optional<Filter> filter,
    List<String> filterColumns,
    Duration maturity,
    Cut cut) {
  CheckedRequest {
    features = List.copyOf(features);
    filterColumns = List.copyOf(filterColumns);
  }
}
