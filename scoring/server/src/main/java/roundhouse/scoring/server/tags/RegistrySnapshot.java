package roundhouse.scoring.server.tags;

import java.util.List;
import org.jspecify.annotations.Nullable;
import roundhouse.scoring.registry.ModelId;
import roundhouse.scoring.registry.RegistryState;
import roundhouse.scoring.registry.Tag;
import roundhouse.scoring.server.tags.TagTarget.ModelReference;

/// The registry's tags at one entry of its log.
///
/// @param head number of the last entry folded in
/// @param alarm why later entries are not, or null: the log goes on with what only a newer scorer
///   understands, and to guess what that moved would be worse than to stay
record RegistrySnapshot(long head, List<TagTarget> targets, @Nullable String alarm) {
  RegistrySnapshot {
    targets = List.copyOf(targets);
  }

  static RegistrySnapshot of(RegistryState state) {
    return new RegistrySnapshot(
        state.head(),
        state.tags().stream().map(tag -> target(tag, state)).toList(),
        state.alarm().orElse(null));
  }

  private static TagTarget target(Tag tag, RegistryState state) {
    ModelReference model = tag.modelId().map(id -> reference(id, state)).orElse(null);
    return new TagTarget(tag.name().value(), tag.revision(), model);
  }

  /// The registry moves tags to registered models only.
  private static ModelReference reference(ModelId id, RegistryState state) {
    var model = state.model(id).orElseThrow().change();
    return new ModelReference(id.value(), model.location(), model.manifestSha256());
  }
}
