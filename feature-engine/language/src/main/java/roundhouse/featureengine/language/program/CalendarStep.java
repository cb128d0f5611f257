package roundhouse.featureengine.language.program;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneRules;
import roundhouse.featureengine.language.ast.Expression.Calendar;
import roundhouse.featureengine.language.ast.Expression.CalendarPart;

/// Computes a part of the calendar by arithmetic on days and seconds; only a zone whose offset
/// changes asks its rules.
final class CalendarStep {
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final long SECONDS_PER_HOUR = 3600;
  private static final long SECONDS_PER_DAY = 24 * SECONDS_PER_HOUR;

  /// 1970-01-01 was a Thursday, three days after a Monday.
  private static final long DAYS_FROM_MONDAY_TO_EPOCH = 3;

  private final CalendarPart part;
  private final ZoneRules rules;
  private final boolean isFixed;
  private final int fixedOffsetSeconds;

  private CalendarStep(CalendarPart part, ZoneRules rules) {
    this.part = part;
    this.rules = rules;
    this.isFixed = rules.isFixedOffset();
    this.fixedOffsetSeconds = isFixed ? rules.getOffset(Instant.EPOCH).getTotalSeconds() : 0;
  }

  static CalendarStep of(Calendar calendar) {
    return new CalendarStep(calendar.part(), ZoneId.of(calendar.zone()).getRules());
  }

  /// The part of an instant in microseconds.
  long of(long instant) {
    return partOf(localSeconds(instant));
  }

  private long localSeconds(long micros) {
    long seconds = Math.floorDiv(micros, MICROS_PER_SECOND);
    int offset =
        isFixed
            ? fixedOffsetSeconds
            : rules.getOffset(Instant.ofEpochSecond(seconds)).getTotalSeconds();
    return seconds + offset;
  }

  private long partOf(long localSeconds) {
    return switch (part) {
      case HOUR_OF_DAY -> Math.floorMod(localSeconds, SECONDS_PER_DAY) / SECONDS_PER_HOUR;
      case DAY_OF_WEEK -> {
        long day = Math.floorDiv(localSeconds, SECONDS_PER_DAY);
        yield Math.floorMod(day + DAYS_FROM_MONDAY_TO_EPOCH, 7L) + 1;
      }
      case YEAR, MONTH, DAY_OF_MONTH, DAY_OF_YEAR, WEEK_OF_YEAR, MINUTE_OF_HOUR ->
          throw new UnsupportedOperationException("Not compiled yet: " + part);
    };
  }
}
