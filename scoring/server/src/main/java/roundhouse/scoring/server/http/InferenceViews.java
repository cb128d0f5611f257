package roundhouse.scoring.server.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;
import roundhouse.scoring.decision.Input;
import roundhouse.scoring.decision.ScoringModel;
import roundhouse.scoring.server.tags.ServedTag;

/// What the Open Inference Protocol shows of the server and its models, in its own words.
final class InferenceViews {
  private InferenceViews() {}

  record ServerView(String name, String version, List<String> extensions) {
    static ServerView here() {
      return new ServerView(
          "roundhouse", "2", List.of("binary_tensor_data", "model_repository(index)"));
    }
  }

  record TensorView(String name, String datatype, List<Integer> shape) {}

  record ModelMetadata(
      String name,
      List<String> versions,
      String platform,
      List<TensorView> inputs,
      List<TensorView> outputs) {
    static ModelMetadata of(ServedTag tag, ScoringModel model) {
      String precision = InferenceAnswer.datatype(model).name();
      return new ModelMetadata(
          tag.tag(),
          List.of(model.modelId()),
          "roundhouse_trees",
          model.schema().inputs().stream().map(ModelMetadata::input).toList(),
          List.of(
              new TensorView(InferenceAnswer.OUTPUT, precision, List.of(-1, model.outputs())),
              new TensorView(InferenceAnswer.MARGIN, precision, List.of(-1, model.margins()))));
    }

    private static TensorView input(Input input) {
      Datatype datatype =
          switch (input) {
            case Input.Numeric _ -> Datatype.FP64;
            case Input.Truth _ -> Datatype.BOOL;
            case Input.Time _, Input.Category _ -> Datatype.BYTES;
          };
      return new TensorView(input.name(), datatype.name(), List.of(-1));
    }
  }

  record ModelReady(String name, boolean ready) {}

  /// A tag in the index of the repository.
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record IndexEntry(String name, @Nullable String version, String state, @Nullable String reason) {
    static IndexEntry of(ServedTag tag) {
      ScoringModel model = tag.model();
      ServedTag.PendingMove pending = tag.pending();
      return new IndexEntry(
          tag.tag(),
          model == null ? null : model.modelId(),
          model == null ? "UNAVAILABLE" : "READY",
          pending == null ? null : pending.reason());
    }
  }
}
