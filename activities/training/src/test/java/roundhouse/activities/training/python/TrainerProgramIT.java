package roundhouse.activities.training.python;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import roundhouse.activities.training.local.TrainingMachine;
import roundhouse.activities.training.process.Command;

/// The Python package and its own tests.
class TrainerProgramIT {
  private static final Path PROJECT = Path.of("../trainer-python").toAbsolutePath().normalize();

  @TempDir private Path folder;

  @Test
  void everyFileOfThePackageTravelsInThisLibrary() throws Exception {
    try (Stream<Path> files = Files.list(PROJECT.resolve("src/roundhouse_trainer"))) {
      assertThat(TrainerProgram.FILES)
          .containsExactlyElementsOf(
              files
                  .map(file -> file.getFileName().toString())
                  .filter(n -> n.endsWith(".py"))
                  .sorted()
                  .toList());
    }
    Path installed = TrainerProgram.installBelow(folder);
    assertThat(TrainerProgram.installBelow(folder)).isEqualTo(installed);
    for (String file : TrainerProgram.FILES) {
      assertThat(installed.resolve("roundhouse_trainer").resolve(file))
          .hasSameBinaryContentAs(PROJECT.resolve("src/roundhouse_trainer").resolve(file));
    }
  }

  @Test
  void testsOfThePackagePass() throws Exception {
    PythonTrainer python = new TrainingMachine(folder).assumePython();
    python.prepareEnvironment(line -> {});
    Command.Result result =
        new Command(
                List.of(
                    "env",
                    "PYTHONPATH=" + PROJECT.resolve("src"),
                    "PYTHONDONTWRITEBYTECODE=1",
                    "OMP_WAIT_POLICY=PASSIVE",
                    python.executable().toString(),
                    "-m",
                    "unittest",
                    "discover",
                    "--buffer",
                    "--top-level-directory",
                    PROJECT.toString(),
                    "--start-directory",
                    PROJECT.resolve("tests").toString()))
            .run(Duration.ofMinutes(5));
    assertThat(result.status()).as(result.output()).isZero();
    assertThat(result.output()).containsPattern("Ran [1-9][0-9]+ tests");
  }
}
