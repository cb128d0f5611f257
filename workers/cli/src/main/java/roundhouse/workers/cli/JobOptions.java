package roundhouse.workers.cli;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import roundhouse.workers.cli.platform.Job;
import roundhouse.workers.cli.platform.Jobs;
import roundhouse.workers.cli.terminal.ProgressLine;
import roundhouse.workers.cli.terminal.Terminal;

/// Options of the commands that start a job, and the waiting for it.
final class JobOptions {
  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "Workflow id; otherwise derived from the request, which makes it idempotent.")
  @Nullable String id;

  @Option(
      names = "--detach",
      description = "Print the workflow id and return; the job runs on without this command.")
  boolean detach;

  String idOr(String derived) {
    return id == null ? derived : id;
  }

  /// Waits for the job unless it is detached; then shows its result.
  <R> void finish(Terminal terminal, Jobs jobs, Job<R> job, Function<R, Iterable<String>> show) {
    if (detach) {
      terminal.print(job.id());
      return;
    }
    R result;
    try (ProgressLine line = ProgressLine.start(terminal, "Workflow " + job.id())) {
      result = jobs.follow(job, line);
      line.finish("");
    }
    show.apply(result).forEach(terminal::print);
  }
}
