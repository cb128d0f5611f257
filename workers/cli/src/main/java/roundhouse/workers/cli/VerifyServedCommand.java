package roundhouse.workers.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import roundhouse.workers.cli.features.ServedVerification;
import roundhouse.workers.cli.platform.Failures;
import roundhouse.workers.cli.platform.Inputs;
import roundhouse.workers.cli.platform.Platform;
import roundhouse.workers.cli.terminal.Terminal;

/// Computes served answers again from the archive.
@Command(
    name = "verify-served",
    mixinStandardHelpOptions = true,
    description = {
      "Compute a sample of served answers again from the archive.",
      "Each from the events at or before the positions that it recorded. Exit code 0: all are equal,",
      "to the bit; 1: one is not."
    })
final class VerifyServedCommand implements Callable<Integer> {
  @Mixin Platform platform = new Platform();

  @Parameters(
      paramLabel = "FEATURE_SET",
      arity = "0..1",
      description = "Name and version, late-arrival@1.")
  @Nullable String featureSet;

  @Option(
      names = "--topics",
      paramLabel = "FILE",
      description = "The topics, as the feature server has them; those of the demo by default.")
  @Nullable Path topics;

  @Option(
      names = "--answers",
      paramLabel = "TOPIC",
      defaultValue = "feature-answers",
      description = "Where answers were archived from (${DEFAULT-VALUE}).")
  String answers = "feature-answers";

  @Option(
      names = "--sample",
      paramLabel = "N",
      defaultValue = "1000",
      description = "So many answers at most (${DEFAULT-VALUE}).")
  int sample;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Draws another sample (${DEFAULT-VALUE}).")
  long seed;

  private final Terminal terminal;

  VerifyServedCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Inputs inputs = new Inputs();
    String wanted = inputs.featureSet("FEATURE_SET", featureSet, "late-arrival@1");
    inputs.refuseIfAny();
    List<String> arguments = new ArrayList<>(platform.storeArguments());
    arguments.addAll(List.of("--feature-set", wanted));
    arguments.addAll(List.of("--topics", platform.topicsFile(topics)));
    arguments.addAll(List.of("--answers", answers));
    arguments.addAll(List.of("--sample", Integer.toString(sample), "--seed", Long.toString(seed)));
    ServedVerification found = ServedVerification.run(platform.checkout(), arguments);
    found.lines().forEach(terminal::print);
    return found.isEqual() ? 0 : Failures.FAILED;
  }
}
