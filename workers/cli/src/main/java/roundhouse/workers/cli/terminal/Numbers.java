package roundhouse.workers.cli.terminal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Numbers and times as a person reads them.
public final class Numbers {
  private Numbers() {}

  /// `336,776`
  public static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /// `57,012 (17.4 %)`
  public static String share(long part, long whole) {
    return whole == 0
        ? count(part)
        : String.format(Locale.ROOT, "%,d (%.1f %%)", part, 100.0 * part / whole);
  }

  /// A metric with four decimals; a dash for none.
  public static String metric(@Nullable Double metric) {
    return metric == null ? "-" : String.format(Locale.ROOT, "%.4f", metric);
  }

  /// `2013-11-01 00:00:00 UTC`, to the second.
  public static String time(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString().replace('T', ' ').replace("Z", " UTC");
  }

  /// From the first time, included, to the second, excluded.
  public static String range(Instant from, Instant to) {
    return time(from) + " to " + time(to);
  }

  /// As [#metric] with its sign, for differences.
  public static String difference(@Nullable Double difference) {
    return difference == null ? "-" : String.format(Locale.ROOT, "%+.4f", difference);
  }
}
