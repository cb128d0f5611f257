package roundhouse.scoring.evaluation;

import java.math.BigDecimal;
import java.math.MathContext;
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
/// A guard can only hold back ([Verdict#heldBack]).
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
    Verdict verdict = judgeByInterval(challenger, champion, champion.difference().get());
    double increase = challenger.logLoss() - champion.metrics().logLoss();
    return increase <= contract.maxLogLossIncrease()
        ? verdict
        : verdict.heldBack(
            "Guard: log loss rises by %s from %s to %s, more than the allowed %s"
                .formatted(
                    decimal(increase),
                    decimal(champion.metrics().logLoss()),
                    decimal(challenger.logLoss()),
                    decimal(contract.maxLogLossIncrease())));
  }

  private Verdict judgeByInterval(
      ModelMetrics challenger, Champion.Compared champion, Interval difference) {
    String evidence = describe(challenger, champion, difference);
    String margin = decimal(contract.margin());
    if (difference.low() > contract.margin()) {
      return verdict(Outcome.PROMOTE, "Better: %s, all above the margin %s", evidence, margin);
    }
    return difference.high() < 0
        ? verdict(Outcome.REJECT, "Worse: %s, all below zero", evidence)
        : verdict(
            Outcome.HOLD,
            "Not shown to be better: %s, not all above the margin %s",
            evidence,
            margin);
  }

  private static Verdict verdict(Outcome outcome, String reason, String... parts) {
    return new Verdict(outcome, List.of(reason.formatted((Object[]) parts)));
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
