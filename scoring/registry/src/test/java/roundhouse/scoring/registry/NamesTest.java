package roundhouse.scoring.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NamesTest {
  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "../x", "a/b", ".a", "-a", "A", "a b", "ä", "a\n", "a%2f"})
  void idCannotTraverse(String text) {
    assertThatThrownBy(() -> TagName.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Tag '" + text + "'");
    assertThatThrownBy(() -> ModelId.of(text)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> DatasetId.of(text)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> DecisionId.of(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void idHasAtMost128Characters() {
    assertThat(ModelId.of("a".repeat(128)).value()).hasSize(128);
    assertThatThrownBy(() -> ModelId.of("a".repeat(129)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void featureSetIsWrittenWithItsVersion() {
    FeatureSetId id = FeatureSetId.parse("late-arrival@12");

    assertThat(id).isEqualTo(new FeatureSetId("late-arrival", 12));
    assertThat(id).hasToString("late-arrival@12");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "late",
        "late@",
        "late@0",
        "late@01",
        "late@-1",
        "@1",
        "a@1@2",
        "../a@1",
        "late@99999999999"
      })
  void malformedFeatureSetIsRefused(String text) {
    assertThatThrownBy(() -> FeatureSetId.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a\nb", "a\u0000b"})
  void commandIsPlainText(String text) {
    assertThatThrownBy(() -> CommandId.of(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
