package roundhouse.workers.cli.demo;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What one run of the demo did, as `--report` writes it.
///
/// @param november each trainer's newest model on November's labelled flights, by trainer; null for
///   one that trained none
/// @param seconds how long each stage took
@JsonInclude(JsonInclude.Include.ALWAYS)
@JsonPropertyOrder({"dataset", "models", "november", "verdict", "tag", "served", "live", "seconds"})
public record DemoReport(
    DatasetReport dataset,
    List<ModelReport> models,
    NovemberReport november,
    VerdictReport verdict,
    TagReport tag,
    ServedReport served,
    LiveReport live,
    Map<String, Double> seconds) {
  /// The dataset of the whole year.
  ///
  /// @param path the dataset's directory on this machine
  @JsonPropertyOrder({"path", "rows", "labelled", "digest", "planHash"})
  public record DatasetReport(
      String path, long rows, long labelled, String digest, String planHash) {}

  /// A trained model, judged on its own hold-out.
  ///
  /// @param role `champion`, `challenger` or `untagged`
  /// @param trainer `python` or `jvm`
  /// @param auc on the hold-out, with its bootstrap interval
  @JsonPropertyOrder({
    "role",
    "id",
    "trainer",
    "cutOff",
    "trainFrom",
    "trainTo",
    "holdoutFrom",
    "holdoutTo",
    "auc",
    "aucLow",
    "aucHigh",
    "logLoss"
  })
  public record ModelReport(
      String role,
      String id,
      String trainer,
      Instant cutOff,
      Instant trainFrom,
      Instant trainTo,
      Instant holdoutFrom,
      Instant holdoutTo,
      double auc,
      double aucLow,
      double aucHigh,
      double logLoss) {}

  /// The newest model of each trainer on November.
  @JsonPropertyOrder({"python", "jvm"})
  public record NovemberReport(@Nullable MonthReport python, @Nullable MonthReport jvm) {
    /// Each AUC that there is, by trainer.
    public Map<String, Double> aucs() {
      Map<String, Double> aucs = new LinkedHashMap<>();
      if (python != null) {
        aucs.put("python", python.auc());
      }
      if (jvm != null) {
        aucs.put("jvm", jvm.auc());
      }
      return aucs;
    }
  }

  /// A model on one month's labelled flights.
  public record MonthReport(double auc) {}

  /// The challenger's verdict.
  @JsonPropertyOrder({"outcome", "reasons"})
  public record VerdictReport(String outcome, List<String> reasons) {}

  /// What the tag points to.
  ///
  /// @param before model that the tag pointed to when the challenger came, or null
  /// @param after model that it points to now
  @JsonPropertyOrder({"name", "before", "after"})
  public record TagReport(String name, @Nullable String before, String after) {}

  /// One flight, scored twice.
  ///
  /// @param served probability by the scorer, as the shortest exact decimal
  /// @param batch probability by the same model from the dataset's row, likewise
  @JsonPropertyOrder({"flightId", "served", "batch", "modelId"})
  public record ServedReport(long flightId, String served, String batch, String modelId) {}

  /// What was asked while three days of flights were replayed through Kafka.
  ///
  /// @param flights that asked for live features
  /// @param equalVectors of them got exactly the dataset's features
  /// @param equalScores of them got from the scorer, by the live features, exactly the batch's
  ///   probability
  /// @param answersVerified answers that were computed again from the archive
  /// @param answersEqual of them came out as they were served, to the bit
  @JsonPropertyOrder({"flights", "equalVectors", "equalScores", "answersVerified", "answersEqual"})
  public record LiveReport(
      int flights, int equalVectors, int equalScores, int answersVerified, int answersEqual) {}
}
