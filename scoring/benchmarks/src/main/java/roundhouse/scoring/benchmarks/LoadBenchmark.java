package roundhouse.scoring.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import roundhouse.scoring.trees.TreeModelFile;
import roundhouse.scoring.trees.image.TreeImage;

/// Milliseconds from an image's file to its first score, and the memory of a thousand such models
/// while they are held and ten seconds after they were dropped.
public final class LoadBenchmark {
  private static final int FEATURES = 40;
  private static final int MODELS = 1_000;

  /// Collections that the collector itself chooses give memory back; none is asked for.
  private static final int SECONDS_AFTER = 10;

  private LoadBenchmark() {}

  /// Prints figures.
  ///
  /// @param arguments the folder of the models and rows
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    float[] row = Arrays.copyOf(Rows.read(folder.resolve("rows.f32"), FEATURES).matrix(), FEATURES);
    Path file = folder.resolve("500x8.image");
    long bytes = writeImage(folder.resolve("xgboost-500x8.ubj"), file);
    double[] millis = new double[MODELS];
    List<TreeImage> held = new ArrayList<>();
    for (int model = 0; model < MODELS; model++) {
      long start = System.nanoTime();
      TreeImage image = load(file);
      image.evaluator().margins(row, 0, new double[1]);
      millis[model] = (System.nanoTime() - start) / 1e6;
      held.add(image);
    }
    double first = millis[0];
    Arrays.sort(millis);
    print("load-first-ms", first);
    print("load-median-ms", millis[MODELS / 2]);
    print("load-p99-ms", millis[MODELS * 99 / 100]);
    print("thousand-models-image-mb", MODELS * (bytes / 1e6));
    print("thousand-models-resident-mb", residentMegabytes());
    requireAlike(held, row);
    held.clear();
    Thread.sleep(SECONDS_AFTER * 1_000L);
    print("after-unloading-resident-mb", residentMegabytes());
  }

  /// Each of them is its own, and still there.
  private static void requireAlike(List<TreeImage> images, float[] row) {
    double[] first = new double[1];
    double[] margin = new double[1];
    images.getFirst().evaluator().margins(row, 0, first);
    for (TreeImage image : images) {
      image.evaluator().margins(row, 0, margin);
      if (margin[0] != first[0]) {
        throw new IllegalStateException(
            "A model gave %s where another of the same file gave %s"
                .formatted(margin[0], first[0]));
      }
    }
  }

  private static long writeImage(Path model, Path file) throws IOException {
    TreeImage image = TreeImage.of(TreeModelFile.parse(Files.readAllBytes(model)));
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer bytes = image.toBytes();
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
    return image.bytes();
  }

  private static TreeImage load(Path file) throws IOException {
    return TreeImage.parse(ByteBuffer.wrap(Files.readAllBytes(file)));
  }

  private static double residentMegabytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1e3;
      }
    }
    throw new IllegalStateException("/proc/self/status: no line VmRSS; run this on Linux");
  }

  private static void print(String name, double value) {
    System.out.println(String.format(Locale.ROOT, "ratio %s %.3f", name, value));
  }
}
