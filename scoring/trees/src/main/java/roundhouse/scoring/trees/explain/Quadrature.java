package roundhouse.scoring.trees.explain;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// Gauss and Legendre's rule on 0 to 1: exact for polynomials of degree up to twice the number of
/// places less one.
final class Quadrature {
  private static final int NEWTON_STEPS = 100;
  private static final double CLOSE = 1e-15;
  private static final ConcurrentMap<Integer, Quadrature> RULES = new ConcurrentHashMap<>();

  private final double[] places;
  private final double[] weights;

  /// The rule for a degree; rules are kept, for there are as many as trees have levels at most.
  static Quadrature ofDegree(int degree) {
    return RULES.computeIfAbsent(degree / 2 + 1, Quadrature::new);
  }

  private Quadrature(int count) {
    this.places = new double[count];
    this.weights = new double[count];
    for (int i = 0; i < count; i++) {
      double x = Math.cos(Math.PI * (i + 0.75) / (count + 0.5));
      double slope = 0;
      for (int step = 0; step < NEWTON_STEPS; step++) {
        double[] found = legendre(count, x);
        slope = found[1];
        double change = found[0] / slope;
        x -= change;
        if (Math.abs(change) < CLOSE) {
          break;
        }
      }
      places[i] = (x + 1) / 2;
      weights[i] = 1 / ((1 - x * x) * slope * slope);
    }
  }

  /// The Legendre polynomial of a degree, and its slope.
  private static double[] legendre(int degree, double x) {
    double before = 1;
    double value = x;
    for (int i = 2; i <= degree; i++) {
      double next = ((2 * i - 1) * x * value - (i - 1) * before) / i;
      before = value;
      value = next;
    }
    return new double[] {value, degree * (x * value - before) / (x * x - 1)};
  }

  int count() {
    return places.length;
  }

  double place(int i) {
    return places[i];
  }

  double weight(int i) {
    return weights[i];
  }
}
