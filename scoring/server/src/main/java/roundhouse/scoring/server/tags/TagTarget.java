package roundhouse.scoring.server.tags;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What the registry says that a tag points to.
///
/// @param revision the entry that last moved the tag; 0 for never
/// @param model null while it points to nothing
record TagTarget(String tag, long revision, @Nullable ModelReference model) {
  /// Where a registered model lies.
  ///
  /// @param location key of the model's directory in the object store
  /// @param manifestSha256 digest that its manifest must have
  record ModelReference(String modelId, String location, String manifestSha256) {
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,127}");

    ModelReference {
      // The id names a folder on this machine, and must not lead out of its parent.
      if (!ID.matcher(modelId).matches()) {
        throw new IllegalArgumentException(
            "Model id '%s': expected %s; correct the registry's entry".formatted(modelId, ID));
      }
    }
  }
}
