package roundhouse.scoring.benchmarks;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Microseconds a row, of one row at a time and of all at once, on one thread, beside ONNX Runtime
/// and XGBoost4J. Contestants take turns, and the median of the rounds counts. All of them must
/// agree before anything is timed.
public final class KernelBenchmark {
  private static final int FEATURES = 40;
  private static final int ROUNDS = 9;
  private static final int SINGLE_ROWS = 2_000;

  /// Peers convert a sum to a probability in their own way.
  private static final float TOLERANCE = 1e-5f;

  private KernelBenchmark() {}

  /// Prints figures and ratios.
  ///
  /// @param arguments the folder of the models and rows
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    Rows rows = Rows.read(folder.resolve("rows.f32"), FEATURES);
    for (String model : List.of("100x6", "500x8")) {
      Path file = folder.resolve("xgboost-" + model);
      try (Contestant ours = new Roundhouse(Path.of(file + ".ubj"));
          Contestant onnx = new OnnxRuntime(Path.of(file + ".onnx"));
          Contestant xgboost = new Xgboost4j(Path.of(file + ".ubj"))) {
        List<Contestant> contestants = List.of(ours, onnx, xgboost);
        requireAgreement(contestants, rows);
        compare("single-" + model, contestants, rows, SINGLE_ROWS);
        compare("batch-" + model, contestants, rows, rows.count());
      }
    }
  }

  private static void requireAgreement(List<Contestant> contestants, Rows rows) {
    float[] ours = new float[rows.count()];
    contestants.getFirst().batch(rows, ours);
    for (Contestant peer : contestants) {
      float[] batch = new float[rows.count()];
      float[] single = new float[SINGLE_ROWS];
      peer.batch(rows, batch);
      peer.single(rows, SINGLE_ROWS, single);
      float greatest = 0;
      for (int row = 0; row < batch.length; row++) {
        greatest = Math.max(greatest, Math.abs(batch[row] - ours[row]));
        if (row < SINGLE_ROWS) {
          greatest = Math.max(greatest, Math.abs(single[row] - ours[row]));
        }
      }
      if (!(greatest <= TOLERANCE)) {
        throw new IllegalStateException(
            "%s: a probability differs by %s from ours; expected at most %s; look at the conversion of the model"
                .formatted(peer.name(), greatest, TOLERANCE));
      }
      print("# %s agrees within %s".formatted(peer.name(), greatest));
    }
  }

  private static void compare(String name, List<Contestant> contestants, Rows rows, int count) {
    double[][] micros = new double[contestants.size()][ROUNDS];
    float[] probabilities = new float[rows.count()];
    for (int round = -2; round < ROUNDS; round++) {
      for (int i = 0; i < contestants.size(); i++) {
        double spent = time(contestants.get(i), rows, count, probabilities);
        if (round >= 0) {
          micros[i][round] = spent;
        }
      }
    }
    double ours = median(micros[0]);
    for (int i = 0; i < contestants.size(); i++) {
      String who = contestants.get(i).name();
      print("# %s %s: µs a row %s".formatted(name, who, spread(micros[i])));
      if (i > 0) {
        String ratio = String.format(Locale.ROOT, "%.2f", median(micros[i]) / ours);
        print("ratio %s-vs-%s %s".formatted(name, who, ratio));
      }
    }
  }

  /// Ours is so fast that a round of single rows repeats them, to outlast the timer's grain.
  private static double time(Contestant contestant, Rows rows, int count, float[] probabilities) {
    boolean single = count < rows.count();
    int repeats = single && contestant instanceof Roundhouse ? 10 : 1;
    long start = System.nanoTime();
    for (int i = 0; i < repeats; i++) {
      if (single) {
        contestant.single(rows, count, probabilities);
      } else {
        contestant.batch(rows, probabilities);
      }
    }
    return (System.nanoTime() - start) / 1e3 / ((double) count * repeats);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static String spread(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return String.format(
        Locale.ROOT, "%.3f (%.3f to %.3f)", median(values), sorted[0], sorted[sorted.length - 1]);
  }

  private static void print(String line) {
    System.out.println(line);
  }
}
