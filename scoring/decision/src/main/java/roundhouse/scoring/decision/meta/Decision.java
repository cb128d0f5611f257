package roundhouse.scoring.decision.meta;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a meta-model decided, and how it came to it.
///
/// @param outcome null where neither a rule nor a threshold applied
/// @param score a probability; null where a rule decided before it
/// @param rule name of the rule that decided, or null
/// @param path the ways that were taken, in order, in words
/// @param margins of the models that were asked, by their ids, in the order of asking
public record Decision(
    @Nullable Outcome outcome,
    @Nullable Double score,
    @Nullable String rule,
    List<String> path,
    Map<String, Double> margins) {
  public Decision {
    path = List.copyOf(path);
    margins = Collections.unmodifiableMap(new LinkedHashMap<>(margins));
  }
}
