package roundhouse.scoring.decision.meta;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import roundhouse.scoring.decision.InputProblem;
import roundhouse.scoring.decision.InvalidInputException;
import roundhouse.scoring.decision.StoredJson;

/// A model made of models, as a document: immutable, named by an id like a model's. Whether its
/// parts fit each other is seen by [Decider#load].
///
/// A condition may name the models' inputs and the further fields, and in a rule after the score
/// also `score`. Its language is that of `roundhouse.featureengine.language.filter.Filter`.
///
/// @param fields what a request may name beside the models' inputs, by name: `string`, `long`,
///   `double`, `boolean` or `instant`
/// @param rulesBefore the first that is true decides, and nothing is scored
/// @param thresholds from the score to an outcome; where none applies, only rules decide
/// @param rulesAfter the first that is true decides instead of the thresholds
public record MetaModel(
    String format,
    String modelId,
    Map<String, String> fields,
    List<Rule> rulesBefore,
    ScoreNode score,
    List<Thresholds> thresholds,
    List<Rule> rulesAfter) {
  public static final String FORMAT = "roundhouse-meta@1";

  /// More is no document that a person wrote.
  public static final int LARGEST_BYTES = 1 << 20;

  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,127}");

  public MetaModel {
    fields = Collections.unmodifiableMap(new TreeMap<>(fields));
    rulesBefore = List.copyOf(rulesBefore);
    thresholds = List.copyOf(thresholds);
    rulesAfter = List.copyOf(rulesAfter);
    if (!format.equals(FORMAT)) {
      throw new InvalidInputException(
          List.of(
              new InputProblem(
                  "meta-model's format", format, FORMAT, "read it with its own version")));
    }
    if (!ID.matcher(modelId).matches()) {
      throw new InvalidInputException(
          List.of(
              new InputProblem(
                  "meta-model's id", modelId, "a text of the form " + ID, "choose another id")));
    }
  }

  /// A condition that decides.
  ///
  /// @param name by which an answer says that it did
  public record Rule(String name, String when, Outcome outcome) {}

  /// From a score to an outcome. Of several the first counts whose condition is true.
  ///
  /// @param when a condition, such as one on the tenant; empty for all
  /// @param review scores from it on are for review
  /// @param block scores from it on are blocked; at least `review`
  public record Thresholds(String when, double review, double block) {
    Outcome outcome(double score) {
      if (score >= block) {
        return Outcome.BLOCK;
      }
      return score >= review ? Outcome.REVIEW : Outcome.ALLOW;
    }
  }

  /// Reads [#toJson()]; throws [InvalidInputException] saying where it is no such document.
  public static MetaModel parse(byte[] json) {
    if (json.length > LARGEST_BYTES) {
      throw new InvalidInputException(
          List.of(
              new InputProblem(
                  "meta-model",
                  json.length + " bytes",
                  "at most " + LARGEST_BYTES,
                  "make it of smaller meta-models")));
    }
    return StoredJson.read("meta-model", json, MetaModel.class);
  }

  /// Canonical: equal documents give equal bytes.
  public byte[] toJson() {
    return StoredJson.write(this);
  }
}
