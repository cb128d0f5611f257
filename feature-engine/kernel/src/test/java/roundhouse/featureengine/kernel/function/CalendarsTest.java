package roundhouse.featureengine.kernel.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class CalendarsTest {
  private static final long DAY = 86_400_000_000L;

  @Property(tries = 20_000)
  void partsOfAnyInstantAreThoseOfTheJdk(@ForAll long micros) {
    assertPartsAreTheJdks(micros, 0);
    assertPartsAreTheJdks(micros, -18 * 3600);
  }

  @Test
  void partsOfEveryDayOfAnEraAreThoseOfTheJdk() {
    for (long day = -1_000; day < 146_097 + 1_000; day++) {
      assertPartsAreTheJdks((day - 100_000) * DAY, 0);
    }
  }

  @Property(tries = 2_000)
  void localSecondsAreThoseOfTheZone(@ForAll long micros) {
    ZoneId zone = ZoneId.of("America/New_York");
    Instant instant = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    assertThat(Calendars.localSeconds(micros, zone.getRules()))
        .isEqualTo(LocalDateTime.ofInstant(instant, zone).toEpochSecond(ZoneOffset.UTC));
  }

  private static void assertPartsAreTheJdks(long micros, int offset) {
    long seconds = Calendars.localSeconds(micros, offset);
    LocalDateTime local =
        LocalDateTime.ofInstant(
            Instant.EPOCH.plus(micros, ChronoUnit.MICROS), ZoneOffset.ofTotalSeconds(offset));
    long[] ours = {
      Calendars.year(seconds),
      Calendars.month(seconds),
      Calendars.dayOfMonth(seconds),
      Calendars.dayOfYear(seconds),
      Calendars.weekOfYear(seconds),
      Calendars.dayOfWeek(seconds),
      Calendars.hourOfDay(seconds),
      Calendars.minuteOfHour(seconds)
    };
    assertThat(ours)
        .as("%s", local)
        .containsExactly(
            local.getYear(),
            local.getMonthValue(),
            local.getDayOfMonth(),
            local.getDayOfYear(),
            local.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR),
            local.get(ChronoField.DAY_OF_WEEK),
            local.getHour(),
            local.getMinute());
  }
}
