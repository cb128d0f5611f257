package roundhouse.scoring.evaluation;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import roundhouse.scoring.evaluation.Verdict.Outcome;

/// Turns a comparison into a verdict by a tag's contract:
///
/// | champion | evidence | verdict |
/// |---|---|---|
/// | none | primary metric reaches the floor | PROMOTE |
/// | none | it does not | REJECT |
/// | not comparable | | HOLD |
/// | compared | no interval: too few blocks of time, or too few of one class | HOLD |
/// | compared | lower end of the difference > margin, log loss within its guard | PROMOTE |
/// | compared | lower end of the difference > margin, log loss beyond its guard | HOLD |
/// | compared | upper end of the difference < 0 | REJECT |
/// | compared | anything else | HOLD |
///
/// A guard can only hold back: it never promotes, and never turns a HOLD into a REJECT.
public final class Judge {
  private final Contract contract;

  public Judge(Contract contract) {
    this.contract = contract;
  }

  public Verdict judge(ModelMetrics challenger, Champion champion) {
    return switch (champion) {
      case Champion.None _ -> judgeByFloor(challenger);
      case Champion.Incomparable incomparable ->
          new Verdict(
              Outcome.HOLD,
              List.of("No fair comparison with the champion: " + incomparable.reason()));
      case Champion.Compared compared -> judgeByDifference(challenger, compared);
    };
  }

  private Verdict judgeByFloor(ModelMetrics challenger) {
    PrimaryMetric metric = contract.primaryMetric();
    double value = metric.of(challenger);
    boolean met = metric.meets(value, contract.floor());
    return new Verdict(
        met ? Outcome.PROMOTE : Outcome.REJECT,
        List.of(
            "No champion yet, so the floor decides: %s %s %s the floor %s"
                .formatted(
                    metric.text(),
                    decimal(value),
                    met ? "meets" : "misses",
                    decimal(contract.floor()))));
  }

  private Verdict judgeByDifference(ModelMetrics challenger, Champion.Compared champion) {
    if (champion.difference().isEmpty()) {
      return new Verdict(Outcome.HOLD, List.of(noInterval(champion.blocks())));
    }
    Interval difference = champion.difference().get();
    List<String> reasons = new ArrayList<>();
    Outcome byMetric = compare(difference, describe(challenger, champion, difference), reasons);
    double increase = challenger.logLoss() - champion.metrics().logLoss();
    if (increase <= contract.maxLogLossIncrease()) {
      return new Verdict(byMetric, reasons);
    }
    String guard =
        "Guard: log loss rises by %s from %s to %s, more than the allowed %s"
            .formatted(
                decimal(increase),
                decimal(champion.metrics().logLoss()),
                decimal(challenger.logLoss()),
                decimal(contract.maxLogLossIncrease()));
    if (byMetric == Outcome.PROMOTE) {
      reasons.addFirst(guard);
      return new Verdict(Outcome.HOLD, reasons);
    }
    reasons.add(guard);
    return new Verdict(byMetric, reasons);
  }

  private Outcome compare(Interval difference, String description, List<String> reasons) {
    if (difference.low() > contract.margin()) {
      reasons.add(
          "Better: %s, all above the margin %s".formatted(description, decimal(contract.margin())));
      return Outcome.PROMOTE;
    }
    if (difference.high() < 0) {
      reasons.add("Worse: %s, all below zero".formatted(description));
      return Outcome.REJECT;
    }
    reasons.add(
        "Not shown to be better: %s, not all above the margin %s"
            .formatted(description, decimal(contract.margin())));
    return Outcome.HOLD;
  }

  private String describe(
      ModelMetrics challenger, Champion.Compared champion, Interval difference) {
    PrimaryMetric metric = contract.primaryMetric();
    return "%s %s against the champion's %s, improvement between %s and %s"
        .formatted(
            metric.text(),
            decimal(metric.of(challenger)),
            decimal(metric.of(champion.metrics())),
            decimal(difference.low()),
            decimal(difference.high()));
  }

  private static String noInterval(int blocks) {
    return blocks < PairedBootstrap.MINIMUM_BLOCKS
        ? "The hold-out spans %d blocks of time, expected at least %d to tell how sure the difference is; lengthen the hold-out or shorten the bootstrap's block"
            .formatted(blocks, PairedBootstrap.MINIMUM_BLOCKS)
        : "More than a tenth of the resamples hold labels of one class only, so the difference has no interval; lengthen the hold-out";
  }

  /// Six significant digits, never in scientific form.
  private static String decimal(double value) {
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(6));
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }
}
