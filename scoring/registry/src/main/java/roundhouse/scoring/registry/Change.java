package roundhouse.scoring.registry;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What one entry of the log changes. A new kind, or a new meaning of one, needs a new name here:
/// readers that do not know the name then freeze instead of guessing.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Change.FeatureSetPublished.class, name = "feature-set-published"),
  @JsonSubTypes.Type(value = Change.FeatureSetRetired.class, name = "feature-set-retired"),
  @JsonSubTypes.Type(value = Change.FeatureSetDocumented.class, name = "feature-set-documented"),
  @JsonSubTypes.Type(value = Change.DatasetRegistered.class, name = "dataset-registered"),
  @JsonSubTypes.Type(value = Change.ModelRegistered.class, name = "model-registered"),
  @JsonSubTypes.Type(value = Change.TagDeclared.class, name = "tag-declared"),
  @JsonSubTypes.Type(value = Change.TagsMoved.class, name = "tags-moved"),
  @JsonSubTypes.Type(value = Change.DecisionRecorded.class, name = "decision-recorded")
})
public sealed interface Change {
  /// A feature-set version exists. Refused when it is there with another plan.
  ///
  /// @param planHash SHA-256 of the plan, which lies at `plans/<planHash>.json`
  record FeatureSetPublished(FeatureSetId featureSet, String planHash) implements Change {
    public FeatureSetPublished {
      Objects.requireNonNull(featureSet);
      Names.requireSha256("Plan hash", planHash);
    }
  }

  /// What people are told of a feature-set version, from now on: it determines no value. Refused
  /// for one that is not published.
  ///
  /// @param publicationSha256 digest of the publication, which lies at
  ///   `publications/<publicationSha256>.json`
  record FeatureSetDocumented(FeatureSetId featureSet, String publicationSha256) implements Change {
    public FeatureSetDocumented {
      Objects.requireNonNull(featureSet);
      Names.requireSha256("Publication digest", publicationSha256);
    }
  }

  /// No new model may use a feature-set version. Refused while a model uses it.
  ///
  /// @param reason for people; null in entries of versions that did not ask for one
  record FeatureSetRetired(FeatureSetId featureSet, @Nullable String reason) implements Change {
    public FeatureSetRetired {
      Objects.requireNonNull(featureSet);
    }
  }

  /// A dataset exists. Refused when it is there with another digest.
  ///
  /// @param digest over schema and canonical values, SHA-256
  /// @param location key of its directory in the object store
  record DatasetRegistered(DatasetId datasetId, String digest, String location) implements Change {
    public DatasetRegistered {
      Objects.requireNonNull(datasetId);
      Names.requireSha256("Dataset digest", digest);
      Names.requireText("Dataset location", location);
    }
  }

  /// A model exists, with what others need to know without opening it. Refused when it is there
  /// with other content, or uses a retired feature set.
  ///
  /// @param family the model's name in requests, `late-arrival`
  /// @param trainer what trained it, `python:late_arrival` or `jvm:xgboost`
  /// @param trainFrom time of its first training ask
  /// @param trainTo end of its training rows, excluded
  /// @param certificate `exact`, `bounded` or `opaque`
  /// @param location key of its directory in the object store
  /// @param manifestSha256 digest of the manifest there
  record ModelRegistered(
      ModelId modelId,
      String family,
      String owner,
      String trainingId,
      String trainer,
      FeatureSetId featureSet,
      DatasetId datasetId,
      String datasetDigest,
      String label,
      Instant cutOff,
      Instant trainFrom,
      Instant trainTo,
      Instant holdoutFrom,
      Instant holdoutTo,
      String certificate,
      String location,
      String manifestSha256)
      implements Change {
    public ModelRegistered {
      Objects.requireNonNull(modelId);
      Objects.requireNonNull(featureSet);
      Objects.requireNonNull(datasetId);
      Objects.requireNonNull(cutOff);
      Objects.requireNonNull(trainFrom);
      Objects.requireNonNull(trainTo);
      Objects.requireNonNull(holdoutFrom);
      Objects.requireNonNull(holdoutTo);
      Names.requireName("Model family", family);
      Names.requireText("Model owner", owner);
      Names.requireText("Training", trainingId);
      Names.requireText("Trainer", trainer);
      Names.requireSha256("Dataset digest", datasetDigest);
      Names.requireText("Label", label);
      Names.requireName("Certificate", certificate);
      Names.requireText("Model location", location);
      Names.requireSha256("Manifest digest", manifestSha256);
    }
  }

  /// A tag exists, or has another contract from now on; what it points to stays.
  ///
  /// @param contract a JSON object, opaque to the registry; treat it as immutable
  record TagDeclared(TagName tag, JsonNode contract) implements Change {
    public TagDeclared {
      Objects.requireNonNull(tag);
      if (!contract.isObject()) {
        throw new IllegalArgumentException(
            "Contract of tag '%s': expected a JSON object, got %s; pass the contract's fields"
                .formatted(tag, contract.getNodeType()));
      }
      // Numbers of equal value but different Java types must compare equal.
      contract = RegistryJson.canonical(contract);
    }
  }

  /// All these tags move together, or none does.
  ///
  /// @param moves at least one, of different tags
  record TagsMoved(List<Move> moves) implements Change {
    public TagsMoved {
      moves = List.copyOf(moves);
      Set<TagName> tags = new HashSet<>();
      moves.forEach(move -> tags.add(move.tag()));
      if (moves.isEmpty() || tags.size() < moves.size()) {
        throw new IllegalArgumentException(
            "Tag moves %s: expected at least one, each of another tag; drop the repeated ones"
                .formatted(moves));
      }
    }

    public static TagsMoved of(Move move) {
      return new TagsMoved(List.of(move));
    }
  }

  /// One tag's move, refused unless the tag still has the expected revision. A model id in its
  /// place would let a stale approval win after a rollback.
  ///
  /// @param expectedRevision the entry that last moved the tag; 0 for never
  /// @param decisionId the decision that allows it, or null where a person moves the tag by hand
  record Move(
      TagName tag, long expectedRevision, ModelId modelId, @Nullable DecisionId decisionId) {
    public Move {
      Objects.requireNonNull(tag);
      Objects.requireNonNull(modelId);
      if (expectedRevision < 0) {
        throw new IllegalArgumentException(
            "Expected revision '%d' of tag '%s': expected 0 or more; read the tag's revision first"
                .formatted(expectedRevision, tag));
      }
    }

    public Move(TagName tag, long expectedRevision, ModelId modelId) {
      this(tag, expectedRevision, modelId, null);
    }
  }

  /// A verdict on a model for a tag exists.
  ///
  /// @param tagRevision the tag's revision when it was taken
  /// @param verdict `PROMOTE`, `HOLD` or `REJECT`
  /// @param objectSha256 digest of the decision, which lies at `decisions/<decisionId>.json`
  record DecisionRecorded(
      DecisionId decisionId,
      TagName tag,
      long tagRevision,
      ModelId modelId,
      String verdict,
      String objectSha256)
      implements Change {
    public DecisionRecorded {
      Objects.requireNonNull(decisionId);
      Objects.requireNonNull(tag);
      Objects.requireNonNull(modelId);
      Names.requireText("Verdict", verdict);
      Names.requireSha256("Decision digest", objectSha256);
    }
  }
}
