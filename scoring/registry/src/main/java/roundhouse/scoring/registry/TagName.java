package roundhouse.scoring.registry;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// The name that an application scores by: 1 to 128 of `a-z 0-9 . _ -`, starting with a letter or
/// digit.
public record TagName(@JsonValue String value) {
  public TagName {
    Names.requireName("Tag", value);
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static TagName of(String value) {
    return new TagName(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
