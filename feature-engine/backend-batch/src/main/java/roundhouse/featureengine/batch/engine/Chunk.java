package roundhouse.featureengine.batch.engine;

/// [LogMemory#CHUNK_BYTES] of an array, from a place on. Reading may go [RecordPacking#SLACK_BYTES]
/// beyond them, to bytes of others.
final class Chunk {
  private final byte[] bytes;
  private final int start;

  Chunk(byte[] bytes, int start) {
    this.bytes = bytes;
    this.start = start;
  }

  byte[] bytes() {
    return bytes;
  }

  int start() {
    return start;
  }
}
