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
  void aLastCellThatIsTooLongGoesOnBelowItself() {
    Table table = Table.of("", "").row("from", "one two three four five six seven eight nine ten");
    assertThat(table.linesWithin(36))
        .containsExactly("from  one two three four five six", "      seven eight nine ten");
    assertThat(table.linesWithin(54)).isEqualTo(table.lines());
    assertThat(table.linesWithin(5)).as("it stays readable").hasSize(2);
    assertThat(Table.of("", "").row("", "x".repeat(50)).linesWithin(40))
        .as("a word is not broken")
        .containsExactly("  " + "x".repeat(50));
  }

  @Test
  void aRowOfAnotherLengthIsRefused() {
    assertThatThrownBy(() -> Table.of("a", "b").row("only one"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected 2");
  }
}
