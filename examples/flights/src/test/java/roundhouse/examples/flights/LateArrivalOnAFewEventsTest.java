package roundhouse.examples.flights;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import roundhouse.featureengine.language.fixture.Answer;
import roundhouse.featureengine.language.fixture.FeatureFixture;

/// The definition tried out on a few events, as its author would: no store, no server.
class LateArrivalOnAFewEventsTest {
  private static final Instant SIX = Instant.parse("2013-03-08T18:00:00Z");

  private static final FlightScheduled ASK =
      new FlightScheduled(
          100, "UA", "N777", "EWR", "SFO", 2565, SIX.plus(Duration.ofMinutes(30)), SIX);

  private static final FeatureFixture<FlightScheduled> FIXTURE =
      FeatureFixture.of(LateArrival.FEATURES);

  @Test
  void departuresFromTheOriginCountForTwoHours() {
    Answer answer =
        FIXTURE
            .events(departed(1, "EWR", 10, 119), departed(2, "EWR", 50, 5))
            .events(departed(3, "EWR", 90, 120), departed(4, "JFK", 90, 5))
            .ask(ASK);
    assertThat(answer.value("origin_departures_2h")).isEqualTo(2L);
    assertThat(answer.value("origin_delay_mean_2h")).isEqualTo(30.0);
    assertThat(answer.value("origin_delay_max_2h")).isEqualTo(50L);
  }

  @Test
  void whatHappensAtTheVeryInstantOfTheAskIsNotKnownYet() {
    Answer answer = FIXTURE.events(departed(1, "EWR", 10, 0)).ask(ASK);
    assertThat(answer.value("origin_departures_2h")).isEqualTo(0L);
    assertThat(answer.value("origin_delay_mean_2h")).isNull();
  }

  @Test
  void theAircraftsLastArrivalIsTheLatest() {
    Answer answer = FIXTURE.events(arrived(1, 45, 300), arrived(2, -5, 60)).ask(ASK);
    assertThat(answer.value("tail_last_arrival_delay_24h")).isEqualTo(-5L);
    assertThat(answer.value("tail_minutes_since_arrival_24h")).isEqualTo(60.0);
  }

  @Test
  void halfAnHourLateIsLateAndWhatNeverArrivesIsUnlabelled() {
    assertThat(FIXTURE.events(arrived(100, 30, -400)).ask(ASK).label("late")).isEqualTo(true);
    assertThat(FIXTURE.events(arrived(100, 29, -400)).ask(ASK).label("late")).isEqualTo(false);
    assertThat(FIXTURE.ask(ASK).label("late")).isNull();
  }

  private static FlightDeparted departed(long id, String origin, long delay, long minutesBefore) {
    return new FlightDeparted(id, "UA", "N1", origin, "ORD", delay, before(minutesBefore));
  }

  private static FlightArrived arrived(long id, long delay, long minutesBefore) {
    return new FlightArrived(id, "UA", "N777", "EWR", "SFO", delay, before(minutesBefore));
  }

  private static Instant before(long minutes) {
    return SIX.minus(Duration.ofMinutes(minutes));
  }
}
