package roundhouse.featureengine.language.catalogue;

import java.util.List;

/// What became of one feature or label from one version to another.
///
/// @param name its name in the later version, or the one that it had
/// @param details for people: what changed about it, or its former name
public record ColumnChange(String name, Kind kind, List<String> details) {
  public ColumnChange {
    details = List.copyOf(details);
  }

  /// What a change means for datasets of the earlier version.
  public enum Kind {
    /// The same bits for every ask.
    SAME,
    /// The same bits under another name.
    RENAMED,
    /// Other values for some ask, as far as the plans tell.
    CHANGED,
    ADDED,
    REMOVED;

    /// Whether an earlier dataset lacks the column's values.
    public boolean needsBackfill() {
      return switch (this) {
        case CHANGED, ADDED -> true;
        case SAME, RENAMED, REMOVED -> false;
      };
    }
  }
}
