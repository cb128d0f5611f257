package roundhouse.activities.data;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.batch.Backfill;
import roundhouse.featureengine.batch.PartitionUnit;
import roundhouse.featureengine.batch.ServedAnswers;
import roundhouse.featureengine.batch.source.EventSource;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.storage.ObjectStore;
import roundhouse.temporal.contracts.Visibility;

/// Opens the batch backend's backfills over one store.
///
/// @param answers reads what was served, or null where that is not to be had
record Backfills(ObjectStore store, @Nullable ServedAnswers answers) {
  boolean canRead(Visibility visibility) {
    return switch (visibility) {
      case AS_KNOWN -> true;
      case AS_SERVED -> answers != null;
    };
  }

  /// Throws [InvalidDefinitionException] with everything for which there is no such backfill.
  Backfill open(
      Plan plan,
      EventSource source,
      @Nullable Instant from,
      @Nullable Instant to,
      PartitionUnit unit,
      Visibility visibility) {
    return switch (visibility) {
      case AS_KNOWN -> Backfill.of(store, plan, source, from, to, unit);
      case AS_SERVED -> Backfill.ofServed(store, plan, source, from, to, unit, requireAnswers());
    };
  }

  private ServedAnswers requireAnswers() {
    if (answers == null) {
      throw new IllegalStateException(
          "Visibility 'AS_SERVED': not on this worker; start a worker that reads answers");
    }
    return answers;
  }
}
