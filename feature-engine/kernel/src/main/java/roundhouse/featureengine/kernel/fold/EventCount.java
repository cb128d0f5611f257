package roundhouse.featureengine.kernel.fold;

import roundhouse.featureengine.kernel.ByteReader;
import roundhouse.featureengine.kernel.ByteWriter;
import roundhouse.featureengine.kernel.UnreadableStateException;
import roundhouse.featureengine.kernel.ValuePool;

/// How many events there are, whatever their values.
public final class EventCount implements Invertible<EventCount> {
  private long count;

  public void enter() {
    count++;
  }

  @Override
  public void merge(EventCount other) {
    count += other.count;
  }

  @Override
  public void subtract(EventCount other) {
    count -= other.count;
  }

  @Override
  public void clear() {
    count = 0;
  }

  @Override
  public boolean isEmpty() {
    return count == 0;
  }

  @Override
  public void write(ByteWriter bytes, ValuePool pool) {
    bytes.putLong(count);
  }

  @Override
  public void read(ByteReader bytes, ValuePool pool) {
    count = bytes.readLong();
    if (count < 0) {
      throw new UnreadableStateException("a count of " + count);
    }
  }

  /// Puts how many.
  public void put(long[] outputs, int at, int output, int valueAt) {
    outputs[at + valueAt] = count;
  }
}
