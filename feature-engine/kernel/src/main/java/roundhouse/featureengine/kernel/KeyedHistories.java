package roundhouse.featureengine.kernel;

import org.jspecify.annotations.Nullable;

/// The histories of all entities of one stream, and the aggregates over them.
///
/// Events come in the order in which they became known, with event times in any order; asks come in
/// between. What an ask gets depends on the events so far and on nothing else: not on their order,
/// not on which were dropped as too old, not on earlier asks.
///
/// Cost: O(1) amortised an event and, for each window, O(1) amortised an event that enters or
/// leaves it, plus O(log n) an ask. Memory: the events that may still matter; what entities leave
/// behind is swept out whenever as many events have come as the last sweep left entities. Mutable,
/// for one thread.
public final class KeyedHistories {
  private static final int SWEEP_AFTER_AT_LEAST = 1024;

  private final HistoryLayout layout;
  private final EntityKey.Reader eventKeys;
  private final EntityKey.Reader askKeys;
  private final long retention;
  private final EntityTable entities = new EntityTable();
  private int eventsSinceSweep;
  private int entitiesAfterSweep;

  public KeyedHistories(HistorySpec spec) {
    layout = new HistoryLayout(spec);
    eventKeys = EntityKey.Reader.ofEvents(spec.keys());
    askKeys = EntityKey.Reader.ofAsks(spec.keys());
    retention = spec.retention();
  }

  /// Takes in an event; one without a complete key is about no entity.
  ///
  /// @param now when it became known, in microseconds; no ask may come later that looks back
  ///   further than `now` − the specification's retention
  public void apply(Registers event, long now) {
    long expired = expired(now);
    if (eventKeys.isNull(event) || event.longAt(layout.timeRegister()) <= expired) {
      return;
    }
    KeyHistory history = entities.find(eventKeys, event);
    if (history == null) {
      history = new KeyHistory(eventKeys.keyOf(event), layout);
      entities.add(history);
    }
    history.dropThrough(expired);
    history.insert(event);
    if (++eventsSinceSweep > Math.max(SWEEP_AFTER_AT_LEAST, entitiesAfterSweep)) {
      sweep(expired);
    }
  }

  /// Puts the outputs of an ask at that time, in microseconds, into its registers.
  public void answer(Registers ask, long askTime) {
    @Nullable KeyHistory history = askKeys.isNull(ask) ? null : entities.find(askKeys, ask);
    if (history == null) {
      KeyHistory.answerWithoutHistory(layout, ask);
    } else {
      history.answer(askTime, ask);
    }
  }

  /// How many entities have a history.
  public int entities() {
    return entities.size();
  }

  private void sweep(long expired) {
    entities.sweep(history -> history.dropThrough(expired));
    eventsSinceSweep = 0;
    entitiesAfterSweep = entities.size();
  }

  private long expired(long now) {
    long expired = now - retention;
    return expired > now ? Long.MIN_VALUE : expired;
  }
}
