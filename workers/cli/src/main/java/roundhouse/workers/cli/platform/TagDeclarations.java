package roundhouse.workers.cli.platform;

import roundhouse.scoring.registry.Change.TagDeclared;
import roundhouse.scoring.registry.CommandId;
import roundhouse.scoring.registry.Registry;
import roundhouse.scoring.registry.TagName;
import roundhouse.storage.Digests;
import roundhouse.temporal.contracts.TagContract;
import roundhouse.temporal.runtime.Payloads;
import tools.jackson.databind.JsonNode;

/// Puts a tag's contract into the registry.
public final class TagDeclarations {
  private TagDeclarations() {}

  /// The entry that declares the tag so; the same contract again is the same entry.
  public static long declare(Registry registry, TagName tag, TagContract contract) {
    JsonNode json = Payloads.mapper().valueToTree(contract);
    long declaredBefore =
        registry.state().tag(tag).map(roundhouse.scoring.registry.Tag::declaredBy).orElse(0L);
    // The earlier declaration is part of the command's id: going back to an old contract is a new
    // wish, not a repetition.
    CommandId command =
        CommandId.of(
            "cli/declare-tag/%s/%d/%s"
                .formatted(tag, declaredBefore, Digests.sha256Hex(json.toString())));
    return Refusals.orThrow(registry.append(command, new TagDeclared(tag, json)));
  }
}
