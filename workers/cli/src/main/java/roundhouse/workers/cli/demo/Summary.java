package roundhouse.workers.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import roundhouse.workers.cli.demo.DemoReport.ModelReport;
import roundhouse.workers.cli.platform.LocalState;
import roundhouse.workers.cli.terminal.Table;

/// What the demo did, for a person: the tables, the addresses, and what to try next.
final class Summary {
  private Summary() {}

  /// What happened.
  static List<String> of(DemoReport report) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.addAll(dataset(report));
    lines.add("");
    lines.addAll(models(report));
    lines.add("");
    lines.addAll(outcome(report));
    return lines;
  }

  private static List<String> dataset(DemoReport report) {
    return Table.of("", "")
        .row("dataset", report.dataset().path())
        .row(
            "rows",
            String.format(
                Locale.ROOT,
                "%,d flights, %,d of them labelled",
                report.dataset().rows(),
                report.dataset().labelled()))
        .lines();
  }

  private static List<String> models(DemoReport report) {
    Table table =
        Table.of("model", "role", "trainer", "held out", ">AUC", "95 % interval", ">log loss");
    for (ModelReport model : report.models()) {
      table.row(
          model.id(),
          model.role(),
          model.trainer(),
          day(model.holdoutFrom().toString()) + " to " + day(model.holdoutTo().toString()),
          decimal(model.auc()),
          decimal(model.aucLow()) + " to " + decimal(model.aucHigh()),
          decimal(model.logLoss()));
    }
    return table.lines();
  }

  private static List<String> outcome(DemoReport report) {
    Table table = Table.of("", "");
    report
        .november()
        .aucs()
        .forEach((trainer, auc) -> table.row("November, " + trainer, "AUC " + decimal(auc)));
    table.row("verdict on the challenger", report.verdict().outcome());
    report.verdict().reasons().forEach(reason -> table.row("", reason));
    table.row("tag " + report.tag().name(), report.tag().after());
    table.row(
        "flight " + report.served().flightId(),
        "%s served, %s in batch".formatted(report.served().served(), report.served().batch()));
    DemoReport.LiveReport live = report.live();
    table.row(
        "live features",
        "%,d flights asked as three days were replayed through Kafka: %,d vectors equal the dataset's"
            .formatted(live.flights(), live.equalVectors()));
    table.row(
        "live scores",
        "%,d of %,d equal the batch's".formatted(live.equalScores(), live.flights()));
    table.row(
        "served answers",
        "%,d of %,d computed again from the archive are equal, to the bit"
            .formatted(live.answersEqual(), live.answersVerified()));
    return table.lines();
  }

  /// Where the running parts are, and commands for them.
  static List<String> next(DemoSystem system, DemoReport report) {
    LocalState addresses = system.addresses();
    Table table = Table.of("", "");
    if (!addresses.temporalUi().isEmpty()) {
      table.row("Temporal", addresses.temporalUi());
    }
    table.row("Scorer", addresses.scorer());
    table.row("Features", addresses.features());
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.addAll(table.lines());
    lines.add("");
    lines.add("Try next:");
    commands(system, report).forEach(command -> lines.add("  " + command));
    return lines;
  }

  private static List<String> commands(DemoSystem system, DemoReport report) {
    String tag = report.tag().name();
    List<String> commands = new ArrayList<>();
    commands.add("./roundhouse explain " + report.models().get(1).id());
    commands.add("./roundhouse tags history " + tag);
    commands.add("./roundhouse features verify-served late-arrival@1");
    if (system.hasSchedules()) {
      commands.add(
          "%s workflow list --address %s --query \"RoundhouseTag = '%s'\""
              .formatted(system.temporalCommand(), system.addresses().temporal(), tag));
    }
    commands.add(
        "curl -s -H 'Content-Type: application/json' -d '{\"features\": {\"carrier\": \"UA\", \"origin\": \"EWR\", \"distance\": 1400}}' %s/v1/tags/%s:score"
            .formatted(system.addresses().scorer(), tag));
    return commands;
  }

  private static String day(String instant) {
    return instant.substring(0, 10);
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }
}
