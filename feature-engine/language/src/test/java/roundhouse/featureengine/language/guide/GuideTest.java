package roundhouse.featureengine.language.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static roundhouse.featureengine.language.Expressions.days;
import static roundhouse.featureengine.language.Expressions.hourOf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import roundhouse.featureengine.language.FeatureSet;
import roundhouse.featureengine.language.check.InvalidDefinitionException;

/// Every Java example of the guide is a part of a file in this package, so that it compiles and its
/// claims are tested.
class GuideTest {
  private static final Path GUIDE = Path.of("../../docs/features.md");
  private static final Path SOURCES =
      Path.of("src/test/java/roundhouse/featureengine/language/guide");
  private static final Pattern JAVA = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

  @Test
  void everyJavaExampleIsPartOfATestedFile() throws IOException {
    List<String> sources = sources();
    List<String> examples =
        JAVA.matcher(Files.readString(GUIDE)).results().map(match -> match.group(1)).toList();

    assertThat(examples).hasSizeGreaterThan(5);
    assertThat(examples)
        .allSatisfy(
            example ->
                assertThat(sources)
                    .as("an example that no file of the guide's package has:\n%s", example)
                    .anyMatch(source -> source.contains(withoutIndentation(example))));
  }

  @Test
  void theGuideShowsWhatAWrongDefinitionIsTold() throws IOException {
    FeatureSet<Charge> wrong =
        FeatureSet.askedBy(CardFraud.CHARGES)
            .named("card-fraud")
            .version(1)
            .feature("hour", hourOf(Charge::at).in("Mars"))
            .feature("spend_7d", CardFraud.OF_CARD.sum(Payment::amount).within(days(0)));

    assertThatThrownBy(wrong::plan)
        .isInstanceOf(InvalidDefinitionException.class)
        .satisfies(
            told ->
                assertThat(withoutLines(Files.readString(GUIDE)))
                    .contains(withoutLines(told.getMessage())));
  }

  @Test
  void theGuideShowsThePlanThatItDefines() throws IOException {
    assertThat(Files.readString(GUIDE)).contains(CardFraud.FEATURES.plan().hash());
  }

  private static List<String> sources() throws IOException {
    try (Stream<Path> files = Files.list(SOURCES)) {
      return files.map(GuideTest::read).map(GuideTest::withoutIndentation).toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String withoutLines(@Nullable String text) {
    return String.valueOf(text).replaceAll("\\([A-Za-z]+\\.java:\\d+\\)", "(line)");
  }

  private static String withoutIndentation(String text) {
    return text.lines().map(String::strip).collect(Collectors.joining("\n"));
  }
}
