package roundhouse.featureengine.language.program;

import java.util.List;
import java.util.stream.Collectors;
import roundhouse.featureengine.kernel.fold.HistoriesFold;
import roundhouse.featureengine.language.ast.Expression;
import roundhouse.featureengine.language.ast.ExpressionText;
import roundhouse.featureengine.language.program.EntityPlan.HistoryPlan;

/// How the state of entities is cut into sections.
final class StateLayout {
  /// An event's bucket is one in so many of the retention: it is rewritten with each event.
  private static final long BUCKETS = 256;

  private StateLayout() {}

  /// Names everything that the state of an entity kind depends on.
  static String versionOf(EntityPlan entity) {
    StringBuilder text = new StringBuilder("1");
    for (HistoryPlan history : entity.histories()) {
      text.append(";stream ").append(history.feed.schema.name());
      text.append(" by ").append(texts(history.feed.keys));
      text.append(" time ").append(history.feed.time);
      if (history.filter >= 0) {
        text.append(" if ").append(ExpressionText.of(history.feed.filters.get(history.filter)));
      }
      text.append(" words ").append(history.kinds());
      text.append(" values ")
          .append(texts(history.lanes.stream().map(history.feed.values::get).toList()));
      text.append(" retained ").append(history.retention);
    }
    return text.toString();
  }

  private static String texts(List<Expression> expressions) {
    return expressions.stream().map(ExpressionText::of).collect(Collectors.joining(", "));
  }

  /// About what the state of one entity takes.
  static EntityKind.StateSize sizeOf(EntityPlan entity) {
    long bytes = 0;
    long retained = 0;
    for (HistoryPlan history : entity.histories()) {
      bytes += Long.BYTES * (long) history.width();
      retained = Math.max(retained, history.retention);
    }
    return new EntityKind.StateSize(64, bytes, retained, true);
  }

  /// The length of a bucket in microseconds.
  static long bucketOf(long retention) {
    return Math.max(HistoriesFold.History.LEAST_BUCKET, retention / BUCKETS);
  }
}
