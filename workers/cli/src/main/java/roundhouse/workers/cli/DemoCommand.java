package roundhouse.workers.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import roundhouse.workers.cli.demo.DemoRun;
import roundhouse.workers.cli.platform.Checkout;
import roundhouse.workers.cli.terminal.Terminal;

@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = "Run the main line on a year of real flights, and leave it running to look at.")
final class DemoCommand implements Callable<Integer> {
  @Option(
      names = "--once",
      description = "In a fresh state folder; stop everything at the end instead of waiting.")
  boolean once;

  @Option(names = "--report", paramLabel = "FILE", description = "Write what happened as JSON.")
  @Nullable Path report;

  private final Terminal terminal;

  DemoCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    DemoRun run = new DemoRun(Checkout.ofProcess(), terminal, report);
    return once ? run.runOnce() : run.runAndStay();
  }
}
