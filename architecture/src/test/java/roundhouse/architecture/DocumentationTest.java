package roundhouse.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Documents that name a class or a file name one that exists.
class DocumentationTest {
  private static final Path ROOT = ProjectModules.root();
  private static final Set<String> SKIPPED =
      Set.of("target", ".git", ".roundhouse", "node_modules");

  /// A class with two capitals at least, so that words such as `Plan` alone do not count.
  private static final Pattern CLASS =
      Pattern.compile("`([A-Z][a-z]+(?:[A-Z][a-z0-9]*)+)(?:\\.\\w+)?`");

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");

  /// Names that are others': the SDK's, Spark's and the like.
  private static final Pattern OURS =
      Pattern.compile("[A-Za-z0-9]+(IT|Test|MockTest|Impl|Workflow)");

  static Stream<Path> documents() throws IOException {
    return files(".md");
  }

  @ParameterizedTest
  @MethodSource("documents")
  void linksLeadSomewhere(Path document) throws IOException {
    assertThat(LINK.matcher(Files.readString(document)).results().map(link -> link.group(1)))
        .allSatisfy(target -> assertThat(document.resolveSibling(target)).exists());
  }

  @Test
  void architectureAndContributingNameClassesThatExist() throws IOException {
    Set<String> classes = classes();
    assertThat(named("ARCHITECTURE.md")).isNotEmpty().isSubsetOf(classes);
    assertThat(named("CONTRIBUTING.md")).isNotEmpty().isSubsetOf(classes);
  }

  @ParameterizedTest
  @MethodSource("documents")
  void testsAndWorkflowsThatDocumentsNameExist(Path document) throws IOException {
    assertThat(named(document).stream().filter(name -> OURS.matcher(name).matches()))
        .isSubsetOf(classes());
  }

  private static Set<String> named(String document) throws IOException {
    return named(ROOT.resolve(document));
  }

  private static Set<String> named(Path document) throws IOException {
    return CLASS
        .matcher(Files.readString(document))
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> classes() throws IOException {
    return files(".java")
        .map(file -> file.getFileName().toString().replace(".java", ""))
        .collect(Collectors.toSet());
  }

  private static Stream<Path> files(String ending) throws IOException {
    try (Stream<Path> below = Files.walk(ROOT)) {
      return below
          .filter(file -> file.getFileName().toString().endsWith(ending))
          .filter(file -> Files.isRegularFile(file) && !isSkipped(ROOT.relativize(file)))
          .toList()
          .stream();
    }
  }

  private static boolean isSkipped(Path file) {
    return Stream.iterate(file, path -> path != null, Path::getParent)
        .anyMatch(path -> SKIPPED.contains(path.getFileName().toString()));
  }
}
