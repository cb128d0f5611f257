package roundhouse.featureengine.language.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import roundhouse.featureengine.language.catalogue.Lineage.Sources;

class LineageTest {
  private static final Lineage LINEAGE = Lineage.of(CardFraud.FEATURES.plan());

  @Test
  void aFeatureReadsTheFieldsOfItsRowItsKeysAndItsFilter() {
    assertThat(sources("online_here_7d").fields())
        .extracting(FieldUse::toString)
        .containsExactly(
            "charge.card", "charge.shop", "payment.card", "payment.online", "payment.shop");
    assertThat(sources("online_here_7d").streams()).containsExactly("payment");
    assertThat(sources("online_here_7d").allStreams()).containsExactly("charge", "payment");
  }

  @Test
  void aFeatureOfTheAskAloneReadsNoHistory() {
    assertThat(sources("amount").fields())
        .extracting(FieldUse::toString)
        .containsExactly("charge.amount");
    assertThat(sources("amount").streams()).isEmpty();
  }

  @Test
  void aLabelReadsItsOutcome() {
    assertThat(sources("disputed").fields())
        .extracting(FieldUse::toString)
        .containsExactly("charge.id", "dispute.charge");
  }

  @Test
  void columnsAreFeaturesThenLabels() {
    assertThat(LINEAGE.columns().keySet())
        .containsExactly("amount", "hour", "payments_1h", "spend_7d", "online_here_7d", "disputed");
  }

  private static Sources sources(String column) {
    return Objects.requireNonNull(LINEAGE.columns().get(column));
  }
}
