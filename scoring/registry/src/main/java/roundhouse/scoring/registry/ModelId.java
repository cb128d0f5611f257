package roundhouse.scoring.registry;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// The id of a registered model: 1 to 128 of `a-z 0-9 . _ -`, starting with a letter or digit.
public record ModelId(@JsonValue String value) {
  public ModelId {
    Names.requireName("Model", value);
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static ModelId of(String value) {
    return new ModelId(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
