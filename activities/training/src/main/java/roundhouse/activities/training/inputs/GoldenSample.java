package roundhouse.activities.training.inputs;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import roundhouse.activities.training.runner.EncodedFeature;

/// The encoded rows that a model's certificate rests on: a seeded sample of the training rows, one
/// of the hold-out's, and rows at the edges of what a model may be asked.
final class GoldenSample {
  private static final int ROWS_OF_EACH = 128;
  private static final long SEED = 42;

  private final List<EncodedFeature> features;
  private final Reservoir training = new Reservoir(new SplittableRandom(SEED));
  private final Reservoir holdout = new Reservoir(new SplittableRandom(SEED + 1));

  GoldenSample(List<EncodedFeature> features) {
    this.features = List.copyOf(features);
  }

  /// The row is copied.
  void offerTraining(float[] row) {
    training.offer(row);
  }

  /// The row is copied.
  void offerHoldout(float[] row) {
    holdout.offer(row);
  }

  List<float[]> rows() {
    List<float[]> rows = new ArrayList<>(training.kept);
    rows.addAll(holdout.kept);
    rows.addAll(edges(rows.getFirst()));
    return rows;
  }

  private List<float[]> edges(float[] typical) {
    List<float[]> edges = new ArrayList<>();
    edges.add(filled(Float.NaN, Float.NaN));
    edges.add(filled(0, 0));
    edges.add(filled(-0.0f, 0));
    edges.add(filled(Float.MAX_VALUE, Float.NaN));
    edges.add(filled(-Float.MAX_VALUE, Float.NaN));
    edges.add(filled(Float.MIN_VALUE, 0));
    for (int feature = 0; feature < features.size(); feature++) {
      float[] row = typical.clone();
      row[feature] = Float.NaN;
      edges.add(row);
    }
    return edges;
  }

  private float[] filled(float number, float category) {
    float[] row = new float[features.size()];
    for (int feature = 0; feature < row.length; feature++) {
      List<String> categories = features.get(feature).categories();
      if (categories == null) {
        row[feature] = number;
      } else {
        row[feature] = categories.isEmpty() ? Float.NaN : category;
      }
    }
    return row;
  }

  /// Keeps a uniform sample of a stream of unknown length, the same for the same stream.
  private static final class Reservoir {
    private final SplittableRandom random;
    private final List<float[]> kept = new ArrayList<>();
    private long offered;

    Reservoir(SplittableRandom random) {
      this.random = random;
    }

    void offer(float[] row) {
      offered++;
      if (kept.size() < ROWS_OF_EACH) {
        kept.add(row.clone());
      } else {
        long place = random.nextLong(offered);
        if (place < ROWS_OF_EACH) {
          kept.set((int) place, row.clone());
        }
      }
    }
  }
}
