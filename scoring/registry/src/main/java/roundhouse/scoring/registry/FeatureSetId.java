package roundhouse.scoring.registry;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A version of a feature set, written `late-arrival@1`.
///
/// @param version 1 or more
public record FeatureSetId(String name, int version) {
  private static final Pattern TEXT = Pattern.compile("([^@]+)@([1-9][0-9]{0,8})");

  public FeatureSetId {
    Names.requireName("Feature set", name);
    if (version < 1) {
      throw malformed(name + "@" + version);
    }
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static FeatureSetId parse(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw malformed(text);
    }
    return new FeatureSetId(parts.group(1), Integer.parseInt(parts.group(2)));
  }

  private static IllegalArgumentException malformed(String text) {
    return new IllegalArgumentException(
        "Feature set '%s': expected name@version with a version from 1, like late-arrival@1; correct the text"
            .formatted(text));
  }

  @JsonValue
  @Override
  public String toString() {
    return name + "@" + version;
  }
}
