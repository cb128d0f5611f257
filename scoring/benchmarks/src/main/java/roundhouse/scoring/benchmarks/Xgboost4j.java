package roundhouse.scoring.benchmarks;

import java.nio.file.Path;
import java.util.Arrays;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/// XGBoost's own Java library on one thread, in the faster of its two ways: one row by `predict` of
/// a matrix, many by `inplace_predict`.
final class Xgboost4j implements Contestant {
  private final Booster booster;

  Xgboost4j(Path model) throws XGBoostError {
    this.booster = XGBoost.loadModel(model.toString());
    booster.setParam("nthread", 1);
  }

  @Override
  public String name() {
    return "xgboost4j";
  }

  @Override
  public void single(Rows rows, int count, float[] probabilities) {
    for (int row = 0; row < count; row++) {
      int from = row * rows.width();
      float[] values = Arrays.copyOfRange(rows.matrix(), from, from + rows.width());
      probabilities[row] = predict(values, 1, rows.width())[0][0];
    }
  }

  @Override
  public void batch(Rows rows, float[] probabilities) {
    float[][] found = inPlace(rows);
    for (int row = 0; row < found.length; row++) {
      probabilities[row] = found[row][0];
    }
  }

  private float[][] inPlace(Rows rows) {
    try {
      return booster.inplace_predict(rows.matrix(), rows.count(), rows.width(), Float.NaN);
    } catch (XGBoostError failed) {
      throw new IllegalStateException(failed);
    }
  }

  private float[][] predict(float[] values, int rows, int width) {
    try {
      DMatrix matrix = new DMatrix(values, rows, width, Float.NaN);
      try {
        return booster.predict(matrix);
      } finally {
        matrix.dispose();
      }
    } catch (XGBoostError failed) {
      throw new IllegalStateException(failed);
    }
  }

  @Override
  public void close() {
    booster.dispose();
  }
}
