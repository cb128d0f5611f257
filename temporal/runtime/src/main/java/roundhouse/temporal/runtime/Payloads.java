package roundhouse.temporal.runtime;

import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.Jackson3JsonPayloadConverter;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// How arguments and results are written into histories: plain JSON by Jackson 3, instants and
/// durations in ISO 8601.
///
/// The SDK's default converter reads all of it and writes what this one reads, so a foreign worker
/// or the `temporal` command line needs no configuration. Unknown fields are refused, as there: a
/// request with a misspelt `cutof` must not run with a default cut-off.
public final class Payloads {
  private Payloads() {}

  /// Safe for use by many threads.
  public static DataConverter converter() {
    return DefaultDataConverter.newDefaultInstance()
        .withPayloadConverterOverrides(new Jackson3JsonPayloadConverter(mapper()));
  }

  /// The mapper behind [#converter()].
  public static JsonMapper mapper() {
    return Jackson3JsonPayloadConverter.newDefaultJsonMapper(false)
        .rebuild()
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .build();
  }
}
