package roundhouse.scoring.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static roundhouse.scoring.evaluation.Cases.noisy;
import static roundhouse.scoring.evaluation.Cases.twoWeeks;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import roundhouse.scoring.evaluation.Verdict.Outcome;

class JudgeTest {
  private static final Champion.None NOBODY = new Champion.None();

  private final Judge byAuc = new Judge(new Contract(PrimaryMetric.AUC, 0.7, 0.002, 0.01));
  private final Judge byLoss = new Judge(new Contract(PrimaryMetric.LOG_LOSS, 0.5, 0.002, 0.01));

  @Test
  void withoutAChampionTheFloorPromotes() {
    Verdict verdict = byAuc.judge(metrics(0.751234567, 0.4), NOBODY);

    assertThat(verdict)
        .isEqualTo(
            new Verdict(
                Outcome.PROMOTE,
                List.of(
                    "No champion yet, so the floor decides: auc 0.751235 meets the floor 0.7")));
  }

  @Test
  void exactlyTheFloorIsEnough() {
    assertThat(byAuc.judge(metrics(0.7, 0.4), NOBODY).outcome()).isEqualTo(Outcome.PROMOTE);
    assertThat(byLoss.judge(metrics(0.6, 0.5), NOBODY).outcome()).isEqualTo(Outcome.PROMOTE);
  }

  @Test
  void withoutAChampionMissingTheFloorRejects() {
    assertThat(byAuc.judge(metrics(0.699, 0.4), NOBODY))
        .isEqualTo(
            new Verdict(
                Outcome.REJECT,
                List.of("No champion yet, so the floor decides: auc 0.699 misses the floor 0.7")));
    assertThat(byLoss.judge(metrics(0.9, 0.501), NOBODY).outcome()).isEqualTo(Outcome.REJECT);
  }

  @Test
  void theFloorDoesNotCountBesideAChampion() {
    Verdict verdict = byAuc.judge(metrics(0.66, 0.4), compared(0.6, 0.4, 0.01, 0.02));

    assertThat(verdict.outcome()).isEqualTo(Outcome.PROMOTE);
  }

  @Test
  void anIncomparableChampionHolds() {
    Verdict verdict =
        byAuc.judge(metrics(0.99, 0.1), new Champion.Incomparable("trained on some of the rows"));

    assertThat(verdict.outcome()).isEqualTo(Outcome.HOLD);
    assertThat(verdict.reasons())
        .containsExactly("No fair comparison with the champion: trained on some of the rows");
  }

  @Test
  void anIntervalAboveTheMarginPromotes() {
    Verdict verdict = byAuc.judge(metrics(0.76, 0.4), compared(0.74, 0.4, 0.0021, 0.03));

    assertThat(verdict)
        .isEqualTo(
            new Verdict(
                Outcome.PROMOTE,
                List.of(
                    "Better: auc 0.76 against the champion's 0.74, improvement between 0.0021 and 0.03, all above the margin 0.002")));
  }

  @Test
  void exactlyTheMarginDoesNotPromote() {
    Verdict verdict = byAuc.judge(metrics(0.76, 0.4), compared(0.74, 0.4, 0.002, 0.03));

    assertThat(verdict.outcome()).isEqualTo(Outcome.HOLD);
    assertThat(verdict.reasons().getFirst()).startsWith("Not shown to be better");
  }

  @Test
  void noDifferenceHolds() {
    Judge withoutMargin = new Judge(new Contract(PrimaryMetric.AUC, 0.7, 0, 0));

    assertThat(withoutMargin.judge(metrics(0.75, 0.4), compared(0.75, 0.4, 0, 0)).outcome())
        .isEqualTo(Outcome.HOLD);
  }

  @Test
  void anIntervalBelowZeroRejects() {
    Verdict verdict = byAuc.judge(metrics(0.70, 0.4), compared(0.74, 0.4, -0.06, -0.0001));

    assertThat(verdict)
        .isEqualTo(
            new Verdict(
                Outcome.REJECT,
                List.of(
                    "Worse: auc 0.7 against the champion's 0.74, improvement between -0.06 and -0.0001, all below zero")));
  }

  @Test
  void anIntervalReachingZeroDoesNotReject() {
    assertThat(byAuc.judge(metrics(0.73, 0.4), compared(0.74, 0.4, -0.06, 0)).outcome())
        .isEqualTo(Outcome.HOLD);
  }

  @Test
  void logLossBeyondItsGuardHoldsABetterModelBack() {
    Verdict verdict = byAuc.judge(metrics(0.76, 0.42), compared(0.74, 0.4, 0.01, 0.03));

    assertThat(verdict.outcome()).isEqualTo(Outcome.HOLD);
    assertThat(verdict.reasons().getFirst())
        .isEqualTo("Guard: log loss rises by 0.02 from 0.4 to 0.42, more than the allowed 0.01");
    assertThat(verdict.reasons().getLast()).startsWith("Better:");
  }

  @Test
  void logLossWithinItsGuardDoesNotHoldBack() {
    Verdict verdict = byAuc.judge(metrics(0.76, 0.409), compared(0.74, 0.4, 0.01, 0.03));

    assertThat(verdict.outcome()).isEqualTo(Outcome.PROMOTE);
    assertThat(verdict.reasons()).hasSize(1);
  }

  @Test
  void aGuardIsNamedButChangesNeitherHoldNorReject() {
    Verdict hold = byAuc.judge(metrics(0.74, 0.5), compared(0.74, 0.4, -0.01, 0.01));
    Verdict reject = byAuc.judge(metrics(0.70, 0.5), compared(0.74, 0.4, -0.06, -0.01));

    assertThat(hold.outcome()).isEqualTo(Outcome.HOLD);
    assertThat(reject.outcome()).isEqualTo(Outcome.REJECT);
    assertThat(hold.reasons()).hasSize(2).last().asString().startsWith("Guard:");
    assertThat(reject.reasons()).hasSize(2).last().asString().startsWith("Guard:");
  }

  @Test
  void withoutAnIntervalNothingIsShown() {
    Verdict fewBlocks =
        byAuc.judge(
            metrics(0.9, 0.4), new Champion.Compared(metrics(0.6, 0.4), 4, Optional.empty()));
    Verdict oneClass =
        byAuc.judge(
            metrics(0.9, 0.4), new Champion.Compared(metrics(0.6, 0.4), 14, Optional.empty()));

    assertThat(fewBlocks.outcome()).isEqualTo(Outcome.HOLD);
    assertThat(fewBlocks.reasons().getFirst()).startsWith("The hold-out spans 4 blocks of time");
    assertThat(oneClass.outcome()).isEqualTo(Outcome.HOLD);
    assertThat(oneClass.reasons().getFirst()).contains("one class only");
  }

  @Test
  void aBetterModelsScoresPromote() {
    FrozenRows rows = twoWeeks(6_000);

    Verdict verdict = judgeScores(rows, noisy(rows, 1.2, 2), noisy(rows, 0.6, 3));

    assertThat(verdict.outcome()).isEqualTo(Outcome.PROMOTE);
  }

  @Test
  void anEquallyGoodModelsScoresHold() {
    FrozenRows rows = twoWeeks(6_000);

    Verdict verdict = judgeScores(rows, noisy(rows, 1.0, 2), noisy(rows, 1.0, 3));

    assertThat(verdict.outcome()).isEqualTo(Outcome.HOLD);
  }

  @Test
  void aWorseModelsScoresReject() {
    FrozenRows rows = twoWeeks(6_000);

    Verdict verdict = judgeScores(rows, noisy(rows, 0.6, 2), noisy(rows, 1.2, 3));

    assertThat(verdict.outcome()).isEqualTo(Outcome.REJECT);
  }

  @Test
  void aBetterRankingOfSpoiltProbabilitiesHolds() {
    FrozenRows rows = twoWeeks(6_000);
    Scores ranked = noisy(rows, 1.2, 2);
    double[] spoilt = new double[rows.size()];
    Arrays.setAll(spoilt, row -> Math.sqrt(ranked.probability(row)));

    Verdict verdict = judgeScores(rows, Scores.of(spoilt), noisy(rows, 0.6, 3));

    assertThat(verdict.outcome()).isEqualTo(Outcome.HOLD);
    assertThat(verdict.reasons().getFirst()).startsWith("Guard: log loss rises");
  }

  @Test
  void contractsThatNoModelCouldBeJudgedByAreRefused() {
    assertThatThrownBy(() -> new Contract(PrimaryMetric.AUC, Double.NaN, 0, 0))
        .hasMessageStartingWith("Floor 'NaN'");
    assertThatThrownBy(() -> new Contract(PrimaryMetric.AUC, 0.7, -0.1, 0))
        .hasMessageStartingWith("Margin '-0.1'");
    assertThatThrownBy(() -> new Contract(PrimaryMetric.AUC, 0.7, 0, Double.POSITIVE_INFINITY))
        .hasMessageStartingWith("Largest log-loss increase 'Infinity'");
  }

  @Test
  void metricsAreFoundByTheirNamesInContracts() {
    assertThat(PrimaryMetric.find("auc")).contains(PrimaryMetric.AUC);
    assertThat(PrimaryMetric.find("log-loss")).contains(PrimaryMetric.LOG_LOSS);
    assertThat(PrimaryMetric.find("AUC")).isEmpty();
  }

  private Verdict judgeScores(FrozenRows rows, Scores challenger, Scores champion) {
    PairedBootstrap bootstrap = new PairedBootstrap(42, 300, Duration.ofDays(1), 0.95);
    PairedBootstrap.Intervals intervals =
        bootstrap.resample(rows, challenger, champion, PrimaryMetric.AUC);
    return byAuc.judge(
        ModelMetrics.of(rows, challenger),
        new Champion.Compared(
            ModelMetrics.of(rows, champion), intervals.blocks(), intervals.difference()));
  }

  private static Champion compared(double auc, double logLoss, double low, double high) {
    return new Champion.Compared(metrics(auc, logLoss), 14, Optional.of(new Interval(low, high)));
  }

  private static ModelMetrics metrics(double auc, double logLoss) {
    return new ModelMetrics(auc, 0.5, logLoss, 0.1, List.of(), List.of());
  }
}
