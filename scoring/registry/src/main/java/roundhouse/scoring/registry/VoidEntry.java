package roundhouse.scoring.registry;

/// An entry without effect, for no writer that had read its predecessor would have put it.
public record VoidEntry(long entry, String reason) {}
