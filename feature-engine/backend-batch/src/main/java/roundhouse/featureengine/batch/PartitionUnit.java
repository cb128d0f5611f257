package roundhouse.featureengine.batch;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/// How long the partitions of a dataset are, by the asks' knownAt in UTC.
public enum PartitionUnit {
  DAY,
  MONTH,
  WHOLE;

  /// The partitions of a range, in order: names in the style of Hive, cut to the range.
  List<PartitionRange> cut(Instant from, Instant to) {
    List<PartitionRange> partitions = new ArrayList<>();
    for (Instant at = from; at.isBefore(to); ) {
      Instant next = earlier(endOf(at, to), to);
      partitions.add(new PartitionRange(nameOf(at), at, next));
      at = next;
    }
    return List.copyOf(partitions);
  }

  private String nameOf(Instant at) {
    return switch (this) {
      case DAY -> "ask_day=" + LocalDate.ofInstant(at, ZoneOffset.UTC);
      case MONTH -> "ask_month=" + monthOf(at);
      case WHOLE -> "ask_range=whole";
    };
  }

  private Instant endOf(Instant at, Instant to) {
    return switch (this) {
      case DAY -> startOf(LocalDate.ofInstant(at, ZoneOffset.UTC).plusDays(1));
      case MONTH -> startOf(monthOf(at).plusMonths(1).atDay(1));
      case WHOLE -> to;
    };
  }

  private static YearMonth monthOf(Instant at) {
    return YearMonth.from(at.atOffset(ZoneOffset.UTC));
  }

  private static Instant startOf(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
