package roundhouse.scoring.server.http;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;
import roundhouse.scoring.decision.ScoringModel;
import roundhouse.scoring.server.tags.ServedTag;

/// A tag as `GET /v1/tags` shows it.
@JsonPropertyOrder({"tag", "modelId", "revision", "pending"})
record TagView(
    String tag, @Nullable String modelId, long revision, ServedTag.@Nullable PendingMove pending) {
  static TagView of(ServedTag tag) {
    ScoringModel model = tag.model();
    return new TagView(
        tag.tag(), model == null ? null : model.modelId(), tag.revision(), tag.pending());
  }
}
