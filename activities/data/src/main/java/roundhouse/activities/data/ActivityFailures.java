package roundhouse.activities.data;

import io.temporal.failure.ApplicationFailure;
import java.util.function.Supplier;
import roundhouse.featureengine.batch.IncompleteSourceException;
import roundhouse.featureengine.batch.parquet.UnsupportedTableException;
import roundhouse.featureengine.language.check.InvalidDefinitionException;
import roundhouse.scoring.registry.DamagedLogException;
import roundhouse.scoring.registry.RefusedChangeException;
import roundhouse.storage.ConflictingObjectException;
import roundhouse.storage.CorruptObjectException;
import roundhouse.storage.MissingObjectException;
import roundhouse.temporal.contracts.FailureTypes;

/// What goes wrong in a step, as the workflow is told it: what no retry can heal has a type of
/// [FailureTypes] and ends the run; all else is thrown as it came.
final class ActivityFailures {
  private ActivityFailures() {}

  static <T> T told(Supplier<T> step) {
    try {
      return step.get();
    } catch (InvalidDefinitionException e) {
      throw RequestCheck.invalid(e.problems().stream().map(RequestCheck::problem).toList());
    } catch (RefusedChangeException e) {
      throw e.isWorthARetry() ? e : permanent(FailureTypes.INVALID_REQUEST, e);
    } catch (IncompleteSourceException e) {
      throw permanent(FailureTypes.DATA_LATE, e);
    } catch (CorruptObjectException
        | DamagedLogException
        | ConflictingObjectException
        | MissingObjectException
        | UnsupportedTableException e) {
      throw permanent(FailureTypes.CORRUPT_OBJECT, e);
    }
  }

  private static ApplicationFailure permanent(String type, RuntimeException e) {
    return ApplicationFailure.newNonRetryableFailureWithCause(
        String.valueOf(e.getMessage()), type, e);
  }
}
