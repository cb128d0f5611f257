package roundhouse.scoring.server.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import roundhouse.scoring.decision.ScoringModel;

/// The answer: which tag, model and revision, and a score for each row in order.
@JsonPropertyOrder({"tag", "modelId", "revision", "scores"})
record ScoreResponse(String tag, String modelId, long revision, List<RowScore> scores) {
  static ScoreResponse of(String tag, long revision, ScoredRows scored) {
    List<RowScore> scores = new ArrayList<>(scored.count());
    for (int row = 0; row < scored.count(); row++) {
      scores.add(RowScore.of(scored, row));
    }
    return new ScoreResponse(tag, scored.model().modelId(), revision, scores);
  }

  /// A number as the shortest decimal that reads back as the same, the very text that a batch
  /// writes.
  record Decimal(@JsonValue @JsonRawValue String text) {}

  /// The probability of the label and its margin, or of a model that gives none all that its
  /// library predicts, and all margins.
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonPropertyOrder({"probability", "margin", "outputs", "margins"})
  record RowScore(
      @Nullable Decimal probability,
      @Nullable Decimal margin,
      @Nullable List<Decimal> outputs,
      @Nullable List<Decimal> margins) {
    static RowScore of(ScoredRows scored, int row) {
      ScoringModel model = scored.model();
      List<Decimal> outputs = decimals(model, scored.outputs(), row, model.outputs());
      List<Decimal> margins = decimals(model, scored.margins(), row, model.margins());
      return model.givesProbability()
          ? new RowScore(outputs.getFirst(), margins.getFirst(), null, null)
          : new RowScore(null, null, outputs, margins);
    }

    private static List<Decimal> decimals(
        ScoringModel model, double[] numbers, int row, int width) {
      List<Decimal> decimals = new ArrayList<>(width);
      for (int i = row * width; i < (row + 1) * width; i++) {
        decimals.add(new Decimal(model.precision().decimal(numbers[i])));
      }
      return decimals;
    }
  }
}
