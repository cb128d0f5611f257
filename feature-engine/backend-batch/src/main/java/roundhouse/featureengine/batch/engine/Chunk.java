package roundhouse.featureengine.batch.engine;

/// [WordMemory#CHUNK_WORDS] words of an array, from a place on.
final class Chunk {
  private final long[] words;
  private final int start;

  Chunk(long[] words, int start) {
    this.words = words;
    this.start = start;
  }

  long[] words() {
    return words;
  }

  int start() {
    return start;
  }
}
