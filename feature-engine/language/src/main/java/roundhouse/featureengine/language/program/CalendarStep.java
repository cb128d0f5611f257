package roundhouse.featureengine.language.program;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneRules;
import roundhouse.featureengine.kernel.function.Calendars;
import roundhouse.featureengine.language.ast.Expression.Calendar;
import roundhouse.featureengine.language.ast.Expression.CalendarPart;

/// Computes a part of the calendar by arithmetic on days and seconds; only a zone whose offset
/// changes asks its rules.
final class CalendarStep {
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
    return isFixed
        ? Calendars.localSeconds(micros, fixedOffsetSeconds)
        : Calendars.localSeconds(micros, rules);
  }

  private long partOf(long localSeconds) {
    return switch (part) {
      case YEAR -> Calendars.year(localSeconds);
      case MONTH -> Calendars.month(localSeconds);
      case DAY_OF_MONTH -> Calendars.dayOfMonth(localSeconds);
      case DAY_OF_YEAR -> Calendars.dayOfYear(localSeconds);
      case WEEK_OF_YEAR -> Calendars.weekOfYear(localSeconds);
      case DAY_OF_WEEK -> Calendars.dayOfWeek(localSeconds);
      case HOUR_OF_DAY -> Calendars.hourOfDay(localSeconds);
      case MINUTE_OF_HOUR -> Calendars.minuteOfHour(localSeconds);
    };
  }
}
