package roundhouse.featureengine.kernel.fold;

import roundhouse.featureengine.kernel.LongMultiset;

/// How many different values there are in a window over tiles: in how many of its tiles each value
/// is. So a tile may hold no more values than matter, and still be taken away.
public final class DistinctOfTiles {
  private final LongMultiset tiles = new LongMultiset();

  /// A tile comes.
  public void merge(DistinctValues tile) {
    tile.addEachTo(tiles);
  }

  /// A tile goes.
  public void subtract(DistinctValues tile) {
    tile.removeEachFrom(tiles);
  }

  /// A value comes that one of the tiles will get next.
  public void enter(long word, DistinctValues tile) {
    tile.addIfNewTo(tiles, word);
  }

  public void clear() {
    tiles.clear();
  }

  /// Puts how many.
  public void putDistinct(long[] outputs, int at, int output, int valueAt) {
    outputs[at + valueAt] = tiles.distinct();
  }

  /// Puts how many, up to one more than a bound.
  public void putUpTo(int bound, long[] outputs, int at, int output, int valueAt) {
    outputs[at + valueAt] = Math.min(tiles.distinct(), bound + 1);
  }
}
