package roundhouse.workers.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import roundhouse.workers.cli.terminal.Terminal;

@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = "Run the main line on a year of real flights, and leave it running to look at.")
final class DemoCommand implements Callable<Integer> {
  private final Terminal terminal;

  DemoCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    terminal.print("");
    return 0;
  }
}
