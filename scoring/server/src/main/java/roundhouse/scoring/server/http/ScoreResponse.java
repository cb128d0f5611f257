package roundhouse.scoring.server.http;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.util.List;
import roundhouse.scoring.decision.Score;

/// The answer: which tag, model and revision, and a score for each row in order.
@JsonPropertyOrder({"tag", "modelId", "revision", "scores"})
record ScoreResponse(String tag, String modelId, long revision, List<Decimals> scores) {
  /// A score in the shortest decimals that read back as the same float32, the very text that a
  /// batch writes.
  @JsonPropertyOrder({"probability", "margin"})
  record Decimals(@JsonRawValue String probability, @JsonRawValue String margin) {
    static Decimals of(Score score) {
      return new Decimals(score.decimal(score.probability()), score.decimal(score.margin()));
    }
  }
}
