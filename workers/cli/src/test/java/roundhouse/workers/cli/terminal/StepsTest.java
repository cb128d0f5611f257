package roundhouse.workers.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StepsTest {
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

  @Test
  void withoutATerminalProgressIsPlainLines() {
    Steps steps = new Steps(terminal(), 2);
    steps.perform(
        "first",
        "Count the flights",
        line -> {
          line.at("reading", 0.5, "January");
          line.at("reading", 0.6, "February");
          line.result("336,776 flights");
        });
    assertThat(text())
        .startsWith("[1/2] Count the flights\n      reading · 50 % · January · 0 s\n")
        .contains("      336,776 flights · 0.")
        .doesNotContain("February", "\r", "\u001b");
    assertThat(steps.seconds()).containsOnlyKeys("first");
  }

  @Test
  void onATerminalTheLineIsRedrawnWithABar() {
    Terminal animated = new Terminal(System.out, stream(), true, 100);
    new Steps(animated, 1).perform("first", "Count", line -> line.at("reading", 0.5, ""));
    assertThat(text()).contains("\r\u001b[K[1/1] Count  [============            ]  reading");
  }

  @Test
  void aFailedStepIsSaidToHaveFailed() {
    Steps steps = new Steps(terminal(), 1);
    assertThatThrownBy(
            () ->
                steps.perform(
                    "first",
                    "Count",
                    line -> {
                      throw new IllegalStateException("no flights");
                    }))
        .hasMessage("no flights");
    assertThat(text()).endsWith("      failed\n");
  }

  private Terminal terminal() {
    return new Terminal(System.out, stream(), false, 80);
  }

  private PrintStream stream() {
    return new PrintStream(errors, true, StandardCharsets.UTF_8);
  }

  private String text() {
    return errors.toString(StandardCharsets.UTF_8);
  }
}
