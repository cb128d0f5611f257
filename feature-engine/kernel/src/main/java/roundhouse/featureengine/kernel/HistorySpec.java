package roundhouse.featureengine.kernel;

import java.util.List;

/// What is kept of a stream's events for each entity, and what is computed from it.
///
/// @param keys the parts of an entity's key
/// @param idKind LONG or TEXT
/// @param idRegister the event's id
/// @param timeRegister the event's time, by which windows are cut, in microseconds
/// @param lanes the values of an event that aggregates read
/// @param outputs what an ask gets
/// @param retention how long, in microseconds, an event still matters to asks after an event that
///   has just become known
public record HistorySpec(
    List<KeyPart> keys,
    ValueKind idKind,
    int idRegister,
    int timeRegister,
    List<LaneSpec> lanes,
    List<Output> outputs,
    long retention) {
  public HistorySpec {
    keys = List.copyOf(keys);
    lanes = List.copyOf(lanes);
    outputs = List.copyOf(outputs);
  }

  /// One part of a key: where it is among the event's registers, and among the ask's.
  public record KeyPart(ValueKind kind, int eventRegister, int askRegister) {}

  /// A value of an event.
  public record LaneSpec(ValueKind kind, int eventRegister) {}

  /// One aggregate over one window.
  ///
  /// @param window its length in microseconds: events with time in (ask − window, ask] count
  /// @param lane what it aggregates; [#NO_LANE] where it needs none
  /// @param order for LATEST the lane of the other time, a LONG that is never null
  /// @param askRegister where the result goes among the ask's registers
  public record Output(AggregateKind aggregate, long window, int lane, int order, int askRegister) {
    public static final int NO_LANE = -1;

    public static Output of(AggregateKind aggregate, long window, int lane, int askRegister) {
      return new Output(aggregate, window, lane, NO_LANE, askRegister);
    }
  }
}
