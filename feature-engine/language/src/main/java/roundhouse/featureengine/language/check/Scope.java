package roundhouse.featureengine.language.check;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.StreamSchema;

/// What an expression may name.
///
/// @param row what the fields belong to, for messages: `stream 'flight-departed'`
/// @param streams the histories that an aggregate may read, by name; empty where no aggregate may
///   stand
public record Scope(String row, List<FieldSchema> fields, Map<String, StreamSchema> streams) {
  public Scope {
    fields = List.copyOf(fields);
    streams = Map.copyOf(streams);
  }

  /// The fields of an event, as an aggregate sees them.
  public static Scope ofEvent(StreamSchema stream) {
    return new Scope("stream '" + stream.name() + "'", stream.fields(), Map.of());
  }

  /// The fields of an ask, and the streams that it may look back on.
  public static Scope ofAsk(StreamSchema asks, Collection<StreamSchema> streams) {
    return new Scope(
        "ask '" + asks.name() + "'",
        asks.fields(),
        streams.stream()
            .collect(
                Collectors.toMap(
                    StreamSchema::name, Function.identity(), (first, second) -> first)));
  }
}
