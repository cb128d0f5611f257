package roundhouse.featureengine.language.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static roundhouse.featureengine.language.Expressions.coalesce;
import static roundhouse.featureengine.language.Expressions.days;
import static roundhouse.featureengine.language.Expressions.field;
import static roundhouse.featureengine.language.Expressions.hourOf;
import static roundhouse.featureengine.language.TextWords.matches;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import roundhouse.featureengine.language.EntityEvents;
import roundhouse.featureengine.language.Expressions;
import roundhouse.featureengine.language.FeatureSet;
import roundhouse.featureengine.language.LatestEvent;
import roundhouse.featureengine.language.ListWords;
import roundhouse.featureengine.language.NumberWords;
import roundhouse.featureengine.language.Outcome;
import roundhouse.featureengine.language.TextWords;
import roundhouse.featureengine.language.Value;
import roundhouse.featureengine.language.check.InvalidDefinitionException;

/// Every Java example of the guide is a part of a file in this package, so that it compiles and its
/// claims are tested.
class GuideTest {
  private static final Path GUIDE = Path.of("../../docs/features.md");
  private static final Path SOURCES =
      Path.of("src/test/java/roundhouse/featureengine/language/guide");

  /// Of records, and what the language itself calls.
  private static final Set<String> PLUMBING =
      Set.of("equals", "hashCode", "toString", "expression", "from", "to");

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
    EntityEvents<Charge, Payment> ofAmount =
        CardFraud.PAYMENTS.where(Payment::amount).equalTo(Charge::amount);
    var median = CardFraud.OF_CARD.quantile(0.5, Payment::amount).accurateTo(0.01).ever();
    FeatureSet<Charge> wrong =
        FeatureSet.askedBy(CardFraud.CHARGES)
            .named("card-fraud")
            .version(1)
            .feature("hour", hourOf(Charge::at).in("Mars"))
            .feature("Hour", field((Charge charge) -> charge.amount() * 2))
            .feature("spend_7d", CardFraud.OF_CARD.sum(Payment::amount).within(days(0)))
            .feature(
                "spend_90d",
                CardFraud.OF_CARD.sum(Payment::amount).within(days(90)).inStepsOf(days(7)))
            .feature("same_amount", ofAmount.count().within(days(1)))
            .feature("shop", matches(Charge::shop, "(?=a)"))
            .feature("median", coalesce(median, median))
            .describe("spent_7d", "What the card paid in a week.");

    assertThatThrownBy(wrong::plan)
        .isInstanceOf(InvalidDefinitionException.class)
        .satisfies(
            told ->
                assertThat(withoutLines(Files.readString(GUIDE)))
                    .contains(withoutLines(told.getMessage())));
  }

  @Test
  void everyWordStandsInTheGuide() throws IOException {
    String guide = Files.readString(GUIDE);
    assertThat(
            Stream.of(
                    Expressions.class,
                    NumberWords.class,
                    TextWords.class,
                    ListWords.class,
                    EntityEvents.class,
                    LatestEvent.class,
                    Value.class,
                    Outcome.class,
                    Expressions.Elapsed.class)
                .flatMap(words -> Stream.of(words.getDeclaredMethods()))
                .filter(word -> Modifier.isPublic(word.getModifiers()) && !word.isSynthetic())
                .map(Method::getName)
                .filter(word -> !PLUMBING.contains(word))
                .distinct())
        .hasSizeGreaterThan(70)
        .allSatisfy(word -> assertThat(guide).containsPattern("\\b" + word + "\\b"));
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
