package roundhouse.activities.training.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import roundhouse.activities.training.python.PythonTrainer.Availability;
import roundhouse.activities.training.runner.TrainingOptions;

/// Interpreters that answer the probe as a script says.
class InterpreterTest {
  @TempDir private Path folder;

  private Availability availabilityOf(String script) throws Exception {
    Path python = folder.resolve("python3");
    Files.writeString(python, "#!/bin/sh\n" + script + "\n");
    assertThat(python.toFile().setExecutable(true)).isTrue();
    return trainer(python).availability();
  }

  private PythonTrainer trainer(Path python) throws IOException {
    Files.createDirectories(folder.resolve("workflows"));
    return new PythonTrainer(
        new TrainingOptions(
            folder.resolve("runs"),
            folder.resolve("workflows"),
            folder.resolve("cache"),
            python,
            Duration.ofMillis(100),
            Duration.ofMillis(100),
            1,
            "64m"));
  }

  @Test
  void suitableInterpreterIsNamed() throws Exception {
    Availability here = availabilityOf("printf '3.12.1\\nlinux x\\n\\n'");
    assertThat(here.available()).isTrue();
    assertThat(here.reason()).isEqualTo("Python 3.12.1, " + folder.resolve("python3"));
  }

  @Test
  void olderInterpreterIsRefusedWithItsVersion() throws Exception {
    Availability here = availabilityOf("printf '3.9.2\\nlinux x\\nversion\\n'");
    assertThat(here.available()).isFalse();
    assertThat(here.reason()).contains("is 3.9.2; expected 3.11 or later");
  }

  @Test
  void interpreterWithoutVenvSaysWhichPackageBringsIt() throws Exception {
    Availability here = availabilityOf("printf '3.11.2\\nlinux x\\nensurepip\\n'");
    assertThat(here.available()).isFalse();
    assertThat(here.reason())
        .contains("has no module 'ensurepip'")
        .contains("apt-get install python3-venv");
  }

  @Test
  void interpreterThatDoesNotRunIsRefusedWithWhatItSays() throws Exception {
    assertThat(availabilityOf("echo broken; exit 1").reason()).contains("does not run (broken)");
    assertThat(trainer(folder.resolve("nowhere")).availability().reason())
        .contains("does not run")
        .contains("roundhouse.training.python");
  }

  @Test
  void workflowIsRefusedWhereThereIsNoPython() throws Exception {
    PythonTrainer trainer = trainer(folder.resolve("nowhere"));
    Files.writeString(folder.resolve("workflows/mine.py"), "");
    assertThat(trainer.check("mine", java.util.Map.of()))
        .singleElement()
        .asString()
        .contains("expected Python on the worker's machine", "or use jvm:xgboost");
  }

  @Test
  void environmentThatCannotBeMadeSaysWhyAndLeavesNothing() throws Exception {
    Path python = folder.resolve("python3");
    Files.writeString(
        python,
        """
        #!/bin/sh
        case "$2" in
          -c) printf '3.12.1\\nlinux x\\n\\n' ;;
          *) echo "disk full"; exit 1 ;;
        esac
        """);
    assertThat(python.toFile().setExecutable(true)).isTrue();
    PythonTrainer trainer = trainer(python);
    List<String> told = new ArrayList<>();
    assertThatThrownBy(() -> trainer.prepareEnvironment(told::add))
        .hasMessage(
            "Python environment: making the Python environment failed: disk full; check the package index and the disk, and try again");
    assertThat(told).contains("making the Python environment");
    try (Stream<Path> left = Files.list(folder.resolve("cache/python"))) {
      assertThat(left.filter(Files::isDirectory)).isEmpty();
    }
  }
}
