package roundhouse.scoring.server.tags;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import roundhouse.scoring.decision.ScoringModel;

/// All that requests see of the registry at one instant: a request reads it once and answers from
/// it. Immutable.
public final class ServedTags {
  static final ServedTags NONE = new ServedTags(0, List.of());

  private final long head;
  private final SortedMap<String, ServedTag> byName;

  ServedTags(long head, Collection<ServedTag> tags) {
    this.head = head;
    SortedMap<String, ServedTag> sorted = new TreeMap<>();
    tags.forEach(tag -> sorted.put(tag.tag(), tag));
    this.byName = Collections.unmodifiableSortedMap(sorted);
  }

  /// Number of the last registry entry folded in.
  public long head() {
    return head;
  }

  public Optional<ServedTag> find(String tag) {
    return Optional.ofNullable(byName.get(tag));
  }

  /// By name.
  public Collection<ServedTag> all() {
    return byName.values();
  }

  /// A model that some tag points to.
  public Optional<ScoringModel> findModel(String modelId) {
    for (ServedTag tag : byName.values()) {
      ScoringModel model = tag.model();
      if (model != null && model.modelId().equals(modelId)) {
        return Optional.of(model);
      }
    }
    return Optional.empty();
  }
}
