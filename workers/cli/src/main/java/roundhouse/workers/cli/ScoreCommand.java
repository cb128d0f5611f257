package roundhouse.workers.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import roundhouse.scoring.decision.Score;
import roundhouse.scoring.decision.ScoringModel;
import roundhouse.scoring.registry.Change.ModelRegistered;
import roundhouse.scoring.registry.ModelId;
import roundhouse.scoring.registry.RegistryState;
import roundhouse.scoring.registry.Tag;
import roundhouse.scoring.registry.TagName;
import roundhouse.storage.ObjectStore;
import roundhouse.workers.cli.files.FileScoring;
import roundhouse.workers.cli.platform.Inputs;
import roundhouse.workers.cli.platform.Platform;
import roundhouse.workers.cli.platform.RefusedException;
import roundhouse.workers.cli.platform.RequestChecks;
import roundhouse.workers.cli.platform.ScorerClient;
import roundhouse.workers.cli.platform.ScorerClient.Answer;
import roundhouse.workers.cli.platform.StoredModels;
import roundhouse.workers.cli.terminal.Table;
import roundhouse.workers.cli.terminal.Terminal;
import tools.jackson.core.JacksonException;

@Command(
    name = "score",
    mixinStandardHelpOptions = true,
    description =
        "Score one row of features by a tag: over REST, or offline from the store. Or score a CSV or Parquet file with a model file.")
final class ScoreCommand implements Callable<Integer> {
  @Mixin Platform platform = new Platform();

  @Parameters(index = "0", arity = "0..1", paramLabel = "TAG", description = "The tag to score by.")
  @Nullable String tag;

  @Option(
      names = "--features",
      paramLabel = "JSON",
      description = "Named features, e.g. '{\"carrier\": \"UA\", \"distance\": 500}'.")
  @Nullable String features;

  @Option(names = "--file", paramLabel = "FILE", description = "The same from a file.")
  @Nullable Path file;

  @Option(
      names = "--offline",
      description = "Load the tag's model from the store and score it here, without a scorer.")
  boolean offline;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description =
          "A model file as its library saved it; with --data and --out, instead of a tag.")
  @Nullable Path model;

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description =
          "Rows as CSV or Parquet, as the name ends. Columns are named as features; an empty cell is missing, a category its code.")
  @Nullable Path data;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where margins and outputs of the rows go, as CSV or Parquet.")
  @Nullable Path out;

  @Option(
      names = "--explain",
      description = "With --model: add what each feature contributes to each margin (TreeSHAP).")
  boolean explain;

  private final Terminal terminal;

  ScoreCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Inputs inputs = new Inputs();
    if (model != null || data != null || out != null) {
      return scoreFile(inputs);
    }
    String name = inputs.name("TAG", tag, "late-arrival");
    Map<String, @Nullable Object> row = readRow(inputs);
    Answer answer = offline ? scoreHere(inputs, name, row) : scoreThere(inputs, name, row);
    Table.of("", "")
        .row("tag", answer.tag() + ", revision " + answer.revision())
        .row("model", answer.modelId())
        .row("probability", answer.probability())
        .row("margin", answer.margin())
        .lines()
        .forEach(terminal::print);
    return 0;
  }

  private int scoreFile(Inputs inputs) {
    if (tag != null) {
      inputs.problem("TAG", tag, "none beside --model", "leave it out");
    }
    Path modelFile = file(inputs, "--model", model, "model.ubj");
    Path rows = table(inputs, "--data", data, "rows.csv");
    Path scores = table(inputs, "--out", out, "scores.csv");
    inputs.refuseIfAny();
    FileScoring.Done done = FileScoring.score(modelFile, rows, scores, answer());
    terminal.print("Scored %d rows with %s into %s".formatted(done.rows(), done.model(), scores));
    if (!done.passedOver().isEmpty()) {
      terminal.print("Passed over, as the model has no such feature: " + done.passedOver());
    }
    return 0;
  }

  private FileScoring.Answer answer() {
    return explain ? FileScoring.Answer.SCORES_AND_CONTRIBUTIONS : FileScoring.Answer.SCORES;
  }

  private static Path table(Inputs inputs, String option, @Nullable Path path, String example) {
    Path given = file(inputs, option, path, example);
    if (path != null && !given.toString().matches(".+\\.(csv|parquet)")) {
      inputs.problem(
          option, given.toString(), "a file that ends in .csv or .parquet", "name it so");
    }
    return given;
  }

  private static Path file(Inputs inputs, String option, @Nullable Path path, String example) {
    return Path.of(inputs.required(option, path == null ? null : path.toString(), example));
  }

  private Answer scoreThere(Inputs inputs, String name, Map<String, @Nullable Object> row) {
    inputs.refuseIfAny();
    return new ScorerClient(platform.scorerAddress(), platform.tokenFile()).score(name, row);
  }

  private Answer scoreHere(Inputs inputs, String name, Map<String, @Nullable Object> row) {
    try (ObjectStore store = platform.openStore()) {
      RegistryState state = platform.openRegistry(store).state();
      new RequestChecks(inputs, store, state).tag("TAG", name);
      inputs.refuseIfAny();
      Tag found = state.tag(TagName.of(name)).orElseThrow();
      ModelId id = found.modelId().orElseThrow(() -> pointsNowhere(name));
      ModelRegistered registered = state.model(id).orElseThrow().change();
      ScoringModel model = StoredModels.load(store, registered);
      Score score = model.score(row);
      return new Answer(
          name,
          id.value(),
          found.revision(),
          score.decimal(score.probability()),
          score.decimal(score.margin()));
    }
  }

  private static RefusedException pointsNowhere(String name) {
    return RefusedException.of(
        "TAG", name, "a tag that points to a model", "promote one with: roundhouse retrain");
  }

  private Map<String, @Nullable Object> readRow(Inputs inputs) {
    if ((features == null) == (file == null)) {
      inputs.problem(
          "--features",
          features == null ? "" : "with --file",
          "either --features or --file",
          "give the row one way");
      return Map.of();
    }
    String text = features;
    try {
      if (text == null) {
        text = Files.readString(Objects.requireNonNull(file));
      }
      return ScorerClient.parseFeatures(text);
    } catch (IOException e) {
      inputs.problem("--file", String.valueOf(file), "a readable file", "correct the path");
    } catch (JacksonException malformed) {
      inputs.problem(
          features == null ? "--file" : "--features",
          String.valueOf(features == null ? file : features),
          "a JSON object of names and values",
          "mend it: " + malformed.getOriginalMessage().lines().findFirst().orElse(""));
    }
    return Map.of();
  }
}
