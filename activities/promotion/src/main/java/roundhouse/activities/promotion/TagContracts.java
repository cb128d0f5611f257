package roundhouse.activities.promotion;

import roundhouse.scoring.registry.Tag;
import roundhouse.temporal.contracts.TagContract;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A tag's contract as the JSON object that the registry keeps.
public final class TagContracts {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private TagContracts() {}

  public static JsonNode toJson(TagContract contract) {
    return JSON.valueToTree(contract);
  }

  /// The contract that a tag was declared with; throws [UnreadableContractException].
  public static TagContract of(Tag tag) {
    try {
      return JSON.treeToValue(tag.contract(), TagContract.class);
    } catch (JacksonException | IllegalArgumentException unreadable) {
      throw new UnreadableContractException(tag, unreadable);
    }
  }

  /// The tag was declared with something else than a contract.
  public static final class UnreadableContractException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private UnreadableContractException(Tag tag, Throwable cause) {
      super(
          "Contract of tag '%s' in registry entry %d: expected a tag contract, got %s; declare the tag again"
              .formatted(tag.name(), tag.declaredBy(), tag.contract()),
          cause);
    }
  }
}
