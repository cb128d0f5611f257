package roundhouse.featureengine.language.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static roundhouse.featureengine.language.Expressions.days;
import static roundhouse.featureengine.language.Expressions.hours;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import roundhouse.featureengine.language.FeatureSet;
import roundhouse.featureengine.language.fixture.Answer;
import roundhouse.featureengine.language.fixture.FeatureFixture;
import roundhouse.featureengine.language.plan.Column;

/// What the guide says of aggregates and windows.
class AggregatesTest {
  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
  private static final Charge CHARGE = new Charge(9, "c7", "corner", 60.0, NOON);

  private static final Payment[] PAYMENTS = {
    payment(1, "corner", 40.0, true, "DE", hours(20)),
    payment(2, "kiosk", 5.0, false, "DE", hours(10)),
    payment(3, "corner", 120.0, true, "FR", hours(2)),
    payment(4, "corner", 35.0, true, null, hours(1)),
  };

  @Test
  void countingAggregatesCount() {
    Answer answer = answer(Aggregates.COUNTING);
    assertThat(answer.value("payments_1d")).isEqualTo(4L);
    assertThat(answer.value("online_share_7d")).isEqualTo(0.75);
    assertThat(answer.value("shops_30d")).isEqualTo(2L);
    assertThat(answer.value("shops_up_to_100")).isEqualTo(2L);
    assertThat(answer.value("shops_about")).isEqualTo(2L);
    assertThat(answer.value("country_changes_1d")).as("null is left out").isEqualTo(1L);
  }

  @Test
  void measuringAggregatesMeasure() {
    Answer answer = answer(Aggregates.MEASURING);
    assertThat(answer.value("spend_7d")).isEqualTo(200.0);
    assertThat(answer.value("mean_7d")).isEqualTo(50.0);
    assertThat(answer.value("least_7d")).isEqualTo(5.0);
    assertThat(answer.value("most_7d")).isEqualTo(120.0);
    assertThat(number(answer.value("spread_7d"))).isEqualTo(49.16, within(0.01));
    assertThat(answer.value("variance_7d")).isEqualTo(1812.5);
    assertThat(number(answer.value("median_7d"))).isEqualTo(35.0, within(0.35));
    assertThat(answer.value("sizes_7d")).isEqualTo(List.of(1L, 2L, 1L));
    assertThat(number(answer.value("spend_fading"))).isEqualTo(195.5, within(0.1));
  }

  @Test
  void anEstimateIsComparedOnceItIsSaidToDo() {
    assertThat(answer(Aggregates.SKETCHED).value("more_than_median")).isEqualTo(true);
    assertThat(Aggregates.SKETCHED.plan().columns())
        .extracting(Column::isApproximate)
        .containsExactly(true, false);
  }

  @Test
  void pickingAggregatesGiveTheValuesOfEvents() {
    Answer answer = answer(Aggregates.PICKING);
    assertThat(answer.value("first_shop")).isEqualTo("corner");
    assertThat(answer.value("last_country")).as("null included").isNull();
    assertThat(answer.value("last_three_shops")).isEqualTo(List.of("corner", "corner", "kiosk"));
    assertThat(answer.value("favourite_shops")).isEqualTo(List.of("corner", "kiosk"));
    assertThat(answer.value("hours_since_last")).isEqualTo(1.0);
  }

  @Test
  void withoutEventsCountsAreZeroListsEmptyAndAllElseNull() {
    Answer counts = FeatureFixture.of(Aggregates.COUNTING).ask(CHARGE);
    assertThat(counts.value("payments_1d")).isEqualTo(0L);
    assertThat(counts.value("shops_about")).isEqualTo(0L);
    assertThat(counts.value("online_share_7d")).isNull();
    Answer measures = FeatureFixture.of(Aggregates.MEASURING).ask(CHARGE);
    assertThat(measures.value("spend_7d")).isNull();
    assertThat(measures.value("sizes_7d")).isEqualTo(List.of(0L, 0L, 0L));
    Answer picked = FeatureFixture.of(Aggregates.PICKING).ask(CHARGE);
    assertThat(picked.value("last_three_shops")).isEqualTo(List.of());
  }

  @Test
  void stepsCountWholeHours() {
    Answer answer =
        FeatureFixture.of(Aggregates.WINDOWS)
            .events(
                payment(1, "corner", 1.0, true, "DE", days(90).minusMinutes(10)),
                payment(2, "corner", 1.0, true, "DE", days(90)),
                payment(3, "corner", 1.0, true, "DE", days(400)))
            .ask(CHARGE);
    assertThat(answer.value("exact_90d")).isEqualTo(1L);
    assertThat(answer.value("by_the_hour_90d"))
        .as("at noon the steps are those from 13 o'clock, ninety days before, on")
        .isEqualTo(0L);
    assertThat(answer.value("ever")).isEqualTo(3L);
  }

  private static Answer answer(FeatureSet<Charge> features) {
    return FeatureFixture.of(features).events((Record[]) PAYMENTS).ask(CHARGE);
  }

  private static double number(@Nullable Object value) {
    return value == null ? Double.NaN : (Double) value;
  }

  private static Payment payment(
      long id,
      String shop,
      double amount,
      boolean online,
      @Nullable String country,
      Duration before) {
    Instant at = NOON.minus(before);
    return new Payment(id, "c7", shop, amount, online, country, at, at);
  }
}
