package roundhouse.workers.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import roundhouse.workers.cli.terminal.Terminal;

/// What the documents name must exist.
class DocumentsTest {
  /// A type, or a member of one, between backticks: `TagFollower`, `FeatureSet.plan`.
  private static final Pattern NAMED_TYPE =
      Pattern.compile("`([A-Z][a-z0-9]+[A-Z][A-Za-z0-9]*)(?:[.#(][A-Za-z0-9.#(): ,→]*)?`");

  private static final Pattern DECLARED_TYPE =
      Pattern.compile("\\b(?:class|record|interface|enum) ([A-Z][A-Za-z0-9]*)");

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(?:#[^)]*)?\\)");

  /// A command of ours in a block, where it stands first, after a prompt or in `$(…)`.
  private static final Pattern CALL =
      Pattern.compile("(?m)^(?:\\$ |[a-z]+=\\$\\()?\\./roundhouse (.+)$");

  private static final Pattern BLOCK = Pattern.compile("(?ms)^```.*?^```$");

  /// A command between backticks; of a group of commands the name is enough.
  private static final Pattern NAMED_COMMAND =
      Pattern.compile("`((?:(?:\\./)?roundhouse|features|sources|tags|models) [^`]+)`");

  private static final Pattern PROGRAM =
      Pattern.compile("\\b(?:[a-z]+\\.)+[A-Z][A-Za-z]+(?= \\\\?\\s*com\\.example)");

  /// A word of a command line, in either kind of quotes, or what ends it.
  private static final Pattern WORD =
      Pattern.compile("'([^']*)'|\"([^\"]*)\"|([^\\s|>)&;'\"]+)|([|>)&;])");

  /// Documents about what others' code does name others' types.
  private static final Set<String> ABOUT_OTHERS = Set.of("docs/facts.md", "docs/style.md");

  /// Names of the JDK, of libraries and of servers that ours are described by.
  private static final Set<String> OF_OTHERS =
      Set.of(
          "BigDecimal",
          "CachedStateStore",
          "FileLock",
          "NullPointerException",
          "PutObject",
          "RoundhouseStage",
          "SplittableRandom",
          "StrictMath",
          "TemporalDevServer");

  private final Path root = Readme.read().root();

  DocumentsTest() throws IOException {}

  @Test
  void everyTypeThatADocumentNamesExists() {
    Set<String> declared = declaredTypes();
    Set<String> missing = new TreeSet<>();
    for (Path document : documents()) {
      if (!ABOUT_OTHERS.contains(root.relativize(document).toString())) {
        matches(NAMED_TYPE, document)
            .filter(name -> !declared.contains(name) && !OF_OTHERS.contains(name))
            .forEach(name -> missing.add(root.relativize(document) + ": " + name));
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void everyFileThatADocumentLinksExists() {
    Set<String> broken = new TreeSet<>();
    for (Path document : documents()) {
      matches(LINK, document)
          .filter(target -> !target.contains("://"))
          .filter(target -> !Files.exists(document.resolveSibling(target)))
          .forEach(target -> broken.add(root.relativize(document) + ": " + target));
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void everyCommandThatADocumentNamesIsOneWithThoseOptions() {
    Map<String, Integer> commands = new TreeMap<>();
    Set<String> refused = new TreeSet<>();
    for (Path document : documents()) {
      String name = root.relativize(document).toString();
      List<String> lines = commands(read(document));
      commands.put(name, lines.size());
      lines.forEach(line -> refusal(line).ifPresent(why -> refused.add(name + ": " + why)));
    }
    assertThat(refused).isEmpty();
    assertThat(commands.get("README.md")).isGreaterThan(20);
    assertThat(commands.get("docs/features.md")).isGreaterThan(15);
  }

  @Test
  void theProgramThatWritesAPublicationIsThere() {
    String guide = read(root.resolve("docs/features.md"));
    assertThat(PROGRAM.matcher(guide).results().map(MatchResult::group))
        .isNotEmpty()
        .allSatisfy(
            name -> assertThat(Class.forName(name).getMethod("main", String[].class)).isNotNull());
  }

  private static List<String> commands(String document) {
    List<String> commands = new ArrayList<>();
    for (MatchResult block : BLOCK.matcher(document).results().toList()) {
      String lines = block.group().replace("\\\n", "");
      CALL.matcher(lines).results().forEach(call -> commands.add(call.group(1)));
    }
    NAMED_COMMAND
        .matcher(BLOCK.matcher(document).replaceAll(""))
        .results()
        .forEach(call -> commands.add(call.group(1).replaceFirst("^(\\./)?roundhouse\\s", "")));
    return commands;
  }

  /// Why the command line does not take it, where it does not.
  private static Optional<String> refusal(String command) {
    try {
      Roundhouse.commandLine(Terminal.ofProcess()).parseArgs(words(command));
      return Optional.empty();
    } catch (CommandLine.ParameterException refused) {
      return Optional.of(command + ": " + refused.getMessage());
    }
  }

  private static String[] words(String command) {
    return WORD.matcher(command)
        .results()
        .takeWhile(word -> word.group(4) == null)
        .map(
            word ->
                Stream.of(1, 2, 3)
                    .map(word::group)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElseThrow())
        .toArray(String[]::new);
  }

  @Test
  void noDocumentPointsOutsideTheProject() {
    assertThat(documents())
        .allSatisfy(document -> assertThat(read(document)).doesNotContain("../shared", "/work/"));
  }

  private List<Path> documents() {
    return files(".md");
  }

  private Set<String> declaredTypes() {
    return files(".java").stream()
        .flatMap(file -> matches(DECLARED_TYPE, file))
        .collect(Collectors.toSet());
  }

  private List<Path> files(String extension) {
    try (Stream<Path> walked = Files.walk(root)) {
      return walked
          .filter(path -> path.toString().endsWith(extension))
          .filter(
              path -> !root.relativize(path).toString().matches("(.*/)?(target|\\..+|.*venv)/.*"))
          .filter(Files::isRegularFile)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> matches(Pattern pattern, Path file) {
    return pattern.matcher(read(file)).results().map((MatchResult match) -> match.group(1));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
