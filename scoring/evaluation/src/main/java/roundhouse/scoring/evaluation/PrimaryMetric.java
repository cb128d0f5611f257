package roundhouse.scoring.evaluation;

import java.util.Arrays;
import java.util.Optional;

/// What models are compared by first.
public enum PrimaryMetric {
  AUC("auc") {
    @Override
    public double of(ModelMetrics metrics) {
      return metrics.auc();
    }

    @Override
    public double improvement(ModelMetrics challenger, ModelMetrics champion) {
      return challenger.auc() - champion.auc();
    }

    @Override
    boolean meets(double value, double floor) {
      return value >= floor;
    }
  },
  LOG_LOSS("log-loss") {
    @Override
    public double of(ModelMetrics metrics) {
      return metrics.logLoss();
    }

    @Override
    public double improvement(ModelMetrics challenger, ModelMetrics champion) {
      return champion.logLoss() - challenger.logLoss();
    }

    @Override
    boolean meets(double value, double floor) {
      return value <= floor;
    }
  };

  private final String text;

  PrimaryMetric(String text) {
    this.text = text;
  }

  /// The metric of that name in a tag's contract, or empty where there is none.
  public static Optional<PrimaryMetric> find(String text) {
    return Arrays.stream(values()).filter(metric -> metric.text.equals(text)).findFirst();
  }

  public abstract double of(ModelMetrics metrics);

  /// Challenger − champion, turned so that higher is better.
  public abstract double improvement(ModelMetrics challenger, ModelMetrics champion);

  /// At least the floor, or for a loss at most.
  abstract boolean meets(double value, double floor);

  /// The name in a tag's contract.
  public String text() {
    return text;
  }
}
