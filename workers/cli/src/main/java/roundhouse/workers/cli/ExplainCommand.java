package roundhouse.workers.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import roundhouse.workers.cli.platform.Platform;
import roundhouse.workers.cli.terminal.Terminal;

@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = "Tell why a model was promoted or not, from the recorded decision.")
final class ExplainCommand implements Callable<Integer> {
  @Mixin Platform platform = new Platform();

  @Parameters(
      arity = "0..1",
      paramLabel = "MODEL|TAG",
      description = "A model's id, or a tag for the model that it points to.")
  @Nullable String subject;

  private final Terminal terminal;

  ExplainCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    terminal.print(String.valueOf(subject));
    return 0;
  }
}
