package roundhouse.featureengine.language.program;

import java.util.List;
import java.util.OptionalInt;
import roundhouse.featureengine.kernel.OutputLayout;
import roundhouse.featureengine.kernel.RecordLayout;
import roundhouse.featureengine.kernel.ValueKind;

/// One kind of entity that a plan keeps state for: all histories whose keys are equal on the ask's
/// side, or the outcomes of one label.
///
/// @param index its place among [Program#entities]
/// @param name for people: the ask's side of its key, `card, merchant`
/// @param keys the kinds of the key's parts
/// @param feeds where its events come from
/// @param outputs what an answer holds
/// @param outputAt where its answer starts among the [Program#outputWords] of an ask
/// @param label the label that it is for, if it is for one
/// @param stateVersion names the form and meaning of its state: state of another version is refused
/// @param size what its state takes
public record EntityKind(
    int index,
    String name,
    List<ValueKind> keys,
    List<Feed> feeds,
    OutputLayout outputs,
    int outputAt,
    OptionalInt label,
    String stateVersion,
    StateSize size) {
  public EntityKind {
    keys = List.copyOf(keys);
    feeds = List.copyOf(feeds);
  }

  /// The events of one stream that are about such an entity, by one way of finding its key in them.
  ///
  /// @param index its number in [roundhouse.featureengine.kernel.EntityFold#apply]
  /// @param stream its stream's place among the plan's
  /// @param layout what its records hold
  /// @param lookbackMicros how long after it happened an event may still matter to an ask;
  ///   `Long.MAX_VALUE` where a value is of all of time
  public record Feed(int index, int stream, RecordLayout layout, long lookbackMicros) {}

  /// What the state of one entity takes in a store.
  ///
  /// @param boundedBytes at most so many bytes, however many events there are
  /// @param bytesPerEvent and so many for each retained event, or value of one; 0 if none is
  ///   retained
  /// @param retainedMicros how long they are retained; 0 if none is
  /// @param isUnbounded whether more events without end mean more bytes without end
  public record StateSize(
      long boundedBytes, long bytesPerEvent, long retainedMicros, boolean isUnbounded) {}
}
