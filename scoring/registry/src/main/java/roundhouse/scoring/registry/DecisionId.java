package roundhouse.scoring.registry;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// The id of a recorded decision: 1 to 128 of `a-z 0-9 . _ -`, starting with a letter or digit.
public record DecisionId(@JsonValue String value) {
  public DecisionId {
    Names.requireName("Decision", value);
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static DecisionId of(String value) {
    return new DecisionId(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
