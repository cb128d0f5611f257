package roundhouse.workers.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;
import roundhouse.workers.cli.platform.Failures;
import roundhouse.workers.cli.terminal.Terminal;

/// The root of the command line. Exit codes: 0 done, 1 the work failed, 2 refused as asked, 70 a
/// fault of Roundhouse's own; a stack trace only under `--debug`.
@Command(
    name = "roundhouse",
    description = "A machine-learning platform as a suite of Temporal plugins.",
    mixinStandardHelpOptions = true,
    version = "Roundhouse 0.1.0",
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Start with: roundhouse demo", "Help on a command: roundhouse COMMAND --help"})
public final class Roundhouse implements Runnable {
  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of a failure.")
  boolean debug;

  private final Terminal terminal;

  private Roundhouse(Terminal terminal) {
    this.terminal = terminal;
  }

  public static void main(String[] arguments) {
    System.exit(run(Terminal.ofProcess(), arguments));
  }

  /// Runs one command and returns its exit code.
  public static int run(Terminal terminal, String... arguments) {
    return commandLine(terminal).execute(arguments);
  }

  /// Every command, ready to be executed or asked for its help.
  static CommandLine commandLine(Terminal terminal) {
    Roundhouse root = new Roundhouse(terminal);
    CommandLine line = new CommandLine(root);
    List<Object> commands =
        List.of(
            new DemoCommand(terminal),
            new DoctorCommand(terminal),
            SourcesCommand.of(terminal),
            new BackfillCommand(terminal),
            new EmitStateCommand(terminal),
            new TrainCommand(terminal),
            new RetrainCommand(terminal),
            new ApproveCommand(terminal),
            new RejectCommand(terminal),
            FeaturesCommand.of(terminal),
            TagsCommand.of(terminal),
            ModelsCommand.of(terminal),
            new ExplainCommand(terminal),
            new ScoreCommand(terminal));
    commands.forEach(line::addSubcommand);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
    line.setParameterExceptionHandler((refused, _) -> root.tellMisuse(refused));
    line.setExecutionExceptionHandler((thrown, _, _) -> root.tell(thrown));
    return line;
  }

  /// Without a command there is nothing to do but say what there is.
  @Override
  public void run() {
    commandLine(terminal).usage(terminal.out());
  }

  private int tellMisuse(CommandLine.ParameterException refused) {
    CommandLine command = refused.getCommandLine();
    terminal.printError(String.valueOf(refused.getMessage()));
    if (refused instanceof UnmatchedArgumentException unmatched
        && !unmatched.getSuggestions().isEmpty()) {
      terminal.printError("Did you mean: " + String.join(", ", unmatched.getSuggestions()) + "?");
    }
    terminal.printError("See: " + command.getCommandSpec().qualifiedName() + " --help");
    return Failures.REFUSED;
  }

  private int tell(Exception thrown) {
    Failures failure = Failures.of(thrown);
    failure.lines().forEach(terminal::printError);
    if (debug) {
      thrown.printStackTrace(terminal.err());
    }
    return failure.exitCode();
  }
}
