package roundhouse.workers.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import roundhouse.workers.cli.features.ArchivedSource;
import roundhouse.workers.cli.platform.Inputs;
import roundhouse.workers.cli.platform.Platform;
import roundhouse.workers.cli.terminal.Terminal;

/// Sources of events, which backfills and states are made from.
@Command(
    name = "sources",
    mixinStandardHelpOptions = true,
    description = "Make sources of events for backfills and states.")
final class SourcesCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  CommandSpec spec;

  private final Terminal terminal;

  private SourcesCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  static CommandLine of(Terminal terminal) {
    return new CommandLine(new SourcesCommand(terminal)).addSubcommand(new ReferArchive(terminal));
  }

  @Override
  public void run() {
    spec.commandLine().usage(terminal.out());
  }

  @Command(
      name = "refer-archive",
      mixinStandardHelpOptions = true,
      description = {
        "Make a source of what is archived of topics by now, where it lies and without a copy.",
        "What is archived later is not part of it: another night's source has another name."
      })
  static final class ReferArchive implements Callable<Integer> {
    @Mixin Platform platform = new Platform();

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "Of the source, e.g. live-1.")
    @Nullable String name;

    @Option(
        names = "--topics",
        paramLabel = "FILE",
        description = "The topics, as the feature server has them; those of the demo by default.")
    @Nullable Path topics;

    @Option(
        names = "--streams",
        paramLabel = "STREAM",
        split = ",",
        description = "Only these streams of the file; all of them by default.")
    List<String> streams = List.of();

    @Option(
        names = "--answers",
        paramLabel = "TOPIC",
        arity = "0..1",
        fallbackValue = "feature-answers",
        description =
            "Also what was served, from this topic (${FALLBACK-VALUE} where none is named).")
    @Nullable String answers;

    @Option(
        names = "--complete-through",
        paramLabel = "TIME",
        description =
            "Every event known before it is archived; otherwise as the partition that is furthest"
                + " behind tells.")
    @Nullable String completeThrough;

    private final Terminal terminal;

    ReferArchive(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      Inputs inputs = new Inputs();
      String wanted = inputs.name("NAME", name, "live-1");
      Instant complete = inputs.instantOrNull("--complete-through", completeThrough);
      inputs.refuseIfAny();
      List<String> arguments = new ArrayList<>();
      arguments.addAll(platform.storeArguments());
      arguments.addAll(List.of("--source", wanted));
      arguments.addAll(List.of("--topics", platform.topicsFile(topics)));
      if (!streams.isEmpty()) {
        arguments.addAll(List.of("--streams", String.join(",", streams)));
      }
      if (answers != null) {
        arguments.addAll(List.of("--answers", answers));
      }
      if (complete != null) {
        arguments.addAll(List.of("--complete-through", complete.toString()));
      }
      ArchivedSource.refer(platform.checkout(), wanted, arguments).lines().forEach(terminal::print);
      return 0;
    }
  }
}
