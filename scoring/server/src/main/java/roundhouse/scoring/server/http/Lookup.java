package roundhouse.scoring.server.http;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.springframework.http.HttpStatus;
import roundhouse.http.problem.Problem;
import roundhouse.http.problem.RefusedRequestException;
import roundhouse.scoring.decision.ScoringModel;
import roundhouse.scoring.server.tags.ServedTag;
import roundhouse.scoring.server.tags.ServedTags;
import roundhouse.scoring.server.tags.TagFollower;

/// Finds what a request names, in the one [ServedTags] that it is answered from; refuses what is
/// not there.
final class Lookup {
  private final TagFollower follower;

  Lookup(TagFollower follower) {
    this.follower = follower;
  }

  ServedTags served() {
    if (!follower.isReady()) {
      throw new RefusedRequestException(
          HttpStatus.SERVICE_UNAVAILABLE,
          new Problem(
              "Scorer",
              "not ready",
              "the registry, or a copy of it, to have been read once",
              "check that the store is reachable, and try again"));
    }
    return follower.served();
  }

  static ServedTag tag(String name, ServedTags served) {
    return served
        .find(name)
        .orElseThrow(
            () ->
                unknown(
                    "Tag",
                    name,
                    served.all().stream().map(ServedTag::tag).toList(),
                    "correct the name, or declare the tag"));
  }

  static ScoringModel model(ServedTag tag) {
    ScoringModel model = tag.model();
    if (model != null) {
      return model;
    }
    ServedTag.PendingMove pending = tag.pending();
    throw pending == null
        ? new RefusedRequestException(
            HttpStatus.CONFLICT,
            new Problem(
                "Tag",
                tag.tag(),
                "a tag that points to a model",
                "train a model for it and promote it"))
        : new RefusedRequestException(
            HttpStatus.SERVICE_UNAVAILABLE,
            new Problem(
                "Tag", tag.tag(), "its model to be loaded", "see to this: " + pending.reason()));
  }

  static ScoringModel modelById(String id, ServedTags served) {
    return served
        .findModel(id)
        .orElseThrow(() -> unknown("Model", id, modelIds(served), "a tag must point to it"));
  }

  static RefusedRequestException unknown(
      String subject, String value, Collection<String> known, String remedy) {
    String expectation =
        known.isEmpty()
            ? "one that exists, and none does yet"
            : "one of " + String.join(", ", known);
    return new RefusedRequestException(
        HttpStatus.NOT_FOUND, new Problem(subject, value, expectation, remedy));
  }

  private static List<String> modelIds(ServedTags served) {
    return served.all().stream()
        .map(TagView::of)
        .map(TagView::modelId)
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }
}
