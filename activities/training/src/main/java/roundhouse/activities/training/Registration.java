package roundhouse.activities.training;

import java.util.Locale;
import roundhouse.activities.training.inputs.Preparation;
import roundhouse.activities.training.runner.Candidate;
import roundhouse.activities.training.runner.PreparedInputs;
import roundhouse.activities.training.runner.TrainingDocuments;
import roundhouse.activities.training.trainer.EncodedRows;
import roundhouse.scoring.decision.GoldenRows;
import roundhouse.scoring.decision.InputSchema;
import roundhouse.scoring.decision.ModelArtefact;
import roundhouse.scoring.decision.ModelCard;
import roundhouse.scoring.registry.Change.ModelRegistered;
import roundhouse.scoring.registry.CommandId;
import roundhouse.scoring.registry.DatasetId;
import roundhouse.scoring.registry.FeatureSetId;
import roundhouse.scoring.registry.ModelId;
import roundhouse.scoring.registry.Registry;
import roundhouse.storage.CorruptObjectException;
import roundhouse.storage.Digests;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import roundhouse.temporal.contracts.TrainedModel;
import roundhouse.temporal.contracts.TrainingInputs;
import roundhouse.temporal.contracts.TrainingRequest;
import roundhouse.temporal.contracts.TrainingResult;

/// Makes a registered model of an accepted result. Every step gives the same bytes when it is done
/// again, so that a crash between any two of them is healed by a retry.
final class Registration {
  private final ObjectStore store;
  private final Registry registry;

  Registration(ObjectStore store) {
    this.store = store;
    this.registry = Registry.open(store);
  }

  /// Throws [roundhouse.scoring.decision.UncertifiedModelException] where a golden row's margin
  /// differs.
  TrainedModel register(TrainingInputs inputs, TrainingResult result, TrainingRequest request) {
    PreparedInputs prepared = Preparation.read(store, ObjectKey.of(inputs.location()));
    ModelCard card = card(prepared, result, request);
    ModelArtefact artefact =
        ModelArtefact.build(
            card,
            ObjectKey.of(result.modelFile()).name(),
            model(result),
            InputSchema.parse(store.read(prepared.schema().objectKey())),
            golden(prepared, result));
    ObjectKey location = ObjectKey.of("models/" + card.modelId());
    artefact.files().forEach((name, content) -> store.putOnce(location.resolve(name), content));
    String certificate = artefact.certificate().kind().name().toLowerCase(Locale.ROOT);
    registry
        .append(
            CommandId.of(inputs.trainingId(), "register-model"),
            change(card, request, certificate, location, artefact.manifestSha256()))
        .orThrow();
    return trainedModel(card, certificate);
  }

  /// Derived from the training, so that doing it again names the same model.
  private static String modelId(String name, String trainingId) {
    return name + "-" + Digests.sha256Hex(trainingId).substring(0, 12);
  }

  private static ModelCard card(
      PreparedInputs prepared, TrainingResult result, TrainingRequest request) {
    TrainingInputs inputs = prepared.inputs();
    return new ModelCard(
        modelId(request.name(), inputs.trainingId()),
        inputs.trainingId(),
        request.name(),
        request.owner(),
        request.workflow().substring(0, request.workflow().indexOf(':')),
        result.library(),
        result.codeRevision(),
        request.datasetId(),
        inputs.datasetDigest(),
        prepared.planHash(),
        prepared.featureSet(),
        prepared.featureNames(),
        request.label(),
        request.cutOff(),
        inputs.trainFrom(),
        inputs.trainTo(),
        inputs.holdoutFrom(),
        inputs.holdoutTo(),
        inputs.trainRows(),
        TrainingDocuments.toTree(request));
  }

  private byte[] model(TrainingResult result) {
    ObjectKey key = ObjectKey.of(result.modelFile());
    byte[] model = store.read(key);
    String found = Digests.sha256Hex(model);
    if (!found.equals(result.modelSha256())) {
      throw new CorruptObjectException(
          key,
          store.location(),
          "expected sha256 %s but found %s".formatted(result.modelSha256(), found),
          null);
    }
    return model;
  }

  private GoldenRows golden(PreparedInputs prepared, TrainingResult result) {
    EncodedRows rows =
        EncodedRows.read(store, prepared.goldenRows().objectKey(), prepared.featureNames());
    Candidate candidate = CandidateStore.candidateOf(store, result);
    double[] margins = candidate.margins().stream().mapToDouble(Double::parseDouble).toArray();
    return new GoldenRows(rows.width(), rows.matrix(), margins);
  }

  private static ModelRegistered change(
      ModelCard card,
      TrainingRequest request,
      String certificate,
      ObjectKey location,
      String manifestSha256) {
    return new ModelRegistered(
        ModelId.of(card.modelId()),
        card.name(),
        card.owner(),
        card.trainingId(),
        request.workflow(),
        FeatureSetId.parse(card.featureSet()),
        DatasetId.of(card.datasetId()),
        card.datasetDigest(),
        card.label(),
        card.cutOff(),
        card.trainFrom(),
        card.trainTo(),
        card.holdoutFrom(),
        card.holdoutTo(),
        certificate,
        location.value(),
        manifestSha256);
  }

  private static TrainedModel trainedModel(ModelCard card, String certificate) {
    return new TrainedModel(
        card.modelId(),
        card.trainingId(),
        card.datasetId(),
        card.datasetDigest(),
        card.trainer(),
        card.cutOff(),
        card.trainFrom(),
        card.trainTo(),
        card.holdoutFrom(),
        card.holdoutTo(),
        certificate);
  }
}
