package roundhouse.featureengine.language.program;

import java.util.List;
import java.util.stream.Collectors;
import roundhouse.featureengine.kernel.fold.DecayedSum;
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

  /// A value that is held as such, and how often it is, without text.
  private static final long BYTES_OF_VALUE = 10;

  /// The number of a tile's section and its start.
  private static final long BYTES_OF_TILE = 16;

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
      if (history.past == Past.TILED) {
        text.append(" tiles of ").append(history.step);
        history.ofTile().forEach(component -> append(component, text));
      }
      if (history.past == Past.ABSORBED) {
        text.append(" absorbed");
        history.windows().getFirst().components().forEach(component -> append(component, text));
      }
    }
    return text.toString();
  }

  private static void append(ComponentPlan component, StringBuilder text) {
    text.append(' ').append(component.kind()).append(' ').append(component.lane());
    text.append(component.parameters());
  }

  private static String texts(List<Expression> expressions) {
    return expressions.stream().map(ExpressionText::of).collect(Collectors.joining(", "));
  }

  /// About what the state of one entity takes.
  static EntityKind.StateSize sizeOf(EntityPlan entity) {
    double bounded = versionOf(entity).length();
    long perEvent = 0;
    long retained = 0;
    for (HistoryPlan history : entity.histories()) {
      bounded += mostBytes(history);
      long values = partials(history).stream().filter(StateLayout::keepsValues).count();
      if (values > 0) {
        perEvent += BYTES_OF_VALUE * values;
        retained = Math.max(retained, history.lookback());
      }
      if (history.past != Past.TILED && history.retention > 0) {
        perEvent += Long.BYTES * (long) history.width();
        retained = Math.max(retained, history.retention);
      }
    }
    return new EntityKind.StateSize((long) bounded, perEvent, retained, perEvent > 0);
  }

  /// The most that the partial results of a history take.
  private static double mostBytes(HistoryPlan history) {
    double each =
        partials(history).stream().mapToDouble(partial -> mostBytes(partial, history)).sum();
    return history.past == Past.TILED
        ? Math.ceilDiv(history.retention, history.step) * (BYTES_OF_TILE + each)
        : each;
  }

  /// What of its events a history keeps in partial results, once or in each tile.
  private static List<ComponentPlan> partials(HistoryPlan history) {
    return switch (history.past) {
      case RETAINED -> List.of();
      case ABSORBED -> history.windows().getFirst().components();
      case TILED -> history.ofTile();
    };
  }

  /// Whether it holds every different value that came.
  private static boolean keepsValues(ComponentPlan component) {
    return component.kind() == Kind.DISTINCT || component.kind() == Kind.TOP;
  }

  /// The most that a partial result takes, as far as it is bounded and holds no text.
  private static double mostBytes(ComponentPlan component, HistoryPlan history) {
    return switch (component.kind()) {
      case EVENT_COUNT, LONG_SUM, LEAST_VALUE, GREATEST_VALUE -> 24;
      case DOUBLE_SUM -> 400;
      case MOMENTS -> 1_000;
      case EDGE -> 32L * (Integer) component.parameters().getLast();
      case DISTINCT_UP_TO -> 12L * (1 + (Integer) component.parameters().getFirst());
      // A register seldom keeps more than its four or so greatest ranks.
      case DISTINCT_SKETCH -> 16L << (Integer) component.parameters().getFirst();
      case QUANTILES -> 12 * 1_450 / (Double) component.parameters().getFirst();
      case HISTOGRAM -> 10L * (component.parameters().size() + 1);
      case DECAYED -> 400.0 * mostPeriods(component, history);
      case DISTINCT,
          TOP,
          LEAST,
          GREATEST,
          CHANGES,
          LAST_VALUES,
          LATEST,
          EDGE_OF_TILES,
          DISTINCT_OF_TILES ->
          0;
    };
  }

  private static long mostPeriods(ComponentPlan decayed, HistoryPlan history) {
    long halfLife = (Long) decayed.parameters().getFirst();
    return history.past == Past.TILED
        ? Math.ceilDiv(history.step, DecayedSum.period(halfLife)) + 1
        : 20;
  }

  /// The length of a bucket in microseconds: a tile has its own.
  static long bucketOf(HistoryPlan history) {
    long bucket = history.past == Past.TILED ? history.step : history.retention / BUCKETS;
    return Math.max(HistoriesFold.History.LEAST_BUCKET, bucket);
  }
}
