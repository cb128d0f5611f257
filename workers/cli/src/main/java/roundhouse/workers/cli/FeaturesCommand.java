package roundhouse.workers.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import roundhouse.featureengine.language.check.InvalidDefinitionException;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.language.plan.Publication;
import roundhouse.scoring.registry.Change.FeatureSetRetired;
import roundhouse.scoring.registry.CommandId;
import roundhouse.scoring.registry.FeatureSetId;
import roundhouse.scoring.registry.Registry;
import roundhouse.scoring.registry.RegistryState;
import roundhouse.storage.ObjectStore;
import roundhouse.workers.cli.features.DiffPage;
import roundhouse.workers.cli.features.FeatureSetPage;
import roundhouse.workers.cli.features.FeatureSets;
import roundhouse.workers.cli.features.LineagePage;
import roundhouse.workers.cli.features.ModelInputs;
import roundhouse.workers.cli.features.Publishing;
import roundhouse.workers.cli.platform.Inputs;
import roundhouse.workers.cli.platform.Platform;
import roundhouse.workers.cli.platform.Refusals;
import roundhouse.workers.cli.platform.RequestChecks;
import roundhouse.workers.cli.terminal.Numbers;
import roundhouse.workers.cli.terminal.Table;
import roundhouse.workers.cli.terminal.Terminal;

/// Feature sets: their versions, what they are made of and what is made of them.
@Command(
    name = "features",
    mixinStandardHelpOptions = true,
    description = "Publish, list, show, trace, compare, retire and verify feature sets.")
final class FeaturesCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  CommandSpec spec;

  private final Terminal terminal;

  private FeaturesCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  static CommandLine of(Terminal terminal) {
    return new CommandLine(new FeaturesCommand(terminal))
        .addSubcommand(new PublishFeatures(terminal))
        .addSubcommand(new ListFeatures(terminal))
        .addSubcommand(new ShowFeatures(terminal))
        .addSubcommand(new TraceFeatures(terminal))
        .addSubcommand(new CompareFeatures(terminal))
        .addSubcommand(new RetireFeatures(terminal))
        .addSubcommand(new VerifyServedCommand(terminal));
  }

  @Override
  public void run() {
    spec.commandLine().usage(terminal.out());
  }

  @Command(
      name = "publish",
      mixinStandardHelpOptions = true,
      description = {
        "Publish a feature set version: its plan, its documentation and its streams.",
        "The file is what WritePublication writes from a definition:",
        "  java -cp CLASSES roundhouse.featureengine.language.WritePublication \\",
        "      com.example.CardFraud card-fraud.json"
      })
  static final class PublishFeatures implements Callable<Integer> {
    @Mixin Platform platform = new Platform();

    @Parameters(
        paramLabel = "FILE",
        arity = "0..1",
        description = "A publication, or a plan alone, as JSON.")
    @Nullable Path file;

    private final Terminal terminal;

    PublishFeatures(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      Inputs inputs = new Inputs();
      Publication publication = read(inputs, "FILE", file);
      inputs.refuseIfAny();
      try (ObjectStore store = platform.openStore()) {
        Registry registry = platform.openRegistry(store);
        publish(store, registry, Objects.requireNonNull(publication)).forEach(terminal::print);
      }
      return 0;
    }

    private static List<String> publish(
        ObjectStore store, Registry registry, Publication publication) {
      Plan plan = publication.plan();
      long entry = new Publishing(store, registry).publish(publication);
      FeatureSets sets = new FeatureSets(store, registry.state());
      FeatureSetId id = FeatureSetId.parse(plan.reference());
      String published =
          "Feature set %s: published by entry %d, plan %s".formatted(id, entry, plan.hash());
      Optional<FeatureSetId> before = sets.before(id);
      return before.isEmpty()
          ? List.of(published)
          : List.of(
              published,
              "Compare it with: roundhouse features diff %s %s".formatted(before.get(), id));
    }
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Every published version, by name.")
  static final class ListFeatures implements Callable<Integer> {
    @Mixin Platform platform = new Platform();
    private final Terminal terminal;

    ListFeatures(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      Table table =
          Table.of("feature set", "asked by", ">features", "labels", ">models", "published", "");
      try (ObjectStore store = platform.openStore()) {
        FeatureSets sets = new FeatureSets(store, platform.openRegistry(store).state());
        sets.ids().forEach(id -> table.row(row(sets, id)));
      }
      (table.isEmpty()
              ? List.of("No feature set is published; do it with: roundhouse features publish")
              : table.lines())
          .forEach(terminal::print);
      return 0;
    }

    private static Object[] row(FeatureSets sets, FeatureSetId id) {
      RegistryState state = sets.state();
      Plan plan = sets.plan(id);
      return new Object[] {
        id,
        plan.askStream().name(),
        plan.features().size(),
        plan.labels().isEmpty()
            ? "-"
            : plan.labels().stream().map(label -> label.name()).collect(Collectors.joining(", ")),
        state.usersOf(id).size(),
        Numbers.time(state.featureSet(id).orElseThrow().time()),
        state.isRetired(id) ? "retired" : ""
      };
    }
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = {
        "One version: its definition, its documentation, what an event and an ask cost, and what",
        "state a key takes."
      })
  static final class ShowFeatures implements Callable<Integer> {
    @Mixin Platform platform = new Platform();

    @Parameters(
        paramLabel = "NAME@VERSION",
        arity = "0..1",
        description = "A published version, e.g. late-arrival@1.")
    @Nullable String set;

    private final Terminal terminal;

    ShowFeatures(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      try (ObjectStore store = platform.openStore()) {
        FeatureSets sets = new FeatureSets(store, platform.openRegistry(store).state());
        Inputs inputs = new Inputs();
        String name = known(inputs, store, sets, "NAME@VERSION", set);
        inputs.refuseIfAny();
        new FeatureSetPage(sets, FeatureSetId.parse(name)).lines().forEach(terminal::print);
      }
      return 0;
    }
  }

  @Command(
      name = "lineage",
      mixinStandardHelpOptions = true,
      description = {
        "From streams and fields over features to the models and tags that use them.",
        "Of a feature set, or of a stream or field in all of them."
      })
  static final class TraceFeatures implements Callable<Integer> {
    @Mixin Platform platform = new Platform();

    @Parameters(
        paramLabel = "OF",
        arity = "0..1",
        description = "late-arrival@1, flight-departed or flight-departed.delay.")
    @Nullable String of;

    private final Terminal terminal;

    TraceFeatures(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      try (ObjectStore store = platform.openStore()) {
        RegistryState state = platform.openRegistry(store).state();
        FeatureSets sets = new FeatureSets(store, state);
        Inputs inputs = new Inputs();
        String source = inputs.required("OF", of, "late-arrival@1");
        LineagePage page = new LineagePage(sets, new ModelInputs(store, state));
        if (source.contains("@")) {
          known(inputs, store, sets, "OF", source);
        }
        inputs.refuseIfAny();
        List<String> lines =
            source.contains("@") ? page.of(FeatureSetId.parse(source)) : page.of(source);
        if (lines.isEmpty()) {
          inputs.problem(
              "OF",
              source,
              "a stream that a published feature set reads, or a field of one",
              "choose from " + String.join(", ", page.streams()));
        }
        inputs.refuseIfAny();
        lines.forEach(terminal::print);
      }
      return 0;
    }
  }

  @Command(
      name = "diff",
      mixinStandardHelpOptions = true,
      description = {
        "Which features change their values from one version to another, and what therefore needs",
        "a backfill. The later one may be a file that is not published yet."
      })
  static final class CompareFeatures implements Callable<Integer> {
    @Mixin Platform platform = new Platform();

    @Parameters(
        index = "0",
        paramLabel = "EARLIER",
        arity = "0..1",
        description = "A published version, e.g. late-arrival@1.")
    @Nullable String earlier;

    @Parameters(
        index = "1",
        paramLabel = "LATER",
        arity = "0..1",
        description = "Another one, or a publication's file.")
    @Nullable String later;

    private final Terminal terminal;

    CompareFeatures(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      try (ObjectStore store = platform.openStore()) {
        FeatureSets sets = new FeatureSets(store, platform.openRegistry(store).state());
        Inputs inputs = new Inputs();
        String before = known(inputs, store, sets, "EARLIER", earlier);
        Plan after = later(inputs, store, sets);
        inputs.refuseIfAny();
        new DiffPage(sets.plan(FeatureSetId.parse(before)), Objects.requireNonNull(after))
            .lines()
            .forEach(terminal::print);
      }
      return 0;
    }

    private @Nullable Plan later(Inputs inputs, ObjectStore store, FeatureSets sets) {
      if (later != null && Files.isRegularFile(Path.of(later))) {
        Publication publication = read(inputs, "LATER", Path.of(later));
        return publication == null ? null : publication.plan();
      }
      int problems = inputs.count();
      String name = known(inputs, store, sets, "LATER", later);
      return inputs.count() > problems ? null : sets.plan(FeatureSetId.parse(name));
    }
  }

  @Command(
      name = "retire",
      mixinStandardHelpOptions = true,
      description = {
        "Let no new backfill, training or model use a version. Refused while a model uses it;",
        "what was made of it stays."
      })
  static final class RetireFeatures implements Callable<Integer> {
    @Mixin Platform platform = new Platform();

    @Parameters(
        paramLabel = "NAME@VERSION",
        arity = "0..1",
        description = "A published version, e.g. late-arrival@1.")
    @Nullable String set;

    @Option(
        names = "--reason",
        paramLabel = "TEXT",
        description = "Why, for those who try to use it.")
    @Nullable String reason;

    private final Terminal terminal;

    RetireFeatures(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      try (ObjectStore store = platform.openStore()) {
        Registry registry = platform.openRegistry(store);
        Inputs inputs = new Inputs();
        FeatureSets sets = new FeatureSets(store, registry.state());
        String name = known(inputs, store, sets, "NAME@VERSION", set);
        inputs.required("--reason", reason, "'replaced by late-arrival@2'");
        inputs.refuseIfAny();
        FeatureSetId id = FeatureSetId.parse(name);
        long entry =
            Refusals.orThrow(
                registry.append(
                    CommandId.of("cli/retire/" + id), new FeatureSetRetired(id, reason)));
        terminal.print("Feature set %s: retired by entry %d".formatted(id, entry));
      }
      return 0;
    }
  }

  /// The name of a published version; a problem where there is none.
  private static String known(
      Inputs inputs, ObjectStore store, FeatureSets sets, String what, @Nullable String text) {
    String name = inputs.featureSet(what, text, "late-arrival@1");
    new RequestChecks(inputs, store, sets.state()).publishedFeatureSet(what, name);
    return name;
  }

  private static @Nullable Publication read(Inputs inputs, String what, @Nullable Path file) {
    if (file == null) {
      inputs.required(what, null, "card-fraud.json");
      return null;
    }
    try {
      return Publication.parse(Files.readAllBytes(file));
    } catch (InvalidDefinitionException malformed) {
      inputs.problems(Refusals.problems(malformed.problems()));
    } catch (IOException e) {
      inputs.problem(what, file.toString(), "a readable file", "correct the path");
    }
    return null;
  }
}
