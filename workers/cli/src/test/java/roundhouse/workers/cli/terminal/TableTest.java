package roundhouse.workers.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void columnsAreAsWideAsTheirWidestCell() {
    assertThat(Table.of("model", ">AUC").row("a", "0.75").row("longer", "1").lines())
        .containsExactly("model    AUC", "a       0.75", "longer     1");
  }

  @Test
  void aTableWithoutTitlesHasNoHeader() {
    assertThat(Table.of("", "").row("rows", 3).lines()).containsExactly("rows  3");
  }

  @Test
  void aRowOfAnotherLengthIsRefused() {
    assertThatThrownBy(() -> Table.of("a", "b").row("only one"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected 2");
  }
}
