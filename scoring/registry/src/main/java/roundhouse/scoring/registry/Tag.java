package roundhouse.scoring.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// A tag with its contract and everything it ever pointed to.
///
/// @param contract the JSON object that the latest declaration gave; treat it as immutable
/// @param declaredBy the entry of that declaration
/// @param moves in order, the latest last
public record Tag(TagName name, JsonNode contract, long declaredBy, List<TagMove> moves) {
  public Tag {
    moves = List.copyOf(moves);
  }

  /// The entry that last moved it; 0 for never.
  public long revision() {
    return moves.isEmpty() ? 0 : moves.getLast().revision();
  }

  /// The model that it points to now.
  public Optional<ModelId> modelId() {
    return moves.isEmpty() ? Optional.empty() : Optional.of(moves.getLast().modelId());
  }

  /// What it pointed to once that entry of the log was the last.
  public Optional<TagMove> moveAsOf(long entry) {
    return moves.stream().filter(move -> move.revision() <= entry).reduce((first, later) -> later);
  }

  Tag moved(TagMove move) {
    List<TagMove> longer = new ArrayList<>(moves);
    longer.add(move);
    return new Tag(name, contract, declaredBy, longer);
  }
}
