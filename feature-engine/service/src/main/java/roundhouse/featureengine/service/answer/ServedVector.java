package roundhouse.featureengine.service.answer;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.service.answer.AnswerEvents.Archived;
import roundhouse.storage.Digests;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Compares what was served with what is computed again, in the form in which it was served: other
/// bits are another text. Mutable, for one thread.
public final class ServedVector {
  private final AskForm form;
  private final FeatureValues values;

  public ServedVector(Plan plan) {
    form = new AskForm(plan.askStream(), new AskTimes.AssignedNow(Clock.systemUTC()));
    values = new FeatureValues(plan);
  }

  /// An archived ask as a row of the plan's ask stream.
  public ArrayRow ask(ObjectNode json) {
    try {
      return form.retake(json).row();
    } catch (InvalidAskException altered) {
      throw new IllegalArgumentException(
          "Archived ask: expected one that the service had taken; " + altered.getMessage(),
          altered);
    }
  }

  /// An archived answer's features as a row of the plan's columns, to the bit.
  ///
  /// @throws IllegalArgumentException if they are not what the digest is of
  public Row features(Archived served) {
    String digest = Digests.sha256Hex(served.features());
    if (!digest.equals(served.digest())) {
      throw new IllegalArgumentException(
          "its features have the digest %s; expected %s".formatted(digest, served.digest()));
    }
    return values.row(served.features());
  }

  /// One thing that is not as it was served.
  ///
  /// @param subject a feature, or `digest`
  public record Changed(String subject, String served, String recomputed) {}

  /// Everything that is not as it was served; empty where nothing is.
  ///
  /// @param without features that were not known when it was served
  public List<Changed> differences(Archived served, Row features, Set<String> without) {
    List<Changed> differences = new ArrayList<>();
    String digest = Digests.sha256Hex(served.features());
    if (!digest.equals(served.digest())) {
      differences.add(new Changed("digest", served.digest(), digest));
    }
    ObjectNode recomputed = values.json(features, without);
    if (!FeatureValues.text(recomputed).equals(served.features())) {
      JsonNode was = new ExactJson(JsonMapper.shared()).tree(served.features());
      for (String feature : recomputed.propertyNames()) {
        String now = recomputed.get(feature).toString();
        String then = was.has(feature) ? was.get(feature).toString() : "absent";
        if (!now.equals(then)) {
          differences.add(new Changed(feature, then, now));
        }
      }
      for (String feature : was.propertyNames()) {
        if (!recomputed.has(feature)) {
          differences.add(new Changed(feature, was.get(feature).toString(), "absent"));
        }
      }
    }
    return differences;
  }
}
