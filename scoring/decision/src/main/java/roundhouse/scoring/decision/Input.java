package roundhouse.scoring.decision;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/// One input of a model, by name: how its values become a float32.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(name = "number", value = Input.Numeric.class),
  @JsonSubTypes.Type(name = "boolean", value = Input.Truth.class),
  @JsonSubTypes.Type(name = "time", value = Input.Time.class),
  @JsonSubTypes.Type(name = "category", value = Input.Category.class)
})
public sealed interface Input {
  String name();

  /// What becomes of an absent value.
  Policy onMissing();

  /// A number, cast to float32 from long or double; NaN is missing, an infinity or a number beyond
  /// float32's range is refused.
  record Numeric(String name, Policy onMissing) implements Input {}

  /// 1 for true, 0 for false.
  record Truth(String name, Policy onMissing) implements Input {}

  /// A point in time as epoch microseconds, cast to float32.
  record Time(String name, Policy onMissing) implements Input {}

  /// A text as its index in the dictionary.
  ///
  /// @param categories distinct, ordered by their UTF-8 bytes
  record Category(String name, List<String> categories, Policy onUnknown, Policy onMissing)
      implements Input {
    public Category {
      categories = List.copyOf(categories);
    }
  }
}
