import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.StringJoiner;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/// Trains the small model that GoldenModelsTest scores with the real XGBoost4J (3.0.4), in the form
/// of make_golden.py. Run from source, with XGBoost4J, Kryo and commons-logging on the class path:
///
///     java -cp ... MakeGolden.java ../resources/roundhouse/scoring/trees/golden
public final class MakeGolden {
  private static final int FEATURES = 6;
  private static final String[] TYPES = {"q", "q", "q", "c", "c", "i"};

  public static void main(String[] arguments) throws XGBoostError, IOException {
    Path folder = Path.of(arguments[0]);
    Random random = new Random(19);
    int rows = 2000;
    float[] matrix = rows(random, rows);
    DMatrix training = new DMatrix(matrix, rows, FEATURES, Float.NaN);
    training.setFeatureTypes(TYPES);
    training.setLabel(labels(random, matrix, rows));
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("objective", "binary:logistic");
    parameters.put("max_depth", 5);
    parameters.put("eta", 0.1);
    parameters.put("nthread", 1);
    parameters.put("seed", 19);
    parameters.put("max_cat_to_onehot", 4);
    Booster trained = XGBoost.train(training, parameters, 8, new HashMap<>(), null, null);
    for (String format : new String[] {"json", "ubj"}) {
      Files.write(folder.resolve("xgboost4j." + format), trained.toByteArray(format));
    }
    write(folder, Arrays.copyOf(matrix, 400 * FEATURES));
  }

  private static void write(Path folder, float[] matrix) throws XGBoostError, IOException {
    Booster loaded = XGBoost.loadModel(Files.readAllBytes(folder.resolve("xgboost4j.ubj")));
    loaded.setParam("nthread", 1);
    int rows = matrix.length / FEATURES;
    DMatrix golden = new DMatrix(matrix, rows, FEATURES, Float.NaN);
    float[][] margins = loaded.predict(golden, true);
    float[][] outputs = loaded.predict(golden);
    StringBuilder text = new StringBuilder(FEATURES + " " + rows + "\n");
    for (int i = 0; i < rows; i++) {
      StringJoiner line = new StringJoiner(" ", "", "\n");
      for (int j = 0; j < FEATURES; j++) {
        line.add(bits(matrix[i * FEATURES + j]));
      }
      text.append(line.add(bits(margins[i][0])).add(bits(outputs[i][0])));
    }
    Files.writeString(folder.resolve("xgboost4j.rows"), text);
  }

  private static float[] rows(Random random, int rows) {
    float[] matrix = new float[rows * FEATURES];
    for (int i = 0; i < matrix.length; i++) {
      float value =
          switch (i % FEATURES) {
            case 3 -> random.nextInt(7);
            case 4 -> random.nextInt(90);
            case 5 -> random.nextInt(2);
            default -> Math.round(random.nextGaussian() * 100) / 100f;
          };
      matrix[i] = random.nextInt(10) == 0 ? Float.NaN : value;
    }
    return matrix;
  }

  private static float[] labels(Random random, float[] matrix, int rows) {
    float[] labels = new float[rows];
    for (int i = 0; i < rows; i++) {
      float number = matrix[i * FEATURES];
      double signal = Float.isNaN(number) ? 0 : number;
      signal += matrix[i * FEATURES + 3] % 3 == 1 ? 1 : 0;
      signal += Math.sin(matrix[i * FEATURES + 4]) > 0 ? 1 : 0;
      labels[i] = signal + random.nextGaussian() > 1.2 ? 1 : 0;
    }
    return labels;
  }

  private static String bits(float value) {
    return "%08x".formatted(Float.floatToIntBits(value));
  }
}
