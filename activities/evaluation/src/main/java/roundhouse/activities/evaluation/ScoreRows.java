package roundhouse.activities.evaluation;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import roundhouse.featureengine.batch.dataset.Dataset;
import roundhouse.featureengine.batch.dataset.DatasetColumn;
import roundhouse.featureengine.batch.dataset.DatasetManifest;
import roundhouse.featureengine.batch.parquet.ColumnType;
import roundhouse.featureengine.batch.parquet.InstantRange;
import roundhouse.featureengine.batch.parquet.Rows;
import roundhouse.scoring.decision.InputSchema;
import roundhouse.scoring.decision.InvalidInputException;
import roundhouse.scoring.decision.ScoringModel;
import roundhouse.scoring.evaluation.Scores;
import roundhouse.storage.ObjectStore;

/// Scores the frozen asks with one model, on that model's own features of them.
///
/// A feature is what its plan says. So a model is scored on columns of the plan that it was trained
/// on: those of the evaluation's dataset where the plan is the same, else those of the model's own
/// training dataset, where the same asks are found by their ids.
final class ScoreRows {
  private static final int ROWS_BETWEEN_REPORTS = 1 << 12;

  private final ObjectStore store;
  private final Dataset evaluated;

  ScoreRows(ObjectStore store, Dataset evaluated) {
    this.store = store;
    this.evaluated = evaluated;
  }

  /// Throws [UnscorableModelException] where not every frozen ask can be scored.
  ///
  /// @param progress hears the completed share now and then
  Scores score(ScoringModel model, HoldOut holdOut, DoubleConsumer progress) {
    requireProbability(model);
    Dataset dataset = datasetOf(model);
    requireColumns(model, dataset.manifest());
    double[] probabilities = new double[holdOut.rows().size()];
    Arrays.fill(probabilities, Double.NaN);
    int scored = scoreInto(probabilities, model, dataset, holdOut, progress);
    if (scored < probabilities.length) {
      throw new UnscorableModelException(
          "model %s: its dataset %s has %d of the %d asks"
              .formatted(
                  model.modelId(), dataset.manifest().datasetId(), scored, probabilities.length));
    }
    return Scores.of(probabilities);
  }

  private static void requireProbability(ScoringModel model) {
    if (!model.givesProbability()) {
      throw new UnscorableModelException(
          "model %s: gives %d outputs, none of which is the probability of a label"
              .formatted(model.modelId(), model.outputs()));
    }
  }

  private Dataset datasetOf(ScoringModel model) {
    if (model.card().planHash().equals(evaluated.manifest().planHash())) {
      return evaluated;
    }
    String own = model.card().datasetId();
    return Dataset.find(store, own)
        .filter(found -> found.manifest().planHash().equals(model.card().planHash()))
        .orElseThrow(
            () ->
                new UnscorableModelException(
                    "model %s: trained on features of plan %s, which neither dataset %s nor its own dataset %s has"
                        .formatted(
                            model.modelId(),
                            model.card().planHash(),
                            evaluated.manifest().datasetId(),
                            own)));
  }

  private static void requireColumns(ScoringModel model, DatasetManifest manifest) {
    List<String> absent =
        model.schema().names().stream()
            .filter(name -> !manifest.features().contains(name))
            .toList();
    if (!absent.isEmpty()) {
      throw new UnscorableModelException(
          "model %s: dataset %s has no features %s"
              .formatted(model.modelId(), manifest.datasetId(), absent));
    }
  }

  private static int scoreInto(
      double[] probabilities,
      ScoringModel model,
      Dataset dataset,
      HoldOut holdOut,
      DoubleConsumer progress) {
    DatasetManifest manifest = dataset.manifest();
    List<String> names = model.schema().names();
    ColumnType[] types = types(names, manifest);
    List<String> columns = Stream.concat(names.stream(), Stream.of(manifest.askId())).toList();
    float[] row = new float[names.size()];
    double[] margin = new double[1];
    double[] probability = new double[1];
    int scored = 0;
    try (Rows rows =
        dataset.read(
            columns, InstantRange.between(holdOut.firstAsk(), holdOut.lastAsk().plusMillis(1)))) {
      while (rows.next()) {
        Optional<Integer> place = place(rows, names.size(), holdOut.places());
        if (place.isPresent()) {
          encode(rows, model, types, row, holdOut.rows().askId(place.get()));
          model.score(row, 0, margin, probability);
          probabilities[place.get()] = probability[0];
          scored++;
          if (scored % ROWS_BETWEEN_REPORTS == 0) {
            progress.accept((double) scored / probabilities.length);
          }
        }
      }
    }
    return scored;
  }

  private static Optional<Integer> place(Rows rows, int askId, Map<String, Integer> places) {
    return Optional.ofNullable(places.get(String.valueOf(rows.valueAt(askId))));
  }

  private static ColumnType[] types(List<String> names, DatasetManifest manifest) {
    Map<String, ColumnType> byName =
        manifest.columns().stream()
            .collect(Collectors.toMap(DatasetColumn::name, DatasetColumn::type));
    return names.stream().map(byName::get).toArray(ColumnType[]::new);
  }

  private static void encode(
      Rows rows, ScoringModel model, ColumnType[] types, float[] row, String askId) {
    InputSchema schema = model.schema();
    try {
      for (int input = 0; input < row.length; input++) {
        row[input] = encode(rows, schema, types[input], input);
      }
    } catch (InvalidInputException refused) {
      throw new UnscorableModelException(
          "model %s: ask %s: %s".formatted(model.modelId(), askId, refused.getMessage()));
    }
  }

  private static float encode(Rows rows, InputSchema schema, ColumnType type, int input) {
    if (rows.isNull(input)) {
      return schema.encodeMissing(input);
    }
    return switch (type) {
      case ColumnType.Simple.BOOLEAN -> schema.encode(input, rows.booleanAt(input));
      case ColumnType.Simple.LONG, ColumnType.Simple.INSTANT ->
          schema.encode(input, rows.longAt(input));
      case ColumnType.Simple.FLOAT, ColumnType.Simple.DOUBLE ->
          schema.encode(input, rows.doubleAt(input));
      case ColumnType.Simple.TEXT -> schema.encode(input, rows.stringAt(input));
      case ColumnType.Decimal decimal -> schema.encode(input, decimal.doubleOf(rows.longAt(input)));
      case ColumnType.ListOf _ ->
          throw new IllegalStateException(
              "Input %d is a list, which no model takes".formatted(input));
    };
  }
}
