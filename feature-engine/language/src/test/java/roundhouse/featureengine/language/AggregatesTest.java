package roundhouse.featureengine.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static roundhouse.featureengine.language.Expressions.days;
import static roundhouse.featureengine.language.Expressions.field;
import static roundhouse.featureengine.language.Expressions.hours;
import static roundhouse.featureengine.language.Expressions.minutes;
import static roundhouse.featureengine.language.Orders.OF_CUSTOMER;
import static roundhouse.featureengine.language.Orders.order;
import static roundhouse.featureengine.language.TextWords.lower;

import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import roundhouse.featureengine.kernel.ListValue;
import roundhouse.featureengine.language.Orders.Channel;
import roundhouse.featureengine.language.Orders.Order;
import roundhouse.featureengine.language.Orders.Visit;
import roundhouse.featureengine.language.ast.ValueType.Decimal;

/// Every aggregate and window, and what it says of a few orders, by the oracle.
class AggregatesTest {
  private static final Order[] THREE = {
    order(1, -90, 1.0, "0.10"), order(2, -60, 4.0, null), order(3, -30, 1.0, "99.95")
  };
  private static final Order[] NONE = {};

  @Test
  void decimalsAreSummedExactly() {
    var sum = OF_CUSTOMER.sum(Order::amount).within(days(1));
    assertThat(of(sum, THREE)).isEqualTo(10005L);
    assertThat(of(sum, NONE)).isNull();
    assertThat(Orders.plan(sum).columns().getFirst().type()).isEqualTo(new Decimal(18, 2));
    assertThat(of(OF_CUSTOMER.mean(Order::amount).within(days(1)), THREE)).isEqualTo(50.025);
  }

  @Test
  void spreadSaysOfWhat() {
    assertThat(of(OF_CUSTOMER.populationVariance(Order::weight).within(days(1)), THREE))
        .isEqualTo(2.0);
    assertThat(of(OF_CUSTOMER.sampleVariance(Order::weight).within(days(1)), THREE)).isEqualTo(3.0);
    assertThat(of(OF_CUSTOMER.sampleStandardDeviation(Order::pieces).within(days(1)), THREE))
        .isEqualTo(Math.sqrt(3));
    assertThat(of(OF_CUSTOMER.populationStandardDeviation(Order::weight).ever(), THREE))
        .isEqualTo(Math.sqrt(2));
    assertThat(of(OF_CUSTOMER.sampleVariance(Order::weight).within(minutes(31)), THREE)).isNull();
    assertThat(of(OF_CUSTOMER.populationVariance(Order::weight).ever(), order(1, -1, 1e308, null)))
        .isEqualTo(0.0);
  }

  @Test
  void varianceOfCloseValuesIsExact() {
    assertThat(
            of(
                OF_CUSTOMER.populationVariance(Order::weight).ever(),
                order(1, -3, 1e15, null),
                order(2, -2, 1e15 + 1, null)))
        .isEqualTo(0.25);
  }

  @Test
  void lastValuesComeLatestFirst() {
    assertThat(of(OF_CUSTOMER.last(2, Order::amount).within(days(1)), THREE))
        .isEqualTo(ListValue.of(9995L, null));
    assertThat(of(OF_CUSTOMER.last(2, Order::amount).within(days(1)), NONE))
        .isEqualTo(ListValue.of());
  }

  @Test
  void mostFrequentComeFirst() {
    assertThat(of(OF_CUSTOMER.top(2, Order::weight).within(days(1)), THREE))
        .isEqualTo(ListValue.of(1.0, 4.0));
    assertThat(of(OF_CUSTOMER.top(1, Order::amount).within(days(1)), THREE))
        .as("the least of equally frequent ones")
        .isEqualTo(ListValue.of(10L));
  }

  @Test
  void distinctIsExactToItsBound() {
    assertThat(of(OF_CUSTOMER.distinctUpTo(2, Order::weight).ever(), THREE)).isEqualTo(2L);
    assertThat(of(OF_CUSTOMER.distinctUpTo(1, Order::weight).ever(), THREE))
        .as("more than one")
        .isEqualTo(2L);
    assertThat(of(OF_CUSTOMER.distinctUpTo(1, Order::orderId).ever(), THREE))
        .as("more than one")
        .isEqualTo(2L);
  }

  @Test
  void distinctAboutIsNearTheTruth() {
    assertThat(of(OF_CUSTOMER.distinctAbout(12, Order::orderId).ever(), NONE)).isEqualTo(0L);
    assertThat(of(OF_CUSTOMER.distinctAbout(12, Order::orderId).ever(), THREE)).isEqualTo(3L);
    Order[] many =
        LongStream.range(0, 5_000).mapToObj(i -> order(i, -1, null, null)).toArray(Order[]::new);
    assertThat((Long) of(OF_CUSTOMER.distinctAbout(12, Order::orderId).ever(), many))
        .isCloseTo(5_000, within(250L));
  }

  @Test
  void quantileIsWithinItsAccuracy() {
    Order[] many =
        LongStream.rangeClosed(1, 101)
            .mapToObj(i -> order(i, -1, (double) i, null))
            .toArray(Order[]::new);
    var median = OF_CUSTOMER.quantile(0.5, Order::weight).accurateTo(0.01).within(days(1));
    assertThat((Double) of(median, many)).isCloseTo(51, within(0.51));
    assertThat(of(median, NONE)).isNull();
    var greatest = OF_CUSTOMER.quantile(1, Order::weight).accurateTo(0.01).within(days(1));
    assertThat(of(greatest, order(1, -2, Double.NaN, null), order(2, -1, 5.0, null)))
        .isEqualTo(Double.NaN);
    assertThat(of(median, order(1, -1, -0.0, null))).isEqualTo(0.0);
  }

  @Test
  void histogramCountsEveryRange() {
    assertThat(of(OF_CUSTOMER.histogram(Order::weight, 1, 2, 4).within(days(1)), THREE))
        .isEqualTo(ListValue.of(0L, 2L, 0L, 1L));
    assertThat(of(OF_CUSTOMER.histogram(Order::weight, 1).within(days(1)), NONE))
        .isEqualTo(ListValue.of(0L, 0L));
  }

  @Test
  void decayHalvesWithTheHalfLife() {
    var decayed = OF_CUSTOMER.decayedSum(Order::weight).halvingEvery(minutes(30)).ever();
    assertThat((Double) of(decayed, THREE)).isCloseTo(1 / 8.0 + 4 / 4.0 + 1 / 2.0, within(1e-12));
    assertThat(of(decayed, order(1, -60 * 24 * 365, 1.0, null)))
        .as("too long ago for a double")
        .isNull();
  }

  @Test
  void timeSinceLastIsInItsUnit() {
    assertThat(of(OF_CUSTOMER.secondsSinceLast().ever(), THREE)).isEqualTo(1800.0);
    assertThat(of(OF_CUSTOMER.minutesSinceLast().ever(), THREE)).isEqualTo(30.0);
    assertThat(of(OF_CUSTOMER.hoursSinceLast().ever(), THREE)).isEqualTo(0.5);
    assertThat(of(OF_CUSTOMER.daysSinceLast().ever(), THREE)).isEqualTo(0.5 / 24);
  }

  @Test
  void changesAreCountedInOrder() {
    assertThat(of(OF_CUSTOMER.changes(Order::weight).ever(), THREE)).isEqualTo(2L);
    assertThat(of(OF_CUSTOMER.changes(Order::amount).ever(), THREE)).isEqualTo(1L);
    assertThat(of(OF_CUSTOMER.changes(Order::weight).ever(), NONE)).isEqualTo(0L);
  }

  @Test
  void stepsCountAsWholes() {
    // The visit is at 12:34:56; an order at 11:04:56 lies in the hour before.
    assertThat(of(OF_CUSTOMER.count().within(hours(1)).inStepsOf(hours(1)), THREE)).isEqualTo(1L);
    assertThat(of(OF_CUSTOMER.count().within(hours(2)).inStepsOf(hours(1)), THREE)).isEqualTo(3L);
    assertThat(of(OF_CUSTOMER.count().within(hours(2)), order(1, -60 * 24 * 30, 1.0, null)))
        .isEqualTo(0L);
    assertThat(of(OF_CUSTOMER.count().ever(), order(1, -60 * 24 * 30, 1.0, null))).isEqualTo(1L);
  }

  @Test
  void latestEventIsOne() {
    var latest = OF_CUSTOMER.latest().within(days(1));
    assertThat(of(latest.value(Order::amount), THREE)).isEqualTo(9995L);
    assertThat(of(latest.value(field(Order::channel).equalTo(Channel.WEB)), THREE)).isEqualTo(true);
    assertThat(of(latest.exists(), THREE)).isEqualTo(true);
    assertThat(of(OF_CUSTOMER.latest().ever().exists(), NONE)).isEqualTo(false);
  }

  @Test
  void keysMayBeComputed() {
    EntityEvents<Visit, Order> ofName =
        Orders.ORDERS.where(lower(Order::customer)).equalTo(lower(Visit::customer));
    assertThat(of(ofName.count().ever(), THREE)).isEqualTo(3L);
    EntityEvents<Visit, Order> ofChannel =
        ofName.and(Order::channel).equalTo(field(Visit::channel));
    assertThat(of(ofChannel.count().ever(), THREE)).as("bought on the web").isEqualTo(0L);
  }

  private static @Nullable Object of(
      Value<Visit, ? extends @Nullable Object> value, Order... orders) {
    return Orders.valueOf(value, orders);
  }
}
