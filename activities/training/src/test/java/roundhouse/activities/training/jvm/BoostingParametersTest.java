package roundhouse.activities.training.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import roundhouse.temporal.contracts.Problem;

class BoostingParametersTest {
  @Test
  void defaultsAreTwoHundredRoundsOfDepthSixAtATenth() {
    BoostingParameters parameters = BoostingParameters.of(Map.of());
    assertThat(parameters.rounds()).isEqualTo(200);
    assertThat(parameters.toXgboost(42, 2))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "objective",
                "binary:logistic",
                "tree_method",
                "hist",
                "seed",
                42L,
                "nthread",
                2,
                "eta",
                0.1,
                "max_depth",
                6L));
  }

  @Test
  void saidParametersReplaceDefaults() {
    BoostingParameters parameters =
        BoostingParameters.of(Map.of("rounds", 10, "max_depth", 3, "lambda", 2, "seed", 7));
    assertThat(parameters.rounds()).isEqualTo(10);
    assertThat(parameters.toXgboost(7, 1))
        .containsEntry("max_depth", 3L)
        .containsEntry("lambda", 2.0)
        .containsEntry("seed", 7L)
        .doesNotContainKey("rounds");
  }

  @Test
  void everyProblemIsListedAndGoodOnesAreNot() {
    assertThat(BoostingParameters.check(Map.of("rounds", 10, "eta", 0.3, "min_child_weight", 0)))
        .isEmpty();
    assertThat(
            BoostingParameters.check(
                Map.of("rounds", 2.5, "eta", "fast", "max_depth", -1, "colour", "red")))
        .extracting(Problem::toString)
        .containsExactly(
            "Custom parameter 'colour': expected one of alpha, colsample_bytree, eta, gamma, lambda, max_bin, max_depth, min_child_weight, rounds, scale_pos_weight, seed, subsample; leave it out",
            "Custom parameter 'eta' 'fast': expected a number from 0.000001 to 1; change it, or leave it out",
            "Custom parameter 'max_depth' '-1': expected a whole number from 1 to 64; change it, or leave it out",
            "Custom parameter 'rounds' '2.5': expected a whole number from 1 to 100000; change it, or leave it out");
  }
}
