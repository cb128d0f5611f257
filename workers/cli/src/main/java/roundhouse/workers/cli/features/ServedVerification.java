package roundhouse.workers.cli.features;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import roundhouse.workers.cli.platform.Checkout;
import roundhouse.workers.cli.platform.JavaProgram;
import roundhouse.workers.cli.platform.RefusedException;
import roundhouse.workers.cli.terminal.Numbers;
import roundhouse.workers.cli.terminal.Table;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a verification of served answers found, by the feature server's own program for it.
///
/// @param archived answers that there are
/// @param sampled answers that were drawn
/// @param equal answers that the archive gives again, to the bit
/// @param notArchivedYet answers whose events are not all archived
/// @param differences a line for each value that is not as it was served
public record ServedVerification(
    long archived, int sampled, int equal, int notArchivedYet, List<String> differences) {
  private static final JavaProgram PROGRAM =
      new JavaProgram("workers/features", "roundhouse.workers.features.ServedCheck", "2g");
  private static final int SHOWN_DIFFERENCES = 20;

  public ServedVerification {
    differences = List.copyOf(differences);
  }

  /// Runs the program; refuses where it cannot tell.
  ///
  /// @param arguments the program's
  public static ServedVerification run(Checkout checkout, List<String> arguments) {
    JavaProgram.Ended ended = PROGRAM.runToEnd(checkout, arguments);
    if (ended.status() > 1) {
      throw RefusedException.of(
          "verify-served",
          "status " + ended.status(),
          "it to be able to tell",
          "it said: " + ended.output().strip());
    }
    return parse(ended.report());
  }

  static ServedVerification parse(String json) {
    JsonNode report = JsonMapper.shared().readTree(json);
    List<String> differences = new ArrayList<>();
    report.required("differences").forEach(each -> differences.add(line(each)));
    return new ServedVerification(
        report.required("archived").asLong(),
        report.required("sampled").asInt(),
        report.required("equal").asInt(),
        report.required("notArchivedYet").asInt(),
        differences);
  }

  /// Whether every answer that could be judged is what the archive gives, and one could.
  public boolean isEqual() {
    return differences.isEmpty() && equal > 0;
  }

  /// For a person.
  public List<String> lines() {
    List<String> lines =
        new ArrayList<>(
            Table.of("", "")
                .row("answers archived", Numbers.count(archived))
                .row("sampled", Numbers.count(sampled))
                .row("equal, to the bit", "%s (%s)".formatted(Numbers.count(equal), share()))
                .row("not archived yet", Numbers.count(notArchivedYet))
                .row("values that differ", Numbers.count(differences.size()))
                .lines());
    differences.stream().limit(SHOWN_DIFFERENCES).forEach(lines::add);
    if (differences.size() > SHOWN_DIFFERENCES) {
      lines.add("… and %d more".formatted(differences.size() - SHOWN_DIFFERENCES));
    }
    if (equal == 0 && differences.isEmpty()) {
      lines.add("Nothing could be compared: no answer, or not all of its events, is archived yet.");
    }
    return lines;
  }

  /// Of the answers that could be judged.
  String share() {
    int judged = sampled - notArchivedYet;
    return judged == 0
        ? "none"
        : String.format(Locale.ROOT, "%.2f %%", Math.floor(10_000.0 * equal / judged) / 100);
  }

  private static String line(JsonNode difference) {
    return "Ask %s, %s: served %s, the archive gives %s; positions %s; answer %s"
        .formatted(
            difference.path("askId").asString(),
            difference.path("subject").asString(),
            difference.path("served").asString(),
            difference.path("recomputed").asString(),
            positions(difference.path("entities")),
            difference.path("answerId").asString());
  }

  private static String positions(JsonNode entities) {
    List<String> texts = new ArrayList<>();
    for (JsonNode entity : entities) {
      List<String> each = new ArrayList<>();
      for (JsonNode position : entity.path("positions")) {
        each.add(
            "%s-%d@%d"
                .formatted(
                    position.path("topic").asString(),
                    position.path("partition").asInt(),
                    position.path("offset").asLong()));
      }
      texts.add("[%s] %s".formatted(entity.path("entity").asString(), String.join(" ", each)));
    }
    return String.join(", ", texts);
  }
}
