package roundhouse.featureengine.service.answer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import roundhouse.featureengine.language.ast.Expression;
import roundhouse.featureengine.language.ast.ExpressionText;
import roundhouse.featureengine.language.ast.Feature;
import roundhouse.featureengine.language.ast.History;
import roundhouse.featureengine.language.ast.Subexpressions;
import roundhouse.featureengine.language.plan.Plan;

/// Which features cannot be known without which kind of entity.
final class FeatureDependencies {
  private final Map<String, List<String>> featuresByEntity = new HashMap<>();
  private final List<String> allOfEntities = new ArrayList<>();

  FeatureDependencies(Plan plan) {
    for (Feature feature : plan.features()) {
      List<String> entities = new ArrayList<>();
      Subexpressions.forEach(
          feature.value(),
          part -> {
            if (part instanceof Expression.Aggregation aggregation) {
              entities.add(entityOf(aggregation.history()));
            }
          });
      entities.stream()
          .distinct()
          .forEach(
              entity ->
                  featuresByEntity
                      .computeIfAbsent(entity, _ -> new ArrayList<>())
                      .add(feature.name()));
      if (!entities.isEmpty()) {
        allOfEntities.add(feature.name());
      }
    }
  }

  /// Names of the features that read that kind of entity; all that read any, for a kind that is not
  /// known by this name.
  List<String> of(String entity) {
    return featuresByEntity.getOrDefault(entity, allOfEntities);
  }

  /// As [roundhouse.featureengine.language.program.EntityKind#name].
  private static String entityOf(History history) {
    return history.keys().stream()
        .map(key -> ExpressionText.of(key.ask()))
        .collect(Collectors.joining(", "));
  }
}
