package roundhouse.featureengine.stream;

/// The last event that was applied to an entity from one partition of a source topic: that one and
/// all before it count, and none after it.
public record SourcePosition(String topic, int partition, long offset) {}
