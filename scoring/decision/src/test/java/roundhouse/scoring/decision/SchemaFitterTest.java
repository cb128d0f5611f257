package roundhouse.scoring.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SchemaFitterTest {
  @Test
  void dictionariesAreOrderedByUtf8BytesWhateverTheRowsOrder() {
    // U+FFFD is one UTF-16 unit above the surrogates of U+1F600, and below it in UTF-8.
    List<String> values = new ArrayList<>(List.of("\uFFFD", "\uD83D\uDE00", "é", "b", "a", ""));
    InputSchema first = fit(values);
    assertThat(first.inputs().getFirst())
        .isEqualTo(
            new Input.Category(
                "tail",
                List.of("", "a", "b", "é", "\uFFFD", "\uD83D\uDE00"),
                Policy.AS_MISSING,
                Policy.AS_MISSING));
    Collections.shuffle(values, new Random(1));
    assertThat(fit(values).sha256()).isEqualTo(first.sha256());
  }

  @Test
  void inputsKeepTheirDeclaredOrderAndPolicies() {
    InputSchema schema =
        new SchemaFitter()
            .number("n")
            .truth("t")
            .time("at")
            .category("c", Policy.REFUSE)
            .declare(new Input.Numeric("strict", Policy.REFUSE))
            .fit();
    assertThat(schema.inputs())
        .containsExactly(
            new Input.Numeric("n", Policy.AS_MISSING),
            new Input.Truth("t", Policy.AS_MISSING),
            new Input.Time("at", Policy.AS_MISSING),
            new Input.Category("c", List.of(), Policy.REFUSE, Policy.AS_MISSING),
            new Input.Numeric("strict", Policy.REFUSE));
  }

  @Test
  void tooLargeADictionaryIsRefusedWithEveryOtherProblem() {
    SchemaFitter fitter = new SchemaFitter().category("id").number("x").number("x").category("ok");
    for (int i = 0; i <= SchemaFitter.MAX_CATEGORIES; i++) {
      fitter.observe(0, "v" + i);
      fitter.observe(3, "v" + i % SchemaFitter.MAX_CATEGORIES);
    }
    assertThatThrownBy(fitter::fit)
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            """
            dictionary of input 'id' 'more than 10000 categories': expected at most 10000; leave the feature out or use a coarser one
            input's name 'x': expected a name used once; leave one out""");
  }

  @Test
  void onlyCategoriesAreObserved() {
    assertThatThrownBy(() -> new SchemaFitter().number("x").observe(0, "1"))
        .hasMessageContaining("has no dictionary");
  }

  private static InputSchema fit(List<String> values) {
    SchemaFitter fitter = new SchemaFitter().category("tail");
    values.forEach(value -> fitter.observe(0, value));
    return fitter.fit();
  }
}
