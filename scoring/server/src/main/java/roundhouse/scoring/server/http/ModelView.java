package roundhouse.scoring.server.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import roundhouse.scoring.decision.Input;
import roundhouse.scoring.decision.ModelCard;
import roundhouse.scoring.decision.ScoringModel;

/// A served model as `GET /v1/models/{id}` shows it: what to send, and what it was made from.
@JsonPropertyOrder({
  "modelId",
  "name",
  "owner",
  "label",
  "inputs",
  "featureSet",
  "datasetId",
  "datasetDigest",
  "cutOff",
  "trainFrom",
  "trainTo",
  "trainer",
  "library",
  "codeRevision"
})
record ModelView(
    String modelId,
    String name,
    String owner,
    String label,
    List<InputView> inputs,
    String featureSet,
    String datasetId,
    String datasetDigest,
    Instant cutOff,
    Instant trainFrom,
    Instant trainTo,
    String trainer,
    String library,
    String codeRevision) {
  /// @param categories what the model knows of a text; null for other types
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonPropertyOrder({"name", "type", "categories"})
  record InputView(String name, String type, @Nullable List<String> categories) {
    static InputView of(Input input) {
      return switch (input) {
        case Input.Numeric numeric -> new InputView(numeric.name(), "number", null);
        case Input.Truth truth -> new InputView(truth.name(), "boolean", null);
        case Input.Time time -> new InputView(time.name(), "time", null);
        case Input.Category category ->
            new InputView(category.name(), "text", category.categories());
      };
    }
  }

  static ModelView of(ScoringModel model) {
    ModelCard card = model.card();
    return new ModelView(
        model.modelId(),
        card.name(),
        card.owner(),
        card.label(),
        model.schema().inputs().stream().map(InputView::of).toList(),
        card.featureSet(),
        card.datasetId(),
        card.datasetDigest(),
        card.cutOff(),
        card.trainFrom(),
        card.trainTo(),
        card.trainer(),
        card.library(),
        card.codeRevision());
  }
}
