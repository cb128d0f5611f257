package roundhouse.scoring.decision.meta;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What is to be done about the thing that was scored.
public enum Outcome {
  @JsonProperty("allow")
  ALLOW,
  /// A person should look at it.
  @JsonProperty("review")
  REVIEW,
  @JsonProperty("block")
  BLOCK
}
