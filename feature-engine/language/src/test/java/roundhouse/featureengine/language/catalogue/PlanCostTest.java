package roundhouse.featureengine.language.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static roundhouse.featureengine.language.Expressions.days;
import static roundhouse.featureengine.language.Expressions.dividedBy;
import static roundhouse.featureengine.language.Expressions.field;

import org.junit.jupiter.api.Test;
import roundhouse.featureengine.language.FeatureSet;
import roundhouse.featureengine.language.catalogue.CardFraud.Charge;
import roundhouse.featureengine.language.catalogue.CardFraud.Payment;
import roundhouse.featureengine.language.catalogue.PlanCost.AskCost;
import roundhouse.featureengine.language.catalogue.PlanCost.EventCost;

class PlanCostTest {
  @Test
  void entitiesAreLookedUpOnceHoweverManyFeaturesReadThem() {
    PlanCost cost = PlanCost.of(CardFraud.FEATURES.plan());
    assertThat(cost.events())
        .containsEntry("payment", new EventCost(2, 0))
        .containsEntry("dispute", new EventCost(0, 0));
    assertThat(cost.ask()).as("hour is one step").isEqualTo(new AskCost(2, 3, 1));
  }

  @Test
  void equalPartsCountOnce() {
    var spend = CardFraud.OF_CARD.sum(Payment::amount).within(days(1));
    var large =
        CardFraud.OF_CARD.onlyIf(field(Payment::amount).greaterThan(100.0)).count().within(days(1));
    var largest =
        CardFraud.OF_CARD
            .onlyIf(field(Payment::amount).greaterThan(100.0))
            .max(Payment::amount)
            .within(days(1));
    FeatureSet<Charge> shared =
        CardFraud.version(1)
            .feature("spend", spend)
            .feature("large", large)
            .feature("largest", largest)
            .feature("ratio", dividedBy(field(Charge::amount), spend));
    PlanCost cost = PlanCost.of(shared.plan());
    assertThat(cost.events()).containsEntry("payment", new EventCost(1, 1));
    assertThat(cost.ask()).isEqualTo(new AskCost(1, 3, 1));
  }
}
