package roundhouse.activities.training.jvm;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import roundhouse.activities.training.runner.EncodedFeature;
import roundhouse.activities.training.trainer.EncodedRows;
import roundhouse.activities.training.trainer.ReportedProgress;
import roundhouse.activities.training.trainer.RunFolder;
import roundhouse.activities.training.trainer.TrainerReport;
import roundhouse.activities.training.trainer.TrainerRequest;
import roundhouse.storage.Digests;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;

/// The process that trains with XGBoost4J: it works in one run folder, in a session of its own, and
/// ends when its standard input does.
public final class XgboostProgram {
  /// What a shell would call a temporary failure: another process works in this folder.
  private static final int FOLDER_IN_USE = 75;

  private static final Duration LOCK_PATIENCE = Duration.ofSeconds(2);
  private static final String MODEL_FILE = "model.ubj";

  private final RunFolder folder;
  private final TrainerRequest request;

  private XgboostProgram(RunFolder folder) {
    this.folder = folder;
    this.request = folder.request();
  }

  /// Takes the run folder as its only argument.
  public static void main(String[] arguments) throws InterruptedException {
    OwnSession.begin();
    OwnSession.endWithStandardInput();
    RunFolder folder = new RunFolder(Path.of(arguments[0]));
    if (!folder.lockUntilExit(LOCK_PATIENCE)) {
      System.err.printf(
          "Run folder '%s': in use by another process%n", folder.path().getFileName());
      System.exit(FOLDER_IN_USE);
    }
    folder.writeProcess(ProcessHandle.current().pid());
    folder.writeReport(new XgboostProgram(folder).run());
    System.exit(0);
  }

  private TrainerReport run() {
    try {
      return train();
    } catch (XGBoostError refused) {
      return new TrainerReport.UserFailed("jvm:xgboost: " + firstLine(refused), "");
    } catch (LinkageError missing) {
      return new TrainerReport.Failed(
          "trainer: XGBoost4J's native library cannot be loaded (%s); install OpenMP's: apt-get install libgomp1"
              .formatted(missing));
    } catch (RuntimeException failure) {
      failure.printStackTrace();
      return new TrainerReport.Failed("trainer: " + failure);
    }
  }

  private TrainerReport train() throws XGBoostError {
    DMatrix rows = trainingRows();
    BoostingParameters parameters = BoostingParameters.of(request.params());
    Booster booster = boost(rows, parameters);
    rows.dispose();
    Path model = folder.file(MODEL_FILE);
    booster.saveModel(model.toString());
    return new TrainerReport.Succeeded(
        MODEL_FILE,
        Digests.sha256Hex(model),
        "xgboost4j " + version(),
        goldenMargins(XGBoost.loadModel(model.toString())));
  }

  /// Round by round, for the sake of progress; the rounds are those that one call would make.
  private Booster boost(DMatrix rows, BoostingParameters parameters) throws XGBoostError {
    Booster booster =
        XGBoost.train(
            rows, parameters.toXgboost(request.seed(), request.threads()), 1, Map.of(), null, null);
    for (int round = 1; round < parameters.rounds(); round++) {
      report(round, parameters.rounds());
      booster.update(rows, round);
    }
    report(parameters.rounds(), parameters.rounds());
    return booster;
  }

  private void report(int done, int rounds) {
    folder.appendProgress(
        new ReportedProgress(
            (double) done / rounds, "round %d of %d".formatted(done, rounds), Map.of()));
  }

  private DMatrix trainingRows() throws XGBoostError {
    EncodedRows rows;
    try (ObjectStore files = ObjectStores.onDisk(folder.path())) {
      rows = EncodedRows.read(files, ObjectKey.of("train.parquet"), names(), request.label());
    }
    DMatrix matrix = matrix(rows);
    matrix.setLabel(rows.labels());
    return matrix;
  }

  /// What the saved file, reloaded, gives with one thread: the reference of the certificate.
  private List<String> goldenMargins(Booster reloaded) throws XGBoostError {
    EncodedRows rows;
    try (ObjectStore files = ObjectStores.onDisk(folder.path())) {
      rows = EncodedRows.read(files, ObjectKey.of("golden.parquet"), names());
    }
    reloaded.setParam("nthread", 1);
    List<String> margins = new ArrayList<>();
    for (float[] margin : reloaded.predict(matrix(rows), true)) {
      margins.add(Double.toString(margin[0]));
    }
    return margins;
  }

  private DMatrix matrix(EncodedRows rows) throws XGBoostError {
    DMatrix matrix = new DMatrix(rows.matrix(), rows.rows(), rows.width(), Float.NaN);
    matrix.setFeatureNames(names().toArray(String[]::new));
    matrix.setFeatureTypes(
        request.features().stream().map(EncodedFeature::type).toArray(String[]::new));
    return matrix;
  }

  private List<String> names() {
    return request.features().stream().map(EncodedFeature::name).toList();
  }

  private static String version() {
    return JvmTrainer.libraryVersion();
  }

  private static String firstLine(XGBoostError error) {
    String message = String.valueOf(error.getMessage());
    return message.lines().findFirst().orElse(message);
  }
}
