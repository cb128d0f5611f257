package roundhouse.featureengine.kernel.function;

import java.time.Instant;
import java.time.zone.ZoneRules;

/// Parts of the ISO calendar by arithmetic on days and seconds, of instants in microseconds moved
/// by their zone's offset.
public final class Calendars {
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final long SECONDS_PER_MINUTE = 60;
  private static final long SECONDS_PER_HOUR = 3600;
  private static final long SECONDS_PER_DAY = 24 * SECONDS_PER_HOUR;

  /// From 0000-03-01, where a year of months from March begins, to 1970-01-01.
  private static final long DAYS_TO_EPOCH = 719_468;

  private static final long DAYS_PER_ERA = 146_097;

  /// 1970-01-01 was a Thursday, three days after a Monday.
  private static final long DAYS_FROM_MONDAY_TO_EPOCH = 3;

  private Calendars() {}

  /// Seconds since the epoch on clocks that are ahead of UTC by that many seconds.
  public static long localSeconds(long micros, int offsetSeconds) {
    return Math.floorDiv(micros, MICROS_PER_SECOND) + offsetSeconds;
  }

  /// The same on the clocks of a zone whose offset changes.
  public static long localSeconds(long micros, ZoneRules rules) {
    long seconds = Math.floorDiv(micros, MICROS_PER_SECOND);
    return seconds + rules.getOffset(Instant.ofEpochSecond(seconds)).getTotalSeconds();
  }

  public static long minuteOfHour(long localSeconds) {
    return Math.floorMod(localSeconds, SECONDS_PER_HOUR) / SECONDS_PER_MINUTE;
  }

  public static long hourOfDay(long localSeconds) {
    return Math.floorMod(localSeconds, SECONDS_PER_DAY) / SECONDS_PER_HOUR;
  }

  /// 1 is Monday.
  public static long dayOfWeek(long localSeconds) {
    return Math.floorMod(day(localSeconds) + DAYS_FROM_MONDAY_TO_EPOCH, 7L) + 1;
  }

  public static long year(long localSeconds) {
    return yearOfDay(day(localSeconds));
  }

  public static long month(long localSeconds) {
    long fromMarch = monthFromMarch(dayOfMarchYear(day(localSeconds)));
    return fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  }

  public static long dayOfMonth(long localSeconds) {
    long dayOfYear = dayOfMarchYear(day(localSeconds));
    return dayOfYear - firstDay(monthFromMarch(dayOfYear)) + 1;
  }

  public static long dayOfYear(long localSeconds) {
    long day = day(localSeconds);
    return day - firstDayOfYear(yearOfDay(day)) + 1;
  }

  /// ISO 8601: the week belongs to the year that its Thursday is in.
  public static long weekOfYear(long localSeconds) {
    long thursday = day(localSeconds) - dayOfWeek(localSeconds) + 4;
    return (thursday - firstDayOfYear(yearOfDay(thursday))) / 7 + 1;
  }

  private static long day(long localSeconds) {
    return Math.floorDiv(localSeconds, SECONDS_PER_DAY);
  }

  // Years here begin in March, so that a leap day is the last of its year; an era is 400 years.
  // Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".

  private static long yearOfDay(long day) {
    long shifted = day + DAYS_TO_EPOCH;
    long era = Math.floorDiv(shifted, DAYS_PER_ERA);
    long year = yearOfEra(shifted - era * DAYS_PER_ERA) + era * 400;
    return monthFromMarch(dayOfMarchYear(day)) < 10 ? year : year + 1;
  }

  private static long dayOfMarchYear(long day) {
    long dayOfEra = Math.floorMod(day + DAYS_TO_EPOCH, DAYS_PER_ERA);
    long year = yearOfEra(dayOfEra);
    return dayOfEra - (365 * year + year / 4 - year / 100);
  }

  private static long yearOfEra(long dayOfEra) {
    return (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
  }

  private static long monthFromMarch(long dayOfMarchYear) {
    return (5 * dayOfMarchYear + 2) / 153;
  }

  private static long firstDay(long monthFromMarch) {
    return (153 * monthFromMarch + 2) / 5;
  }

  private static long firstDayOfYear(long year) {
    long before = year - 1;
    return 365 * before
        + Math.floorDiv(before, 4L)
        - Math.floorDiv(before, 100L)
        + Math.floorDiv(before, 400L)
        - 719_162;
  }
}
