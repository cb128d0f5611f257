package roundhouse.scoring.server.tags;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import roundhouse.scoring.decision.ScoringModel;
import roundhouse.scoring.server.tags.ServedTag.PendingMove;
import roundhouse.scoring.server.tags.TagTarget.ModelReference;

/// Goes from what is served to what the registry says. Tags that one entry moved flip together or
/// not at all; a tag whose new model cannot be had keeps the old one.
final class TagFlip {
  private final ServedTags served;
  private final Function<ModelReference, ScoringModel> load;

  /// @param load gets a model ready to score, or throws [UnusableModelException]
  TagFlip(ServedTags served, Function<ModelReference, ScoringModel> load) {
    this.served = served;
    this.load = load;
  }

  ServedTags to(RegistrySnapshot snapshot) {
    Map<Long, List<TagTarget>> byEntry = new TreeMap<>();
    for (TagTarget target : snapshot.targets()) {
      byEntry.computeIfAbsent(target.revision(), _ -> new ArrayList<>()).add(target);
    }
    List<ServedTag> tags = new ArrayList<>();
    byEntry.values().forEach(moved -> tags.addAll(flipTogether(moved)));
    return new ServedTags(snapshot.head(), tags);
  }

  private List<ServedTag> flipTogether(List<TagTarget> moved) {
    try {
      return moved.stream()
          .map(target -> new ServedTag(target.tag(), target.revision(), model(target), null))
          .toList();
    } catch (UnusableModelException unusable) {
      String reason = String.valueOf(unusable.getMessage());
      return moved.stream().map(target -> keep(target, reason)).toList();
    }
  }

  private @Nullable ScoringModel model(TagTarget target) {
    ModelReference reference = target.model();
    return reference == null
        ? null
        : served.findModel(reference.modelId()).orElseGet(() -> load.apply(reference));
  }

  private ServedTag keep(TagTarget target, String reason) {
    ModelReference reference = target.model();
    PendingMove pending =
        new PendingMove(target.revision(), reference == null ? null : reference.modelId(), reason);
    return served
        .find(target.tag())
        .orElseGet(() -> new ServedTag(target.tag(), 0, null, null))
        .withPending(pending);
  }
}
