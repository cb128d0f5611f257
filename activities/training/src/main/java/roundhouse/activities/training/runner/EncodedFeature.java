package roundhouse.activities.training.runner;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A column of the encoded rows.
///
/// @param categories for a category its dictionary, in the order of its codes; null for a number
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EncodedFeature(String name, @Nullable List<String> categories) {
  public EncodedFeature {
    categories = categories == null ? null : List.copyOf(categories);
  }

  /// XGBoost's name of the type.
  public String type() {
    return categories == null ? "q" : "c";
  }
}
