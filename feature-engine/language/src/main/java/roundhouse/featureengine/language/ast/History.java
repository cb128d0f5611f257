package roundhouse.featureengine.language.ast;

import java.util.List;

/// The events of a stream that are about the ask's entity and pass a filter.
///
/// An event belongs if every key of it equals the ask's; a null key, on either side, equals
/// nothing.
///
/// @param filter a condition on the event; an event for which it is false or null is left out
public record History(String stream, List<KeyMatch> keys, Expression filter) {
  public History {
    keys = List.copyOf(keys);
  }

  /// One part of the entity: a value of the event and the ask's value that it must equal.
  public record KeyMatch(Expression event, Expression ask) {}
}
