package roundhouse.scoring.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// NVIDIA Triton's own Python client against the scorer.
@Tag("full")
class TritonClientIT {
  private static final Path SOURCES = Path.of("src/test/python");

  @TempDir Path folder;

  @Test
  void tritonsClientScoresByNamesAndByMatrixInJsonAndInBinary() throws Exception {
    Path python = environment();
    try (Platform platform = new Platform(folder.resolve("store")).declare("late");
        RunningScorer scorer =
            RunningScorer.start(platform.folder().toString(), folder.resolve("cache"))) {
      platform.register("model-a", 0.75f).move("model-a", "late");
      await()
          .atMost(RunningScorer.PATIENCE)
          .until(() -> scorer.get("/v2/models/late/ready").statusCode() == 200);
      JsonNode answer =
          JsonMapper.shared()
              .readTree(
                  run(
                      python.toString(),
                      SOURCES.resolve("triton_client.py").toString(),
                      "127.0.0.1:" + scorer.port()));
      for (String way : List.of("binary", "json", "matrix")) {
        assertThat(answer.path(way).toString()).as(way).isEqualTo("[0.75,-0.5,0.25]");
      }
      assertThat(answer.path("live").asBoolean()).isTrue();
      assertThat(answer.path("ready").asBoolean()).isTrue();
      assertThat(answer.path("server").asString()).isEqualTo("roundhouse");
      assertThat(answer.path("versions").toString()).isEqualTo("[\"model-a\"]");
      assertThat(answer.path("index").path(0).path("state").asString()).isEqualTo("READY");
      assertThat(answer.path("refusal").asString()).contains("Tag 'later': expected one of late");
    }
  }

  private Path environment() throws Exception {
    Path environment = folder.resolve("venv");
    run("python3", "-m", "venv", environment.toString());
    Path python = environment.resolve("bin/python");
    run(
        python.toString(),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "-r",
        SOURCES.resolve("requirements.txt").toString());
    return python;
  }

  private String run(String... command) throws IOException, InterruptedException {
    Path output = Files.createTempFile(folder, "output", ".txt");
    Path errors = Files.createTempFile(folder, "errors", ".txt");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    assertThat(process.waitFor()).as(() -> read(errors)).isZero();
    return read(output);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      return String.valueOf(unreadable);
    }
  }
}
