package roundhouse.architecture;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// The dependency table of docs/design.md §3 as code: which of our modules a module may declare.
/// What a listed module uses comes along. A `*` stands for one path segment.
final class DependencyTable {
  private static final Set<String> CLIENT =
      Set.of(
          "temporal/contracts",
          "temporal/runtime",
          "scoring/registry",
          "feature-engine/storage",
          "feature-engine/language",
          "feature-engine/backend-batch",
          "scoring/decision",
          "scoring/trees",
          "scoring/evaluation",
          "temporal/server");

  private static final Set<String> ENGINE =
      Set.of("feature-engine/language", "feature-engine/kernel", "feature-engine/storage");

  private static final Set<String> LIBRARIES =
      Set.of(
          "temporal/contracts",
          "feature-engine/storage",
          "feature-engine/kernel",
          "feature-engine/language",
          "feature-engine/backend-batch",
          "scoring/trees",
          "scoring/decision",
          "scoring/evaluation",
          "scoring/registry");

  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          entry("feature-engine/storage", Set.of()),
          entry("http", Set.of("feature-engine/storage")),
          entry("feature-engine/kernel", Set.of()),
          entry("scoring/trees", Set.of()),
          entry("scoring/evaluation", Set.of()),
          entry("temporal/contracts", Set.of()),
          entry("feature-engine/language", Set.of("feature-engine/kernel")),
          entry("feature-engine/backend-batch", ENGINE),
          entry("feature-engine/backend-stream", ENGINE),
          entry(
              "feature-engine/backend-spark",
              Set.of(
                  "feature-engine/backend-batch",
                  "feature-engine/language",
                  "feature-engine/kernel",
                  "feature-engine/storage")),
          entry(
              "feature-engine/service",
              Set.of(
                  "feature-engine/backend-stream",
                  "feature-engine/backend-batch",
                  "feature-engine/language",
                  "feature-engine/kernel",
                  "feature-engine/storage",
                  "http")),
          entry("feature-engine/conformance", Set.of("feature-engine/*")),
          entry("feature-engine/benchmarks", Set.of("feature-engine/*")),
          entry("scoring/benchmarks", Set.of("scoring/*")),
          entry(
              "workers/features",
              Set.of(
                  "feature-engine/service", "feature-engine/storage", "scoring/registry", "http")),
          entry("scoring/registry", Set.of("feature-engine/storage")),
          entry(
              "scoring/decision",
              Set.of("scoring/trees", "feature-engine/language", "feature-engine/kernel")),
          entry(
              "scoring/server",
              Set.of(
                  "scoring/decision",
                  "scoring/trees",
                  "scoring/registry",
                  "feature-engine/storage",
                  "http",
                  "temporal/contracts",
                  "temporal/runtime")),
          entry("temporal/runtime", Set.of("temporal/contracts")),
          entry("temporal/server", Set.of("temporal/contracts")),
          entry(
              "temporal/testkit",
              Set.of("temporal/contracts", "temporal/runtime", "temporal/server")),
          entry("workflows", Set.of("temporal/contracts")),
          entry("activities/*", LIBRARIES),
          entry(
              "workers/plugins/features",
              Set.of("temporal/contracts", "temporal/runtime", "workflows", "activities/data")),
          entry(
              "workers/plugins/*",
              Set.of("temporal/contracts", "temporal/runtime", "workflows", "activities/same")),
          entry("workers/starter", Set.of("workers/plugins/*", "temporal/runtime")),
          entry(
              "workers/worker",
              Set.of(
                  "workers/starter",
                  "workers/plugins/*",
                  "temporal/runtime",
                  "feature-engine/service")),
          entry("workers/cli", CLIENT),
          entry(
              "examples/flights",
              Set.of(
                  "feature-engine/language",
                  "feature-engine/backend-batch",
                  "feature-engine/backend-stream",
                  "feature-engine/storage",
                  "scoring/registry")),
          entry("examples/your-own-worker", Set.of("workers/plugins/*", "workers/starter")),
          entry("architecture", Set.of()));

  /// Modules that only tests may use.
  static final Set<String> TEST_ONLY = Set.of("temporal/testkit");

  private DependencyTable() {}

  /// What `module` uses without being allowed to, or a note that the table does not know it.
  static List<String> violations(String module, List<String> uses) {
    Set<String> allowed = MAY_USE.get(row(module));
    if (allowed == null) {
      return List.of(module + " has no row in the dependency table");
    }
    return uses.stream()
        .filter(used -> !allowed.contains(used))
        .filter(used -> !allowed.contains(parent(used) + "/*"))
        .filter(used -> !(allowed.contains("activities/same") && used.equals(activities(module))))
        .map(used -> module + " uses " + used)
        .toList();
  }

  private static String row(String module) {
    return MAY_USE.containsKey(module) ? module : parent(module) + "/*";
  }

  private static String activities(String plugin) {
    return "activities/" + plugin.substring(plugin.lastIndexOf('/') + 1);
  }

  private static String parent(String path) {
    return path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : "";
  }
}
