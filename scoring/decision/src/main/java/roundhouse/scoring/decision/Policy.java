package roundhouse.scoring.decision;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What becomes of a value that is absent, or of a category that the training rows did not have.
public enum Policy {
  /// It counts as missing: NaN in the row, which a tree sends its default way.
  @JsonProperty("as-missing")
  AS_MISSING,
  /// The row is refused.
  @JsonProperty("refuse")
  REFUSE
}
