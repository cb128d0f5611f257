package roundhouse.featureengine.language.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static roundhouse.featureengine.language.guide.CardFraud.FEATURES;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import roundhouse.featureengine.kernel.Admission;
import roundhouse.featureengine.language.fixture.Answer;
import roundhouse.featureengine.language.fixture.FeatureFixture;
import roundhouse.featureengine.language.fixture.RefusedEvent;

/// What the guide says of its definition, tried out.
class CardFraudTest {
  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
  private static final Charge CHARGE = new Charge(1, "c7", "corner", 60.0, NOON);

  @Test
  void aFewEventsGiveTheValueAtAnAsk() {
    Answer answer =
        FeatureFixture.of(FEATURES)
            .events(
                payment(1, 20.0, NOON.minusSeconds(7200)), payment(2, 22.0, NOON.minusSeconds(60)))
            .ask(CHARGE);
    assertThat(answer.value("spend_7d")).isEqualTo(42.0);
  }

  @Test
  void aWindowIsOpenAtItsStart() {
    Answer answer =
        FeatureFixture.of(FEATURES)
            .events(payment(1, 20.0, NOON.minus(Duration.ofDays(7))))
            .ask(CHARGE);
    assertThat(answer.value("spend_7d")).isNull();
  }

  @Test
  void whatIsBookedLaterIsNotSeenYet() {
    Payment yesterday = payment(1, 20.0, NOON.minus(Duration.ofDays(1)), NOON.plusSeconds(1));
    FeatureFixture<Charge> fixture = FeatureFixture.of(FEATURES).events(yesterday);

    assertThat(fixture.ask(CHARGE).value("spend_7d")).isNull();
    Charge afterBooking = new Charge(2, "c7", "corner", 60.0, NOON.plusSeconds(2));
    assertThat(fixture.ask(afterBooking).value("spend_7d")).isEqualTo(20.0);
  }

  @Test
  void lateEventsAndCopiesAreRefused() {
    Payment tooLate =
        payment(1, 20.0, NOON.minus(Duration.ofDays(5)), NOON.minus(Duration.ofDays(1)));
    Payment original = payment(2, 22.0, NOON.minusSeconds(60));
    Payment copy = payment(2, 99.0, NOON.minusSeconds(30));

    Answer answer = FeatureFixture.of(FEATURES).events(tooLate, original, copy).ask(CHARGE);

    assertThat(answer.value("spend_7d")).isEqualTo(22.0);
    assertThat(answer.refused())
        .containsExactly(
            new RefusedEvent(tooLate, Admission.LATE), new RefusedEvent(copy, Admission.DUPLICATE));
  }

  @Test
  void aDisputeWithinNinetyDaysMakesTheLabel() {
    FeatureFixture<Charge> fixture = FeatureFixture.of(FEATURES);
    Dispute inTime = new Dispute(1, "stolen", NOON.plus(Duration.ofDays(90)));
    Dispute tooLate = new Dispute(1, "stolen", NOON.plus(Duration.ofDays(91)));

    assertThat(fixture.events(inTime).ask(CHARGE).label("disputed")).isEqualTo(true);
    assertThat(fixture.events(tooLate).ask(CHARGE).label("disputed")).isEqualTo(false);
    assertThat(fixture.ask(CHARGE).label("disputed")).isEqualTo(false);
  }

  private static Payment payment(long id, double amount, Instant at) {
    return payment(id, amount, at, at);
  }

  private static Payment payment(long id, double amount, Instant at, Instant bookedAt) {
    return new Payment(id, "c7", "corner", amount, false, "DE", at, bookedAt);
  }
}
