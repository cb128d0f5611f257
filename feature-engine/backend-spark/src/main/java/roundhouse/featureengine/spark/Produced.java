package roundhouse.featureengine.spark;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;

/// Elements that come some at a time: an input may give none, one or several.
abstract class Produced<T> implements Iterator<T> {
  private final Queue<T> ready = new ArrayDeque<>();

  /// Takes the next input and emits what comes of it; false: there is no further input.
  abstract boolean advance();

  final void emit(T element) {
    ready.add(element);
  }

  @Override
  public final boolean hasNext() {
    while (ready.isEmpty()) {
      if (!advance()) {
        return !ready.isEmpty();
      }
    }
    return true;
  }

  @Override
  public final T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.remove();
  }
}
