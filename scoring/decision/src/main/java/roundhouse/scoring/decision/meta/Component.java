package roundhouse.scoring.decision.meta;

import roundhouse.scoring.decision.ScoringModel;

/// What a meta-model may be made of.
public sealed interface Component {
  /// A model, loaded.
  record OfModel(ScoringModel model) implements Component {}

  /// Another meta-model, whose score counts.
  record OfMetaModel(MetaModel model) implements Component {}
}
