package roundhouse.featureengine.kernel.fold;

import roundhouse.featureengine.kernel.ValuePool;

/// The first event, or the last few, of a window over tiles.
///
/// Nothing is kept between asks: tiles are in order of time, so few of them hold the answer.
public final class EdgeOfTiles {
  private final int number;
  private final boolean isLast;
  private final EdgeEvents edge;

  /// An edge that is merged from tiles.
  ///
  /// @param number of the tiles' [EdgeEvents] among their partial results
  public EdgeOfTiles(int number, EdgeEvents.Shape shape, ValuePool pool) {
    this.number = number;
    isLast = shape.sign() > 0;
    edge = new EdgeEvents(shape, pool);
  }

  /// Puts the outermost event's value, or null without one.
  public void put(
      Tiles tiles, WindowRange window, long[] outputs, int at, int output, int valueAt) {
    merge(tiles, window);
    edge.put(outputs, at, output, valueAt);
  }

  /// Puts how long before the ask the last event lies, or null without one.
  ///
  /// @param unit in microseconds
  public void putTimeSince(
      Tiles tiles,
      WindowRange window,
      long askTime,
      double unit,
      long[] outputs,
      int at,
      int output,
      int valueAt) {
    merge(tiles, window);
    edge.putTimeSince(askTime, unit, outputs, at, output, valueAt);
  }

  /// Puts the values of all, the outermost first.
  public void putList(
      Tiles tiles, WindowRange window, long[] outputs, int at, int output, int valueAt) {
    merge(tiles, window);
    edge.putList(outputs, at, output, valueAt);
  }

  private void merge(Tiles tiles, WindowRange window) {
    edge.clear();
    for (long i = 0; i < window.size() && !edge.isFull(); i++) {
      long position = isLast ? window.to() - 1 - i : window.from() + i;
      edge.merge((EdgeEvents) tiles.at(position)[number]);
    }
  }
}
