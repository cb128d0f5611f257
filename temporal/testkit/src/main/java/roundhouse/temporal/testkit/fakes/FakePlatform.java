package roundhouse.temporal.testkit.fakes;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import roundhouse.temporal.contracts.BootstrapOptions;
import roundhouse.temporal.contracts.HoldOut;
import roundhouse.temporal.contracts.PromotionPolicy;
import roundhouse.temporal.contracts.RetrainingRequest;
import roundhouse.temporal.contracts.TagContract;

/// One fake of each capability, and requests that they understand.
public final class FakePlatform {
  public static final Instant CUT_OFF = Instant.parse("2013-10-01T00:00:00Z");

  private final FakeBackfill backfill = new FakeBackfill();
  private final FakeState state = new FakeState();
  private final FakeTraining training = new FakeTraining();
  private final FakeEvaluation evaluation = new FakeEvaluation();
  private final FakePromotion promotion;

  public FakePlatform(PromotionPolicy policy) {
    this.promotion = new FakePromotion(contract(policy));
  }

  public FakeBackfill backfill() {
    return backfill;
  }

  public FakeState state() {
    return state;
  }

  public FakeTraining training() {
    return training;
  }

  public FakeEvaluation evaluation() {
    return evaluation;
  }

  public FakePromotion promotion() {
    return promotion;
  }

  /// A retraining for the tag that [FakePromotion] knows, with a cut-off.
  public static RetrainingRequest retraining() {
    return retraining(CUT_OFF);
  }

  /// The same with another cut-off, or with none.
  public static RetrainingRequest retraining(@Nullable Instant cutOff) {
    return new RetrainingRequest(
        FakePromotion.TAG,
        "late-arrival",
        "operations",
        "late-arrival@1",
        "flights",
        List.of(),
        cutOff,
        "python:late_arrival",
        Map.of("seed", 7),
        "cpu",
        BootstrapOptions.standard());
  }

  public static TagContract contract(PromotionPolicy policy) {
    return new TagContract(
        "late",
        Duration.ofHours(24),
        "",
        HoldOut.last(Duration.ofDays(14)),
        "auc",
        0.6,
        0,
        0.01,
        policy,
        Duration.ofHours(8));
  }
}
