package roundhouse.scoring.decision;

import java.util.List;

/// A model's answer for one row.
///
/// @param margins the raw sums of the trees, bit for bit the trainer's
/// @param outputs what the trainer's library predicts, to 1 ulp: for a model that
///   [ScoringModel#givesProbability], that of the label
/// @param precision of all these numbers
public record Score(List<Double> margins, List<Double> outputs, Precision precision) {
  public Score {
    margins = List.copyOf(margins);
    outputs = List.copyOf(outputs);
  }

  /// The first raw sum; the only one of most models.
  public double margin() {
    return margins.getFirst();
  }

  /// The first output: the label's probability where the model gives one.
  public double probability() {
    return outputs.getFirst();
  }

  /// One of these numbers as [Precision#decimal].
  public String decimal(double number) {
    return precision.decimal(number);
  }
}
