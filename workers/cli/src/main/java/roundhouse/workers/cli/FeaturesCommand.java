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

  /// A command on what is published: it opens the store, and prints the lines that it is told.
  abstract static class OnFeatureSets implements Callable<Integer> {
    @Mixin Platform platform = new Platform();

    private final Terminal terminal;

    OnFeatureSets(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public final Integer call() {
      try (ObjectStore store = platform.openStore()) {
        lines(new Catalogue(store, platform.openRegistry(store), new Inputs()))
            .forEach(terminal::print);
      }
      return 0;
    }

    abstract List<String> lines(Catalogue catalogue);
  }

  /// What is published, and what is wrong with the command's own inputs.
  record Catalogue(ObjectStore store, Registry registry, Inputs inputs) {
    FeatureSets sets() {
      return new FeatureSets(store, registry.state());
    }

    /// The name of a published version; a problem where there is none.
    String known(String what, @Nullable String text) {
      String name = inputs.featureSet(what, text, "late-arrival@1");
      new RequestChecks(inputs, store, registry.state()).publishedFeatureSet(what, name);
      return name;
    }

    @Nullable Publication read(String what, @Nullable Path file) {
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

  @Command(
      name = "publish",
      mixinStandardHelpOptions = true,
      description = {
        "Publish a feature set version: its plan, its documentation and its streams.",
        "The file is what WritePublication writes from a definition:",
        "  java -cp CLASSES roundhouse.featureengine.language.WritePublication \\",
        "      com.example.CardFraud card-fraud.json"
      })
  static final class PublishFeatures extends OnFeatureSets {

    @Parameters(
        paramLabel = "FILE",
        arity = "0..1",
        description = "A publication, or a plan alone, as JSON.")
    @Nullable Path file;

    PublishFeatures(Terminal terminal) {
      super(terminal);
    }

    @Override
    List<String> lines(Catalogue catalogue) {
      Publication publication = catalogue.read("FILE", file);
      catalogue.inputs().refuseIfAny();
      return publish(catalogue.store(), catalogue.registry(), Objects.requireNonNull(publication));
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
  static final class ListFeatures extends OnFeatureSets {
    ListFeatures(Terminal terminal) {
      super(terminal);
    }

    @Override
    List<String> lines(Catalogue catalogue) {
      Table table =
          Table.of("feature set", "asked by", ">features", "labels", ">models", "published", "");
      FeatureSets sets = catalogue.sets();
      sets.ids().forEach(id -> table.row(row(sets, id)));
      return table.isEmpty()
          ? List.of("No feature set is published; do it with: roundhouse features publish")
          : table.lines();
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
        "One version: its definition, its documentation, its plan with what features share, what an",
        "event and an ask cost, and what state a key takes."
      })
  static final class ShowFeatures extends OnFeatureSets {

    @Parameters(
        paramLabel = "NAME@VERSION",
        arity = "0..1",
        description = "A published version, e.g. late-arrival@1.")
    @Nullable String set;

    ShowFeatures(Terminal terminal) {
      super(terminal);
    }

    @Override
    List<String> lines(Catalogue catalogue) {
      String name = catalogue.known("NAME@VERSION", set);
      catalogue.inputs().refuseIfAny();
      return new FeatureSetPage(catalogue.sets(), FeatureSetId.parse(name)).lines();
    }
  }

  @Command(
      name = "lineage",
      mixinStandardHelpOptions = true,
      description = {
        "From streams and fields over features to the models and tags that use them.",
        "Of a feature set, or of a stream or field in all of them."
      })
  static final class TraceFeatures extends OnFeatureSets {

    @Parameters(
        paramLabel = "OF",
        arity = "0..1",
        description = "late-arrival@1, flight-departed or flight-departed.delay.")
    @Nullable String of;

    TraceFeatures(Terminal terminal) {
      super(terminal);
    }

    @Override
    List<String> lines(Catalogue catalogue) {
      Inputs inputs = catalogue.inputs();
      String source = inputs.required("OF", of, "late-arrival@1");
      LineagePage page =
          new LineagePage(
              catalogue.sets(), new ModelInputs(catalogue.store(), catalogue.registry().state()));
      if (source.contains("@")) {
        catalogue.known("OF", source);
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
      return lines;
    }
  }

  @Command(
      name = "diff",
      mixinStandardHelpOptions = true,
      description = {
        "Which features change their values from one version to another, and what therefore needs",
        "a backfill. The later one may be a file that is not published yet."
      })
  static final class CompareFeatures extends OnFeatureSets {

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

    CompareFeatures(Terminal terminal) {
      super(terminal);
    }

    @Override
    List<String> lines(Catalogue catalogue) {
      String before = catalogue.known("EARLIER", earlier);
      Plan after = later(catalogue);
      catalogue.inputs().refuseIfAny();
      Plan earlierPlan = catalogue.sets().plan(FeatureSetId.parse(before));
      return new DiffPage(earlierPlan, Objects.requireNonNull(after)).lines();
    }

    private @Nullable Plan later(Catalogue catalogue) {
      if (later != null && Files.isRegularFile(Path.of(later))) {
        Publication publication = catalogue.read("LATER", Path.of(later));
        return publication == null ? null : publication.plan();
      }
      int problems = catalogue.inputs().count();
      String name = catalogue.known("LATER", later);
      return catalogue.inputs().count() > problems
          ? null
          : catalogue.sets().plan(FeatureSetId.parse(name));
    }
  }

  @Command(
      name = "retire",
      mixinStandardHelpOptions = true,
      description = {
        "Let no new backfill, training or model use a version. Refused while a model uses it;",
        "what was made of it stays."
      })
  static final class RetireFeatures extends OnFeatureSets {

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

    RetireFeatures(Terminal terminal) {
      super(terminal);
    }

    @Override
    List<String> lines(Catalogue catalogue) {
      String name = catalogue.known("NAME@VERSION", set);
      String why = catalogue.inputs().required("--reason", reason, "'replaced by late-arrival@2'");
      catalogue.inputs().refuseIfAny();
      FeatureSetId id = FeatureSetId.parse(name);
      long entry =
          Refusals.orThrow(
              catalogue
                  .registry()
                  .append(CommandId.of("cli/retire/" + id), new FeatureSetRetired(id, why)));
      return List.of("Feature set %s: retired by entry %d".formatted(id, entry));
    }
  }
}
