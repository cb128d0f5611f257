package roundhouse.scoring.decision.meta;

import java.util.List;
import roundhouse.scoring.decision.meta.ScoreNode.Calibration;
import roundhouse.scoring.decision.meta.ScoreNode.Point;

/// The functions of [ScoreNode], by `StrictMath`: the same bits on every machine. NaN stays NaN.
final class Calibrating {
  private Calibrating() {}

  static double logOdds(double probability) {
    double within =
        Math.clamp(probability, ScoreNode.LEAST_PROBABILITY, 1 - ScoreNode.LEAST_PROBABILITY);
    return StrictMath.log(within / (1 - within));
  }

  static double logistic(double logOdds) {
    return 1 / (1 + StrictMath.exp(-logOdds));
  }

  static double apply(Calibration calibration, double score) {
    return switch (calibration) {
      case Calibration.Platt platt -> logistic(platt.slope() * logOdds(score) + platt.intercept());
      case Calibration.Isotonic isotonic -> isotonic(isotonic.points(), score);
    };
  }

  private static double isotonic(List<Point> points, double score) {
    if (Double.isNaN(score)) {
      return score;
    }
    Point below = points.getFirst();
    if (score <= below.score()) {
      return below.probability();
    }
    for (Point above : points) {
      if (score < above.score()) {
        double part = (score - below.score()) / (above.score() - below.score());
        return below.probability() + part * (above.probability() - below.probability());
      }
      below = above;
    }
    return below.probability();
  }
}
