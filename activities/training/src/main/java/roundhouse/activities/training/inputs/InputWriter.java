package roundhouse.activities.training.inputs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import roundhouse.activities.training.runner.EncodedFeature;
import roundhouse.activities.training.runner.PreparedInputs;
import roundhouse.activities.training.runner.PreparedInputs.PreparedFile;
import roundhouse.activities.training.trainer.EncodedRows;
import roundhouse.featureengine.batch.dataset.DatasetColumn;
import roundhouse.featureengine.batch.dataset.DatasetManifest;
import roundhouse.featureengine.batch.parquet.ColumnType;
import roundhouse.featureengine.batch.parquet.InstantRange;
import roundhouse.featureengine.batch.parquet.Rows;
import roundhouse.featureengine.kernel.Micros;
import roundhouse.scoring.decision.Input;
import roundhouse.scoring.decision.InputSchema;
import roundhouse.scoring.decision.InvalidInputException;
import roundhouse.scoring.decision.SchemaFitter;
import roundhouse.storage.ConflictingObjectException;
import roundhouse.storage.Digests;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import roundhouse.temporal.contracts.Problem;
import roundhouse.temporal.contracts.TrainingInputs;
import roundhouse.temporal.contracts.TrainingRequest;

/// Turns one checked request into stored inputs, in two passes over the dataset: the first counts
/// and fits the dictionaries on training rows, the second encodes. One use, one thread.
///
/// Columns are read in this order: ask time, label, the filter's fields, features.
final class InputWriter {
  private static final int ROWS_BETWEEN_TICKS = 1 << 14;
  private static final int ASK_TIME = 0;
  private static final int LABEL = 1;
  private static final int FIRST_FILTER_FIELD = 2;

  private final ObjectStore store;
  private final String trainingId;
  private final String requestSha256;
  private final CheckedRequest checked;
  private final Runnable tick;
  private final InstantRange training;
  private final InstantRange holdout;
  private final Tally tally = new Tally();

  InputWriter(
      ObjectStore store,
      String trainingId,
      String requestSha256,
      CheckedRequest checked,
      Runnable tick) {
    this.store = store;
    this.trainingId = trainingId;
    this.requestSha256 = requestSha256;
    this.checked = checked;
    this.tick = tick;
    this.training = checked.cut().training();
    this.holdout = checked.cut().holdout();
  }

  /// What the first pass counts.
  private static final class Tally {
    private long trainRows;
    private long trainPositive;
    private long holdoutRows;
    private long firstTrainingAsk;

    void addTraining(long askTime, boolean label) {
      if (trainRows++ == 0) {
        firstTrainingAsk = askTime;
      }
      trainPositive += label ? 1 : 0;
    }
  }

  PreparedInputs write() {
    try {
      InputSchema schema = fit();
      checkTally();
      return encode(schema);
    } catch (InvalidInputException refused) {
      throw new InvalidRequestException(
          refused.problems().stream()
              .map(p -> new Problem(p.subject(), p.value(), p.expectation(), p.remedy()))
              .toList());
    }
  }

  private InputSchema fit() {
    SchemaFitter fitter = RowEncoder.fitter(checked.features());
    List<DatasetColumn> categories = new ArrayList<>();
    List<Integer> inputs = new ArrayList<>();
    for (int input = 0; input < checked.features().size(); input++) {
      if (checked.features().get(input).type() == ColumnType.TEXT) {
        categories.add(checked.features().get(input));
        inputs.add(input);
      }
    }
    int firstCategory = FIRST_FILTER_FIELD + checked.filterColumns().size();
    try (Rows rows = read(categories)) {
      while (nextAccepted(rows)) {
        if (training.contains(rows.longAt(ASK_TIME))) {
          tally.addTraining(rows.longAt(ASK_TIME), rows.booleanAt(LABEL));
          for (int i = 0; i < inputs.size(); i++) {
            if (!rows.isNull(firstCategory + i)) {
              fitter.observe(inputs.get(i), rows.stringAt(firstCategory + i));
            }
          }
        } else {
          tally.holdoutRows++;
        }
      }
    }
    return fitter.fit();
  }

  private void checkTally() {
    List<Problem> problems = new ArrayList<>();
    TrainingRequest request = checked.request();
    DatasetManifest manifest = checked.dataset().manifest();
    String asks = "; the dataset has asks from %s to %s".formatted(manifest.from(), manifest.to());
    String cut =
        "%s, hold-out %s, gap %s"
            .formatted(request.cutOff(), request.holdOut().length(), request.holdOut().gap());
    if (tally.trainRows == 0) {
      problems.add(
          new Problem(
              "Cut-off",
              cut,
              "labelled asks before %s, whose labels, mature after %s, were known before the hold-out%s"
                  .formatted(checked.cut().trainTo(), checked.maturity(), asks),
              "name a later cut-off, a shorter hold-out or another filter"));
    } else if (tally.trainPositive == 0 || tally.trainPositive == tally.trainRows) {
      problems.add(
          new Problem(
              "Label",
              request.label(),
              "both true and false among the %d training rows, all are %s"
                  .formatted(tally.trainRows, tally.trainPositive > 0),
              "train on more rows, or on another label"));
    }
    if (tally.holdoutRows == 0) {
      problems.add(
          new Problem(
              "Hold-out",
              cut,
              "labelled asks from %s on whose labels, mature after %s, were known by %s%s"
                  .formatted(
                      checked.cut().holdoutFrom(),
                      checked.maturity(),
                      checked.cut().holdoutTo(),
                      asks),
              "name another cut-off, a longer hold-out or another filter"));
    }
    if (!problems.isEmpty()) {
      throw new InvalidRequestException(problems);
    }
  }

  private PreparedInputs encode(InputSchema schema) {
    List<EncodedFeature> features =
        schema.inputs().stream().map(InputWriter::encodedFeature).toList();
    Path folder = temporaryFolder();
    try {
      Path trainFile = folder.resolve("train.parquet");
      Path goldenFile = folder.resolve("golden.parquet");
      GoldenSample golden = writeTraining(schema, features, trainFile);
      writeGolden(golden, schema.names(), goldenFile);
      return new PreparedInputs(
          requestSha256,
          inputs(schema),
          checked.dataset().manifest().featureSet(),
          checked.dataset().manifest().planHash(),
          features,
          checked.request().label(),
          put("schema.json", schema.toJson()),
          put(trainFile),
          put(goldenFile));
    } finally {
      deleteFiles(folder);
    }
  }

  private GoldenSample writeTraining(InputSchema schema, List<EncodedFeature> features, Path file) {
    GoldenSample golden = new GoldenSample(features);
    RowEncoder encoder = new RowEncoder(schema, checked.features());
    int firstFeature = FIRST_FILTER_FIELD + checked.filterColumns().size();
    List<String> columns = new ArrayList<>(schema.names());
    columns.add(checked.request().label());
    try (Rows rows = read(checked.features());
        EncodedRows.Writer writer = new EncodedRows.Writer(file, columns)) {
      while (nextAccepted(rows)) {
        float[] encoded = encoder.encode(rows, firstFeature);
        if (training.contains(rows.longAt(ASK_TIME))) {
          golden.offerTraining(encoded);
          float[] labelled = Arrays.copyOf(encoded, encoded.length + 1);
          labelled[encoded.length] = rows.booleanAt(LABEL) ? 1 : 0;
          writer.write(labelled);
        } else {
          golden.offerHoldout(encoded);
        }
      }
    }
    return golden;
  }

  private static void writeGolden(GoldenSample golden, List<String> names, Path file) {
    try (EncodedRows.Writer writer = new EncodedRows.Writer(file, names)) {
      golden.rows().forEach(writer::write);
    }
  }

  private Rows read(List<DatasetColumn> columns) {
    List<String> names = new ArrayList<>();
    names.add(checked.dataset().manifest().askTime());
    names.add(checked.request().label());
    names.addAll(checked.filterColumns());
    columns.forEach(column -> names.add(column.name()));
    rowsSinceTick = 0;
    return checked.dataset().read(names, checked.cut().all());
  }

  private int rowsSinceTick;

  /// Moves to the next labelled training or hold-out row that the filter accepts.
  private boolean nextAccepted(Rows rows) {
    while (rows.next()) {
      if (rowsSinceTick++ % ROWS_BETWEEN_TICKS == 0) {
        tick.run();
      }
      long askTime = rows.longAt(ASK_TIME);
      if (!rows.isNull(LABEL)
          && (training.contains(askTime) || holdout.contains(askTime))
          && isAccepted(rows)) {
        return true;
      }
    }
    return false;
  }

  private boolean isAccepted(Rows rows) {
    return checked.filter().isEmpty() || checked.filter().get().accepts(new FilterFields(rows));
  }

  /// The filter's view of a row.
  private record FilterFields(Rows rows) implements roundhouse.featureengine.kernel.Row {
    @Override
    public boolean isNull(int field) {
      return rows.isNull(FIRST_FILTER_FIELD + field);
    }

    @Override
    public boolean booleanAt(int field) {
      return rows.booleanAt(FIRST_FILTER_FIELD + field);
    }

    @Override
    public long longAt(int field) {
      return rows.longAt(FIRST_FILTER_FIELD + field);
    }

    @Override
    public double doubleAt(int field) {
      return rows.doubleAt(FIRST_FILTER_FIELD + field);
    }

    @Override
    public String stringAt(int field) {
      return rows.stringAt(FIRST_FILTER_FIELD + field);
    }
  }

  private TrainingInputs inputs(InputSchema schema) {
    Cut cut = checked.cut();
    return new TrainingInputs(
        trainingId,
        Preparation.directory(trainingId).value(),
        checked.dataset().manifest().digest(),
        schema.sha256(),
        Micros.instant(tally.firstTrainingAsk),
        cut.trainTo(),
        cut.holdoutFrom(),
        cut.holdoutTo(),
        tally.trainRows);
  }

  private static EncodedFeature encodedFeature(Input input) {
    return switch (input) {
      case Input.Category category -> new EncodedFeature(category.name(), category.categories());
      case Input.Numeric number -> new EncodedFeature(number.name(), null);
      case Input.Truth truth -> new EncodedFeature(truth.name(), null);
      case Input.Time time -> new EncodedFeature(time.name(), null);
    };
  }

  private PreparedFile put(Path file) {
    ObjectKey key = key(file.getFileName().toString());
    putOnce(() -> store.putOnce(key, file));
    try {
      return new PreparedFile(key.value(), Files.size(file), Digests.sha256Hex(file));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private PreparedFile put(String name, byte[] content) {
    ObjectKey key = key(name);
    putOnce(() -> store.putOnce(key, content));
    return new PreparedFile(key.value(), content.length, Digests.sha256Hex(content));
  }

  private ObjectKey key(String name) {
    return Preparation.directory(trainingId).resolve(name);
  }

  /// The same request gives the same bytes, so other bytes are another request's.
  private void putOnce(BooleanSupplier put) {
    tick.run();
    try {
      boolean unused = put.getAsBoolean();
    } catch (ConflictingObjectException taken) {
      throw Preparation.usedByAnother(trainingId);
    }
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("roundhouse-inputs-");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void deleteFiles(Path folder) {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(folder);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
