package roundhouse.featureengine.stream.intake;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/// The headers of a record that was set aside: those it came with, and why and from where it came.
public final class SetAside {
  /// Why, in words.
  public static final String REASON = "roundhouse-reason";

  /// The topic, partition and offset that it was read from, as text.
  public static final String TOPIC = "roundhouse-topic";

  public static final String PARTITION = "roundhouse-partition";
  public static final String OFFSET = "roundhouse-offset";

  private SetAside() {}

  static Headers headers(Headers original, String reason, RecordMetadata source) {
    return new RecordHeaders(original)
        .add(header(REASON, reason))
        .add(header(TOPIC, source.topic()))
        .add(header(PARTITION, Integer.toString(source.partition())))
        .add(header(OFFSET, Long.toString(source.offset())));
  }

  private static Header header(String name, String value) {
    return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
