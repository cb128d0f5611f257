package roundhouse.workers.features;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import roundhouse.featureengine.language.ast.Aggregate;
import roundhouse.featureengine.language.ast.Expression;
import roundhouse.featureengine.language.ast.Feature;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.History;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.featureengine.language.ast.Window;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.scoring.registry.Change;
import roundhouse.scoring.registry.CommandId;
import roundhouse.scoring.registry.FeatureSetId;
import roundhouse.scoring.registry.Registry;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;

/// `shop@1`: how often a user, and anyone, visited a page in the last hour.
final class PublishedShop {
  static final StreamSchema VISITS = schema("visits");

  private PublishedShop() {}

  private static StreamSchema schema(String name) {
    return new StreamSchema(
        name,
        List.of(
            FieldSchema.required("id", ValueType.LONG),
            FieldSchema.required("user", ValueType.STRING),
            FieldSchema.required("page", ValueType.STRING),
            FieldSchema.required("at", ValueType.INSTANT)),
        "id",
        "at",
        "at",
        Duration.ZERO);
  }

  static Plan plan(int version) {
    return Plan.of(
        "shop",
        version,
        schema("purchases"),
        List.of(VISITS),
        Duration.ZERO,
        List.of(visitsBy("user"), visitsBy("page")),
        List.of());
  }

  /// `till@1`, whose feature is what the ask says.
  static Plan ofTheAskAlone() {
    return Plan.of(
        "till",
        1,
        schema("purchases"),
        List.of(),
        Duration.ZERO,
        List.of(new Feature("page", new Expression.Field("page"))),
        List.of());
  }

  /// Publishes version 1 in the store of that folder.
  static void into(Path folder) {
    publish(folder, plan(1));
  }

  static void publish(Path folder, Plan plan) {
    try (ObjectStore store = ObjectStores.onDisk(folder)) {
      store.putOnce(ObjectKey.of("plans/" + plan.hash() + ".json"), plan.toJson());
      Registry.open(store)
          .append(
              CommandId.of("publish/" + plan.reference()),
              new Change.FeatureSetPublished(FeatureSetId.parse(plan.reference()), plan.hash()))
          .orThrow();
    }
  }

  private static Feature visitsBy(String key) {
    Expression field = new Expression.Field(key);
    return new Feature(
        key + "_visits_1h",
        new Expression.Aggregation(
            new History(
                "visits", List.of(new History.KeyMatch(field, field)), Expression.Literal.of(true)),
            new Aggregate.Count(),
            new Window.Exact(Duration.ofHours(1))));
  }
}
