package roundhouse.workers.cli.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class JavaProgramTest {
  @Test
  void itsReportIsItsLastLineOfJson() {
    String output = "WARN something\n{\"a\":1}\n{\"a\":2}\nended\n";

    assertThat(new JavaProgram.Ended(0, output).report()).isEqualTo("{\"a\":2}");
  }

  @Test
  void anOutputWithoutAReportIsAnError() {
    assertThatThrownBy(() -> new JavaProgram.Ended(0, "Killed\n").report())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Killed");
  }
}
