package roundhouse.scoring.trees;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import roundhouse.scoring.trees.ensemble.TreeEnsemble;
import roundhouse.scoring.trees.image.Evaluator;
import roundhouse.scoring.trees.image.TreeImage;

/// The zoo, trained anew by the real libraries on this machine: every margin is theirs, bit for
/// bit. The golden files of the other tests are what the same scripts wrote once.
@Tag("full")
class ZooIT {
  private static final Path SCRIPTS = Path.of("src/test/python");
  private static final Path EXPORTER = Path.of("../../activities/trainer-python/src");

  /// XGBoost's rows do not say how many bits a number has.
  private static final int FLOAT32_BITS = 32;

  @TempDir Path folder;

  @Test
  void marginsOfFreshlyTrainedModelsAreTheLibrariesOwnBits() throws Exception {
    Path python = environment();
    List<String> compared = new ArrayList<>();
    for (String library : List.of("golden", "lightgbm", "sklearn")) {
      Path models = Files.createDirectory(folder.resolve(library));
      run(
          python.toString(),
          SCRIPTS.resolve("make_%s.py".formatted(library)).toString(),
          models.toString());
      try (Stream<Path> files = Files.list(models)) {
        files.filter(file -> rowsOf(file).isPresent()).forEach(file -> compared.add(compare(file)));
      }
    }
    assertThat(compared).hasSizeGreaterThan(90);
  }

  private static Optional<Path> rowsOf(Path model) {
    String name = model.getFileName().toString();
    Path rows = model.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ".rows");
    return name.endsWith(".rows") || !Files.exists(rows) ? Optional.empty() : Optional.of(rows);
  }

  private static String compare(Path file) {
    TreeEnsemble model = TreeModelFile.parse(bytes(file));
    Evaluator evaluator = TreeImage.of(model).evaluator();
    List<String> lines =
        new String(bytes(rowsOf(file).orElseThrow()), StandardCharsets.UTF_8).lines().toList();
    String[] head = lines.getFirst().split(" ", -1);
    int bits = head.length > 2 ? Integer.parseInt(head[4]) : FLOAT32_BITS;
    double[] plain = new double[model.margins()];
    double[] fast = new double[model.margins()];
    for (String line : lines.subList(1, lines.size())) {
      double[] numbers =
          Arrays.stream(line.split(" ", -1)).mapToDouble(word -> number(word, bits)).toArray();
      int features = model.features();
      double[] expected = Arrays.copyOfRange(numbers, features, features + plain.length);
      model.margins(Arrays.copyOf(numbers, features), plain);
      evaluator.margins(numbers, 0, fast);
      assertThat(plain).as("%s: %s", file.getFileName(), line).isEqualTo(expected);
      assertThat(fast).as("image of %s: %s", file.getFileName(), line).isEqualTo(expected);
    }
    return file.getFileName().toString();
  }

  private static double number(String word, int bits) {
    return bits == FLOAT32_BITS
        ? Float.intBitsToFloat(Integer.parseUnsignedInt(word, 16))
        : Double.longBitsToDouble(Long.parseUnsignedLong(word, 16));
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
        SCRIPTS.resolve("requirements.txt").toString());
    return python;
  }

  private void run(String... command) throws IOException, InterruptedException {
    Path output = Files.createTempFile(folder, "output", ".txt");
    ProcessBuilder process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    process.environment().put("PYTHONPATH", EXPORTER.toAbsolutePath().toString());
    assertThat(process.start().waitFor())
        .as(() -> new String(bytes(output), StandardCharsets.UTF_8))
        .isZero();
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
