package roundhouse.workers.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import roundhouse.scoring.registry.Change.DecisionRecorded;
import roundhouse.scoring.registry.Recorded;
import roundhouse.scoring.registry.RegistryState;
import roundhouse.scoring.registry.TagMove;
import roundhouse.temporal.contracts.DecisionRecord;
import roundhouse.workers.cli.platform.Promotions.Answered;
import roundhouse.workers.cli.terminal.Numbers;
import roundhouse.workers.cli.terminal.Table;
import tools.jackson.databind.JsonNode;

/// One decision in words and numbers: the verdict, what it rests on, and what became of it.
///
/// @param answered the person's answer, where Temporal was asked and has one
record Explanation(
    Recorded<DecisionRecorded> recorded,
    DecisionRecord decision,
    JsonNode evaluation,
    Optional<TagMove> move,
    Answered answered) {
  static Optional<TagMove> moveBy(RegistryState state, DecisionRecorded decision) {
    return state.history(decision.tag()).stream()
        .filter(move -> decision.decisionId().equals(move.decisionId()))
        .findFirst();
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.addAll(verdict());
    decision.verdict().reasons().forEach(reason -> lines.add("  " + reason));
    lines.add("");
    lines.addAll(metrics());
    lines.add("");
    lines.addAll(course());
    return lines;
  }

  private List<String> verdict() {
    return Table.of("", "")
        .row("model", decision.modelId())
        .row("tag", "%s at revision %d".formatted(decision.tag(), decision.tagRevision()))
        .row("verdict", decision.verdict().outcome())
        .lines();
  }

  private List<String> metrics() {
    JsonNode challenger = evaluation.path("challenger");
    JsonNode champion = evaluation.path("champion");
    Table table = Table.of("", ">challenger", ">champion", ">difference");
    table.row("model", modelOf(challenger), modelOf(champion), "");
    for (Metric metric : Metric.values()) {
      table.row(
          metric.title,
          number(challenger, metric),
          number(champion, metric),
          difference(challenger, champion, metric));
    }
    table.row(
        "AUC, interval", interval(challenger.path("auc")), interval(champion.path("auc")), "");
    List<String> lines = new ArrayList<>(table.lines());
    JsonNode comparison = evaluation.path("comparison");
    if (comparison.isObject()) {
      lines.add(
          "%s differs by %+.4f, interval %s from %d blocks of time"
              .formatted(
                  comparison.path("metric").asString(),
                  comparison.path("difference").asDouble(),
                  interval(comparison.path("interval")),
                  comparison.path("blocks").asInt()));
    }
    return lines;
  }

  private List<String> course() {
    JsonNode rows = evaluation.path("frozenRows");
    Table table =
        Table.of("", "")
            .row(
                "judged on",
                "%,d labelled asks from %s to %s, of %,d: %,d filtered out, %,d unmatured, %,d unlabelled"
                    .formatted(
                        rows.path("rows").asLong(),
                        Numbers.time(Instant.parse(rows.path("firstAsk").asString())),
                        Numbers.time(Instant.parse(rows.path("lastAsk").asString())),
                        rows.path("asks").asLong(),
                        rows.path("filteredOut").asLong(),
                        rows.path("unmatured").asLong(),
                        rows.path("unlabelled").asLong()))
            .row("frozen rows", rows.path("digest").asString())
            .row("decided", Numbers.time(recorded.time()) + " by " + decision.decidedBy())
            .row("answer", answered.text())
            .row(
                "move",
                move.map(
                        made ->
                            "revision %d, %s".formatted(made.revision(), Numbers.time(made.time())))
                    .orElse("none: the tag stayed"))
            .row("decision", recorded.change().decisionId() + ", digest verified")
            .row("evaluation", decision.evaluationLocation() + ", digest verified");
    return table.lines();
  }

  /// The metrics of a report, lower or higher being better.
  private enum Metric {
    AUC("auc", "AUC"),
    PR_AUC("prAuc", "PR-AUC"),
    LOG_LOSS("logLoss", "log loss"),
    BRIER("brier", "Brier");

    private final String field;
    private final String title;

    Metric(String field, String title) {
      this.field = field;
      this.title = title;
    }

    JsonNode of(JsonNode model) {
      return model.path("metrics").path(field);
    }
  }

  private static String modelOf(JsonNode model) {
    return model.path("modelId").asString("-");
  }

  private static String number(JsonNode model, Metric metric) {
    JsonNode value = metric.of(model);
    return value.isNumber() ? Numbers.metric(value.asDouble()) : "-";
  }

  private static String difference(JsonNode challenger, JsonNode champion, Metric metric) {
    return metric.of(challenger).isNumber() && metric.of(champion).isNumber()
        ? Numbers.difference(metric.of(challenger).asDouble() - metric.of(champion).asDouble())
        : "-";
  }

  private static String interval(JsonNode interval) {
    return interval.isObject()
        ? String.format(
            Locale.ROOT,
            "%.4f to %.4f",
            interval.path("low").asDouble(),
            interval.path("high").asDouble())
        : "-";
  }
}
