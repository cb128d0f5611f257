package roundhouse.featureengine.language.program;

import java.util.List;
import java.util.stream.Collectors;
import roundhouse.featureengine.kernel.fold.HistoriesFold;
import roundhouse.featureengine.language.ast.Expression;
import roundhouse.featureengine.language.ast.ExpressionText;
import roundhouse.featureengine.language.program.ComponentPlan.Kind;
import roundhouse.featureengine.language.program.EntityPlan.HistoryPlan;
import roundhouse.featureengine.language.program.EntityPlan.Past;

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
      if (history.past == Past.ABSORBED) {
        text.append(" absorbed");
        for (ComponentPlan component : history.windows().getFirst().components()) {
          text.append(' ').append(component.kind()).append(' ').append(component.lane());
          text.append(component.parameters());
        }
      }
    }
    return text.toString();
  }

  private static String texts(List<Expression> expressions) {
    return expressions.stream().map(ExpressionText::of).collect(Collectors.joining(", "));
  }

  /// About what the state of one entity takes.
  static EntityKind.StateSize sizeOf(EntityPlan entity) {
    long bounded = versionOf(entity).length();
    long perEvent = 0;
    long retained = 0;
    boolean isUnbounded = false;
    for (HistoryPlan history : entity.histories()) {
      if (history.past == Past.ABSORBED) {
        for (ComponentPlan component : history.windows().getFirst().components()) {
          bounded += mostBytes(component);
          isUnbounded |= keepsValues(component.kind());
        }
      }
      if (history.retention > 0) {
        perEvent += Long.BYTES * (long) history.width();
        retained = Math.max(retained, history.retention);
        isUnbounded = true;
      }
    }
    return new EntityKind.StateSize(bounded, perEvent, retained, isUnbounded);
  }

  /// Whether it holds every different value that came.
  private static boolean keepsValues(Kind kind) {
    return kind == Kind.DISTINCT || kind == Kind.TOP;
  }

  /// The most that a component of absorbed events takes, as far as it is bounded and holds no text.
  private static long mostBytes(ComponentPlan component) {
    return switch (component.kind()) {
      case EVENT_COUNT, LONG_SUM, LEAST_VALUE, GREATEST_VALUE -> 24;
      case DOUBLE_SUM -> 400;
      case MOMENTS -> 1_000;
      case EDGE -> 32L * (Integer) component.parameters().getLast();
      case DISTINCT_UP_TO -> 12L * (1 + (Integer) component.parameters().getFirst());
      // A register seldom keeps more than its four or so greatest ranks.
      case DISTINCT_SKETCH -> 16L << (Integer) component.parameters().getFirst();
      case QUANTILES -> (long) (12 * 1_450 / (Double) component.parameters().getFirst());
      case HISTOGRAM -> 10L * (component.parameters().size() + 1);
      case DECAYED -> 20 * 400;
      case DISTINCT, TOP, LEAST, GREATEST, CHANGES, LAST_VALUES, LATEST -> 0;
    };
  }

  /// The length of a bucket in microseconds.
  static long bucketOf(long retention) {
    return Math.max(HistoriesFold.History.LEAST_BUCKET, retention / BUCKETS);
  }
}
