package roundhouse.temporal.contracts;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A dataset wanted: one row for each ask of the source in [from, to).
///
/// @param featureSet name and version, `late-arrival@1`
/// @param source name of an imported event source, `flights`
/// @param from first ask time included, or null for the source's first
/// @param to first ask time excluded, or null for the source's end
/// @param completeThrough the source must be complete through this instant, or the backfill fails
///   as [FailureTypes#DATA_LATE]; null asks for nothing beyond the range. The dataset does not
///   depend on it: one dataset serves several cut-offs
/// @param alongside other feature sets with the same kind of ask, whose datasets are made in the
///   same pass over the source and registered with this one
/// @param partitions how the dataset is cut into files; a month where left out
/// @param backend where the rows are computed; the batch backend where left out. The dataset does
///   not depend on it
/// @param visibility which events the values are of; those that were known where left out. For what
///   was served the source has the answers, and the range is of the asks that were answered
public record BackfillRequest(
    String featureSet,
    String source,
    @Nullable Instant from,
    @Nullable Instant to,
    @Nullable Instant completeThrough,
    List<String> alongside,
    PartitionUnit partitions,
    Backend backend,
    Visibility visibility) {
  public BackfillRequest {
    alongside = List.copyOf(Objects.requireNonNullElse(alongside, List.of()));
    partitions = Objects.requireNonNullElse(partitions, PartitionUnit.MONTH);
    backend = Objects.requireNonNullElse(backend, Backend.BATCH);
    visibility = Objects.requireNonNullElse(visibility, Visibility.AS_KNOWN);
  }

  /// A request for one dataset of what was known, by months from the batch backend.
  public BackfillRequest(
      String featureSet,
      String source,
      @Nullable Instant from,
      @Nullable Instant to,
      @Nullable Instant completeThrough) {
    this(
        featureSet,
        source,
        from,
        to,
        completeThrough,
        List.of(),
        PartitionUnit.MONTH,
        Backend.BATCH,
        Visibility.AS_KNOWN);
  }

  /// A request that asks for nothing beyond its range.
  public BackfillRequest(
      String featureSet, String source, @Nullable Instant from, @Nullable Instant to) {
    this(featureSet, source, from, to, null);
  }

  /// The same request to that backend.
  public BackfillRequest on(Backend backend) {
    return new BackfillRequest(
        featureSet, source, from, to, completeThrough, alongside, partitions, backend, visibility);
  }

  /// The same request with partitions of that unit.
  public BackfillRequest by(PartitionUnit unit) {
    return new BackfillRequest(
        featureSet, source, from, to, completeThrough, alongside, unit, backend, visibility);
  }

  /// The same request with those feature sets computed in the same pass.
  public BackfillRequest alongside(List<String> featureSets) {
    return new BackfillRequest(
        featureSet,
        source,
        from,
        to,
        completeThrough,
        featureSets,
        partitions,
        backend,
        visibility);
  }

  /// The same request for values as they were served.
  public BackfillRequest asServed() {
    return new BackfillRequest(
        featureSet,
        source,
        from,
        to,
        completeThrough,
        alongside,
        partitions,
        backend,
        Visibility.AS_SERVED);
  }
}
