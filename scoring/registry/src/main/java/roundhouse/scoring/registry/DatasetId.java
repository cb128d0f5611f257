package roundhouse.scoring.registry;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// The id of a registered dataset: 1 to 128 of `a-z 0-9 . _ -`, starting with a letter or digit.
public record DatasetId(@JsonValue String value) {
  public DatasetId {
    Names.requireName("Dataset", value);
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static DatasetId of(String value) {
    return new DatasetId(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
