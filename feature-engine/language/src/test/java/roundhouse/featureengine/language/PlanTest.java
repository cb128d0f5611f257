package roundhouse.featureengine.language;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import roundhouse.featureengine.language.plan.Plan;

class PlanTest {
  @Test
  void planIsReadBackAsWritten() {
    Plan plan = Payments.FRAUD.plan();
    assertThat(Plan.parse(plan.toJson())).isEqualTo(plan);
  }
}
