package roundhouse.featureengine.batch.parquet;

import java.io.ByteArrayInputStream;
import shaded.parquet.org.apache.thrift.TBase;
import shaded.parquet.org.apache.thrift.TConfiguration;
import shaded.parquet.org.apache.thrift.TException;
import shaded.parquet.org.apache.thrift.protocol.TCompactProtocol;
import shaded.parquet.org.apache.thrift.transport.TIOStreamTransport;

/// Reads the records of Parquet's metadata. A length in them may not exceed the bytes that there
/// are, so that hostile ones cannot make the reader allocate; Parquet's own reader allows each 100
/// MB.
final class Thrift {
  private static final int MAX_DEPTH = 32;

  private Thrift() {}

  /// Fills the record from the bytes `from` to `end` and returns how many it took.
  static int read(TBase<?, ?> record, byte[] bytes, int from, int end) {
    var input = new ByteArrayInputStream(bytes, from, end - from);
    var limits = new TConfiguration(end - from, end - from, MAX_DEPTH);
    try {
      record.read(new TCompactProtocol(new TIOStreamTransport(limits, input)));
    } catch (TException e) {
      throw new MalformedTable(e);
    }
    return end - from - input.available();
  }
}
