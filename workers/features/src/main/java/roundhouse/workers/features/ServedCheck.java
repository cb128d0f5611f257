package roundhouse.workers.features;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.service.served.ServedReport;
import roundhouse.featureengine.service.served.VerifyServed;
import roundhouse.featureengine.service.topics.TopicsFile;
import roundhouse.scoring.registry.FeatureSetId;
import roundhouse.storage.ObjectStore;
import tools.jackson.databind.json.JsonMapper;

/// Verifies served answers against the archive and prints what it found as one line of JSON, a
/// [ServedReport].
///
/// `ServedCheck --store LOCATION [--s3-endpoint URL] --feature-set NAME@VERSION --topics FILE
/// [--answers TOPIC] [--sample N] [--seed N]`. Exits 0 where every answer is what the archive
/// gives, 1 where one is not, 2 with one message where it cannot tell.
public final class ServedCheck {
  private static final String USAGE =
      "usage: ServedCheck --store LOCATION [--s3-endpoint URL] --feature-set NAME@VERSION --topics FILE [--answers TOPIC] [--sample N] [--seed N]";
  private static final Set<String> REQUIRED = Set.of("--store", "--feature-set", "--topics");
  private static final Set<String> OPTIONAL =
      Set.of("--s3-endpoint", "--answers", "--sample", "--seed");

  private ServedCheck() {}

  /// Runs the program.
  public static void main(String[] arguments) {
    System.setProperty("logback.configurationFile", "logback-tool.xml");
    System.exit(run(arguments, System.out, System.err));
  }

  /// Runs the program in this process and returns its exit status.
  static int run(String[] arguments, PrintStream out, PrintStream err) {
    try {
      Map<String, String> options = ProgramArguments.parse(arguments, REQUIRED, OPTIONAL, USAGE);
      try (ObjectStore store = ProgramArguments.openStore(options)) {
        Plan plan =
            PublishedPlan.of(store, FeatureSetId.parse(options.getOrDefault("--feature-set", "")));
        ServedReport report =
            new VerifyServed(
                    store, plan, TopicsFile.read(Path.of(options.getOrDefault("--topics", ""))))
                .verify(
                    options.getOrDefault("--answers", "feature-answers"),
                    Integer.parseInt(options.getOrDefault("--sample", "1000")),
                    Long.parseLong(options.getOrDefault("--seed", "1")));
        out.println(JsonMapper.shared().writeValueAsString(report));
        return report.holds() ? 0 : 1;
      }
    } catch (RuntimeException e) {
      err.println(e.getMessage() == null ? e.toString() : e.getMessage());
      return 2;
    }
  }
}
