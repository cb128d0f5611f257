package roundhouse.featureengine.language.program;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.RecordLayout;
import roundhouse.featureengine.language.ast.Expression;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.featureengine.language.program.EntityPlan.FeedPlan;
import roundhouse.featureengine.language.program.RowCompiler.Bit;
import roundhouse.featureengine.language.program.RowCompiler.Target;

/// Where the values of rows go: into records, keys and columns.
final class RowTargets {
  private RowTargets() {}

  /// A feed's record at a place among the words, and in one more word whether there is one at all:
  /// whether every part of the key has a value and any filter passes.
  static List<Target> ofRecord(FeedPlan feed, Graph events, int at, int isThereAt) {
    RecordLayout layout = feed.layout();
    List<Target> targets = new ArrayList<>();
    Node isThere = isThere(feed, events);
    targets.add(new Target.Word(isThere, isThereAt, null));
    for (int i = 0; i < feed.keys.size(); i++) {
      targets.add(new Target.Word(events.node(feed.keys.get(i)), at + i, isThere));
    }
    Node time = events.node(new Expression.Field(feed.time));
    targets.add(new Target.Word(time, at + layout.timeAt(), null));
    if (feed.needsId) {
      Node id = events.node(new Expression.Field(feed.schema.id()));
      targets.add(new Target.Word(id, at + layout.idAt(), isThere));
    }
    addBits(feed, events, at, targets);
    for (int i = 0; i < feed.values.size(); i++) {
      Node value = events.node(feed.values.get(i));
      targets.add(new Target.Word(value, at + layout.valueAt(i), condition(value, isThere)));
    }
    return targets;
  }

  /// A key, and behind it whether every part has a value.
  static List<Target> ofKey(List<Expression> keys, Graph asks) {
    List<Target> targets = new ArrayList<>();
    Node isThere = asks.constant(true);
    for (int i = 0; i < keys.size(); i++) {
      Node key = asks.node(keys.get(i));
      targets.add(new Target.Word(key, i, null));
      isThere = asks.both(isThere, asks.isPresent(key));
    }
    targets.add(new Target.Word(isThere, keys.size(), null));
    return targets;
  }

  static Target ofColumn(Node node, ValueType type, int column) {
    String method =
        switch (node.kind()) {
          case LONG -> type.equals(ValueType.BOOLEAN) ? "putBoolean" : "putLong";
          case DOUBLE -> "putDouble";
          case TEXT -> "putString";
          case LIST -> "putList";
        };
    return new Target.Column(node, column, method);
  }

  /// Numbers are cheaper stored than not; texts of an event that concerns nobody need no number.
  private static @Nullable Node condition(Node value, Node isThere) {
    return value.kind().isPooled() ? isThere : null;
  }

  private static Node isThere(FeedPlan feed, Graph events) {
    Node isThere = events.constant(true);
    if (!feed.takesAll) {
      Node anyFilter = events.constant(false);
      for (Expression filter : feed.filters) {
        anyFilter = events.either(anyFilter, events.isTrue(filter));
      }
      isThere = anyFilter;
    }
    for (Expression key : feed.keys) {
      isThere = events.both(isThere, events.isPresent(events.node(key)));
    }
    return isThere;
  }

  private static void addBits(FeedPlan feed, Graph events, int at, List<Target> targets) {
    RecordLayout layout = feed.layout();
    List<List<Bit>> words = new ArrayList<>();
    for (int i = 0; i < layout.bitWords(); i++) {
      words.add(new ArrayList<>());
    }
    for (int i = 0; i < feed.filters.size(); i++) {
      words
          .get(i / Long.SIZE)
          .add(new Bit(events.isTrue(feed.filters.get(i)), false, i % Long.SIZE));
    }
    for (int i = 0; i < feed.values.size(); i++) {
      int bit = layout.nullBit(i);
      if (bit >= 0) {
        Node value = events.node(feed.values.get(i));
        words.get(bit / Long.SIZE).add(new Bit(value, true, bit % Long.SIZE));
      }
    }
    for (int i = 0; i < words.size(); i++) {
      targets.add(new Target.Bits(at + layout.bitsAt() + i, words.get(i)));
    }
  }
}
