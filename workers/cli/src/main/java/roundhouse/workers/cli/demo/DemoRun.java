package roundhouse.workers.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import roundhouse.workers.cli.demo.DemoReport.LiveReport;
import roundhouse.workers.cli.platform.Checkout;
import roundhouse.workers.cli.platform.Failures;
import roundhouse.workers.cli.platform.RefusedException;
import roundhouse.workers.cli.terminal.Terminal;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// One start of the demo: runs it, tells what came of it, and leaves no process behind.
public final class DemoRun {
  private static final double LEAST_AUC = 0.74;
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final Checkout checkout;
  private final Terminal terminal;
  private final @Nullable Path reportFile;

  public DemoRun(Checkout checkout, Terminal terminal, @Nullable Path reportFile) {
    this.checkout = checkout;
    this.terminal = terminal;
    this.reportFile = reportFile;
  }

  /// Runs in a fresh folder, stops everything, and returns the exit code: not 0 where a check
  /// fails.
  public int runOnce() {
    requireWritableReport();
    try (DemoSystem system = new DemoSystem(checkout, DemoFolder.fresh(checkout))) {
      return tell(system, run(system));
    }
  }

  /// Goes on from the checkout's state, and stays until Ctrl-C or until a part ends by itself.
  public int runAndStay() {
    requireWritableReport();
    try (DemoSystem system = new DemoSystem(checkout, DemoFolder.lasting(checkout))) {
      DemoReport report = run(system);
      int exitCode = tell(system, report);
      Summary.next(system, report).forEach(terminal::print);
      terminal.print("");
      terminal.print("Running until Ctrl-C.");
      stay(system);
      return exitCode;
    }
  }

  private DemoReport run(DemoSystem system) {
    stopWithThisProcess(system);
    DemoReport report = new Demo(system, Demo.steps(terminal)).run();
    write(report);
    return report;
  }

  /// Prints what happened; the exit code is not 0 where a check fails.
  private int tell(DemoSystem system, DemoReport report) {
    Summary.of(report).forEach(terminal::print);
    system.notes().forEach(terminal::print);
    List<String> failures = failures(report);
    failures.forEach(terminal::printError);
    return failures.isEmpty() ? 0 : Failures.FAILED;
  }

  /// Ctrl-C and kill end the process through this; a process that is killed outright takes its
  /// children along by itself.
  private void stopWithThisProcess(DemoSystem system) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  if (system.isRunning()) {
                    terminal.printError("");
                    terminal.printError("Stopping; run it again to go on from here.");
                  }
                  system.close();
                },
                "demo-stop"));
  }

  private static void stay(DemoSystem system) {
    while (true) {
      system.requireAlive();
      try {
        Thread.sleep(1000);
      } catch (InterruptedException end) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /// A report that cannot be written must not be found out after minutes of work.
  private void requireWritableReport() {
    Path file = reportFile;
    if (file == null) {
      return;
    }
    Path folder = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file) || !Files.isWritable(Files.exists(file) ? file : folder)) {
      throw RefusedException.of(
          "--report", file.toString(), "a file that can be written", "choose another one");
    }
  }

  private void write(DemoReport report) {
    if (reportFile == null) {
      return;
    }
    try {
      Files.writeString(reportFile, JSON.writeValueAsString(report) + "\n");
    } catch (IOException e) {
      throw RefusedException.of(
          "--report", reportFile.toString(), "a file that can be written", "choose another one");
    }
  }

  /// What must hold for the demo to have shown what it promises.
  static List<String> failures(DemoReport report) {
    List<String> failures = new ArrayList<>();
    report
        .november()
        .aucs()
        .forEach(
            (trainer, auc) -> {
              if (!(auc >= LEAST_AUC)) {
                failures.add(
                    "AUC on November by %s '%s': expected at least %s; look at the evaluation in Temporal"
                        .formatted(trainer, auc, LEAST_AUC));
              }
            });
    if (!report.served().served().equals(report.served().batch())) {
      failures.add(
          "Served probability '%s': expected the batch's %s; look at the model with: roundhouse models show %s"
              .formatted(
                  report.served().served(), report.served().batch(), report.served().modelId()));
    }
    failures.addAll(failures(report.live()));
    return failures;
  }

  private static List<String> failures(LiveReport live) {
    List<String> failures = new ArrayList<>();
    if (live.flights() == 0 || live.equalVectors() < live.flights()) {
      failures.add(
          "Live features '%d of %d' flights: expected the dataset's for each; compare them in live/asked.jsonl"
              .formatted(live.equalVectors(), live.flights()));
    }
    if (live.equalScores() < live.flights()) {
      failures.add(
          "Scores by live features '%d of %d' flights: expected the batch's for each; look at the scorer's log"
              .formatted(live.equalScores(), live.flights()));
    }
    if (live.answersVerified() < live.flights() || live.answersEqual() < live.answersVerified()) {
      failures.add(
          "Served answers '%d of %d': expected the archive to give each again; run: roundhouse features verify-served late-arrival@1"
              .formatted(live.answersEqual(), live.flights()));
    }
    return failures;
  }
}
