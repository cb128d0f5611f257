package roundhouse.scoring.registry;

import java.time.Instant;
import java.util.List;
import roundhouse.scoring.registry.Change.DatasetRegistered;
import roundhouse.scoring.registry.Change.DecisionRecorded;
import roundhouse.scoring.registry.Change.FeatureSetDocumented;
import roundhouse.scoring.registry.Change.FeatureSetPublished;
import roundhouse.scoring.registry.Change.FeatureSetRetired;
import roundhouse.scoring.registry.Change.ModelRegistered;
import roundhouse.scoring.registry.Change.Move;
import roundhouse.scoring.registry.Change.TagDeclared;
import roundhouse.scoring.registry.Change.TagsMoved;
import roundhouse.storage.Digests;
import tools.jackson.databind.json.JsonMapper;

/// Changes for tests.
final class Samples {
  static final TagName LATE = TagName.of("late");
  static final TagName FRAUD = TagName.of("fraud");
  static final FeatureSetId SET = FeatureSetId.parse("late-arrival@1");

  private Samples() {}

  static TagDeclared declared(TagName tag) {
    return declared(tag, "{\"label\": \"late\", \"floor\": 0.7}");
  }

  static TagDeclared declared(TagName tag, String contract) {
    return new TagDeclared(tag, JsonMapper.shared().readTree(contract));
  }

  static ModelRegistered model(String id) {
    return model(id, "manifest of " + id);
  }

  static ModelRegistered model(String id, String manifest) {
    return new ModelRegistered(
        ModelId.of(id),
        "late-arrival",
        "flights-team",
        "training-" + id,
        "jvm:xgboost",
        SET,
        DatasetId.of("late-arrival-v1-0123"),
        Digests.sha256Hex("dataset"),
        "late",
        Instant.parse("2013-10-01T00:00:00Z"),
        Instant.parse("2013-01-01T10:00:00Z"),
        Instant.parse("2013-09-16T00:00:00Z"),
        Instant.parse("2013-09-17T00:00:00Z"),
        Instant.parse("2013-10-01T00:00:00Z"),
        "exact",
        "models/" + id,
        Digests.sha256Hex(manifest));
  }

  static FeatureSetPublished published(String plan) {
    return new FeatureSetPublished(SET, Digests.sha256Hex(plan));
  }

  static FeatureSetRetired retired() {
    return new FeatureSetRetired(SET, "replaced by late-arrival@2");
  }

  static FeatureSetDocumented documented(String publication) {
    return new FeatureSetDocumented(SET, Digests.sha256Hex(publication));
  }

  static DatasetRegistered dataset(String id, String content) {
    return new DatasetRegistered(DatasetId.of(id), Digests.sha256Hex(content), "datasets/" + id);
  }

  static DecisionRecorded decided(String id, TagName tag, long revision, String model) {
    return new DecisionRecorded(
        DecisionId.of(id), tag, revision, ModelId.of(model), "PROMOTE", Digests.sha256Hex(id));
  }

  static TagsMoved moved(TagName tag, long expectedRevision, String model) {
    return TagsMoved.of(new Move(tag, expectedRevision, ModelId.of(model)));
  }

  static TagsMoved movedTogether(Move... moves) {
    return new TagsMoved(List.of(moves));
  }

  static CommandId command(String id) {
    return CommandId.of(id);
  }
}
