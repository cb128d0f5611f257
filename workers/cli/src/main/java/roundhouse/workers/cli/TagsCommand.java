package roundhouse.workers.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import roundhouse.scoring.registry.ModelId;
import roundhouse.scoring.registry.RegistryState;
import roundhouse.scoring.registry.Tag;
import roundhouse.scoring.registry.TagMove;
import roundhouse.scoring.registry.TagName;
import roundhouse.storage.ObjectStore;
import roundhouse.temporal.contracts.TagContract;
import roundhouse.workers.cli.platform.ContractReader;
import roundhouse.workers.cli.platform.Inputs;
import roundhouse.workers.cli.platform.Platform;
import roundhouse.workers.cli.platform.RequestChecks;
import roundhouse.workers.cli.platform.TagDeclarations;
import roundhouse.workers.cli.terminal.Numbers;
import roundhouse.workers.cli.terminal.Table;
import roundhouse.workers.cli.terminal.Terminal;

/// Tags: what applications score by, and the contracts that models are judged by.
@Command(
    name = "tags",
    mixinStandardHelpOptions = true,
    description = "List, show and declare tags, and tell their history.")
final class TagsCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  CommandSpec spec;

  private final Terminal terminal;

  private TagsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  static CommandLine of(Terminal terminal) {
    return new CommandLine(new TagsCommand(terminal))
        .addSubcommand(new ListTags(terminal))
        .addSubcommand(new ShowTag(terminal))
        .addSubcommand(new DeclareTag(terminal))
        .addSubcommand(new TellHistory(terminal));
  }

  @Override
  public void run() {
    spec.commandLine().usage(terminal.out());
  }

  @Command(name = "list", mixinStandardHelpOptions = true, description = "Every tag, by name.")
  static final class ListTags implements Callable<Integer> {
    @Mixin Platform platform = new Platform();
    private final Terminal terminal;

    ListTags(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      Table table = Table.of("tag", "model", ">revision", "moved", "policy", "label");
      try (ObjectStore store = platform.openStore()) {
        for (Tag tag : platform.openRegistry(store).state().tags()) {
          table.row(
              tag.name(),
              tag.modelId().map(ModelId::value).orElse("-"),
              tag.revision(),
              tag.moves().isEmpty() ? "never" : Numbers.time(tag.moves().getLast().time()),
              tag.contract().path("policy").asString("-"),
              tag.contract().path("label").asString("-"));
        }
      }
      (table.isEmpty() ? List.of("No tag is declared.") : table.lines()).forEach(terminal::print);
      return 0;
    }
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "One tag: its model and its contract.")
  static final class ShowTag implements Callable<Integer> {
    @Mixin Platform platform = new Platform();

    @Parameters(paramLabel = "TAG", arity = "0..1", description = "The tag's name.")
    @Nullable String name;

    private final Terminal terminal;

    ShowTag(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      Tag tag = existing(platform, name);
      Table table =
          Table.of("", "")
              .row("tag", tag.name())
              .row("model", tag.modelId().map(ModelId::value).orElse("-"))
              .row("revision", tag.revision())
              .row("declared by", "entry " + tag.declaredBy());
      tag.contract()
          .properties()
          .forEach(
              field ->
                  table.row(
                      field.getKey(),
                      field.getValue().isString()
                          ? field.getValue().asString()
                          : field.getValue().toString()));
      table.lines().forEach(terminal::print);
      return 0;
    }
  }

  @Command(
      name = "history",
      mixinStandardHelpOptions = true,
      description = "Every move of a tag, the latest last.")
  static final class TellHistory implements Callable<Integer> {
    @Mixin Platform platform = new Platform();

    @Parameters(paramLabel = "TAG", arity = "0..1", description = "The tag's name.")
    @Nullable String name;

    private final Terminal terminal;

    TellHistory(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      Tag tag = existing(platform, name);
      Table table = Table.of(">revision", "moved", "model", "decision", "by");
      for (TagMove move : tag.moves()) {
        table.row(
            move.revision(),
            Numbers.time(move.time()),
            move.modelId(),
            move.decisionId() == null ? "-" : move.decisionId(),
            move.command());
      }
      (table.isEmpty() ? List.of("It has never moved.") : table.lines()).forEach(terminal::print);
      return 0;
    }
  }

  @Command(
      name = "declare",
      mixinStandardHelpOptions = true,
      description = "Declare a tag by its contract, or give it another one; its model stays.")
  static final class DeclareTag implements Callable<Integer> {
    @Mixin Platform platform = new Platform();

    @Parameters(index = "0", paramLabel = "TAG", arity = "0..1", description = "The tag's name.")
    @Nullable String name;

    @Parameters(
        index = "1",
        paramLabel = "FILE",
        arity = "0..1",
        description = "Its contract as JSON.")
    @Nullable Path file;

    private final Terminal terminal;

    DeclareTag(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      Inputs inputs = new Inputs();
      String tag = inputs.name("TAG", name, "late-arrival");
      TagContract contract = read(inputs);
      inputs.refuseIfAny();
      try (ObjectStore store = platform.openStore()) {
        long entry =
            TagDeclarations.declare(
                platform.openRegistry(store), TagName.of(tag), Objects.requireNonNull(contract));
        terminal.print("Tag %s: declared by entry %d".formatted(tag, entry));
      }
      return 0;
    }

    private @Nullable TagContract read(Inputs inputs) {
      if (file == null) {
        inputs.required("FILE", null, "contract.json");
        return null;
      }
      try {
        return new ContractReader(inputs).read(Files.readString(file));
      } catch (IOException e) {
        inputs.problem("FILE", file.toString(), "a readable file", "correct the path");
        return null;
      }
    }
  }

  private static Tag existing(Platform platform, @Nullable String name) {
    Inputs inputs = new Inputs();
    String tag = inputs.name("TAG", name, "late-arrival");
    try (ObjectStore store = platform.openStore()) {
      RegistryState state = platform.openRegistry(store).state();
      new RequestChecks(inputs, store, state).tag("TAG", tag);
      inputs.refuseIfAny();
      return state.tag(TagName.of(tag)).orElseThrow();
    }
  }
}
