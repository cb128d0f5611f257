package roundhouse.activities.training.inputs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import roundhouse.activities.training.ScriptedRunner;
import roundhouse.activities.training.SmallDataset;
import roundhouse.activities.training.runner.EncodedFeature;
import roundhouse.activities.training.runner.PreparedInputs;
import roundhouse.activities.training.trainer.EncodedRows;
import roundhouse.featureengine.batch.dataset.Dataset;
import roundhouse.scoring.decision.InputSchema;
import roundhouse.scoring.registry.Change.FeatureSetPublished;
import roundhouse.scoring.registry.Change.FeatureSetRetired;
import roundhouse.scoring.registry.CommandId;
import roundhouse.scoring.registry.FeatureSetId;
import roundhouse.scoring.registry.Registry;
import roundhouse.storage.CorruptObjectException;
import roundhouse.storage.Digests;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;
import roundhouse.temporal.contracts.HoldOut;
import roundhouse.temporal.contracts.Problem;
import roundhouse.temporal.contracts.TrainingInputs;
import roundhouse.temporal.contracts.TrainingRequest;

class PreparationTest {
  private static final TrainingRequest REQUEST = SmallDataset.request("jvm:xgboost", Map.of());

  @TempDir private Path folder;
  private ObjectStore store;
  private Preparation preparation;

  @BeforeEach
  void writeDataset() throws IOException {
    store = ObjectStores.onDisk(folder.resolve("store"));
    SmallDataset.write(store, folder);
    preparation = new Preparation(store, ScriptedRunner.thatNeverRuns());
  }

  private PreparedInputs prepare(TrainingRequest request) {
    return preparation.prepare("training-1", request, () -> {});
  }

  private EncodedRows trainRows(PreparedInputs prepared) {
    return EncodedRows.read(
        store, prepared.trainRows().objectKey(), prepared.featureNames(), prepared.label());
  }

  private static TrainingRequest with(List<String> features, String filter) {
    return new TrainingRequest(
        REQUEST.name(),
        REQUEST.owner(),
        REQUEST.datasetId(),
        features,
        filter,
        REQUEST.label(),
        REQUEST.cutOff(),
        REQUEST.holdOut(),
        REQUEST.workflow(),
        REQUEST.customParams(),
        REQUEST.resourceClass());
  }

  private static TrainingRequest with(Instant cutOff, HoldOut holdOut) {
    return new TrainingRequest(
        REQUEST.name(),
        REQUEST.owner(),
        REQUEST.datasetId(),
        REQUEST.features(),
        REQUEST.filter(),
        REQUEST.label(),
        cutOff,
        holdOut,
        REQUEST.workflow(),
        REQUEST.customParams(),
        REQUEST.resourceClass());
  }

  private List<String> problems(TrainingRequest request) {
    try {
      PreparedInputs prepared = prepare(request);
      throw new AssertionError("prepared " + prepared);
    } catch (InvalidRequestException invalid) {
      return invalid.problems().stream().map(Problem::toString).toList();
    }
  }

  @Test
  void trainingRowsAreTheLabelledAsksBeforeTheHoldOutLessItsMaturity() {
    PreparedInputs prepared = prepare(REQUEST);
    TrainingInputs inputs = prepared.inputs();
    // Day 39 at 00:00 is the last ask whose label was known on day 40.
    long expected = IntStream.rangeClosed(0, 39 * 24).filter(SmallDataset::isLabelled).count();
    assertThat(inputs.trainRows()).isEqualTo(expected);
    assertThat(inputs.trainFrom()).isEqualTo(SmallDataset.FROM);
    assertThat(inputs.trainTo()).isEqualTo(SmallDataset.askTime(39 * 24).plusNanos(1_000));
    assertThat(inputs.holdoutFrom()).isEqualTo(SmallDataset.askTime(40 * 24));
    assertThat(inputs.holdoutTo()).isEqualTo(SmallDataset.askTime(50 * 24));
    assertThat(trainRows(prepared).rows()).isEqualTo((int) expected);
  }

  @Test
  void dictionariesComeFromTrainingRowsOnly() {
    // The hold-out has carrier ZZ, which no training row has.
    PreparedInputs prepared = prepare(with(SmallDataset.askTime(60 * 24), REQUEST.holdOut()));
    assertThat(prepared.features().getFirst())
        .isEqualTo(new EncodedFeature("carrier", List.of("AA", "B6", "DL", "UA")));
  }

  @Test
  void rowsAreEncodedByTheStoredSchema() {
    PreparedInputs prepared = prepare(REQUEST);
    InputSchema schema = InputSchema.parse(store.read(prepared.schema().objectKey()));
    assertThat(schema.sha256()).isEqualTo(prepared.inputs().schemaSha256());
    EncodedRows encoded = trainRows(prepared);
    List<String> names = new java.util.ArrayList<>(schema.names());
    names.add("late");
    try (var rows = Dataset.open(store, SmallDataset.ID).read(names)) {
      for (int row = 0; row < encoded.rows(); ) {
        assertThat(rows.next()).isTrue();
        if (!rows.isNull(5)) {
          Map<String, Object> values = new java.util.HashMap<>();
          for (int column = 0; column < 5; column++) {
            values.put(names.get(column), rows.valueAt(column));
          }
          assertThat(java.util.Arrays.copyOfRange(encoded.matrix(), row * 5, row * 5 + 5))
              .isEqualTo(schema.encode(values));
          assertThat(encoded.labels()[row]).isEqualTo(rows.booleanAt(5) ? 1 : 0);
          row++;
        }
      }
    }
  }

  @Test
  void filterChoosesRowsByTheAsksFields() {
    PreparedInputs all = prepare(REQUEST);
    PreparedInputs some =
        preparation.prepare(
            "training-2", with(List.of(), "carrier = 'UA' and distance > 1000"), () -> {});
    assertThat(some.features().getFirst().categories()).containsExactly("UA");
    assertThat(some.inputs().trainRows()).isBetween(1L, all.inputs().trainRows() / 2);
    EncodedRows rows = trainRows(some);
    for (int row = 0; row < rows.rows(); row++) {
      assertThat(rows.matrix()[row * rows.width() + 1]).isGreaterThan(1000f);
    }
  }

  @Test
  void wantedFeaturesKeepTheirOrder() {
    PreparedInputs prepared = prepare(with(List.of("departures", "carrier"), ""));
    assertThat(prepared.featureNames()).containsExactly("departures", "carrier");
    assertThat(trainRows(prepared).width()).isEqualTo(2);
  }

  @Test
  void goldenRowsAreSampledAndHaveTheEdges() {
    PreparedInputs prepared = prepare(REQUEST);
    EncodedRows golden =
        EncodedRows.read(store, prepared.goldenRows().objectKey(), prepared.featureNames());
    assertThat(golden.rows()).isEqualTo(128 + 128 + 6 + 5);
    float[] allMissing = {Float.NaN, Float.NaN, Float.NaN, Float.NaN, Float.NaN};
    assertThat(java.util.Arrays.copyOfRange(golden.matrix(), 256 * 5, 257 * 5))
        .isEqualTo(allMissing);
  }

  @Test
  void preparingAgainReturnsWhatIsThereWithoutReadingTheDataset() throws IOException {
    PreparedInputs first = prepare(REQUEST);
    Files.delete(folder.resolve("store").resolve(Dataset.manifestKey(SmallDataset.ID).value()));
    assertThat(prepare(REQUEST)).isEqualTo(first);
  }

  @Test
  void preparingAfterACrashBeforeTheLastPutGivesTheSameObjects() throws IOException {
    PreparedInputs first = prepare(REQUEST);
    Files.delete(folder.resolve("store/trainings/training-1/inputs/inputs.json"));
    assertThat(prepare(REQUEST)).isEqualTo(first);
  }

  @Test
  void anotherRequestUnderTheSameIdIsRefused() throws IOException {
    PreparedInputs unused = prepare(REQUEST);
    String refusal =
        "Training id 'training-1': expected an id that no other request was trained under; start the training under another workflow id";
    assertThat(problems(with(List.of("carrier"), ""))).containsExactly(refusal);
    Files.delete(folder.resolve("store/trainings/training-1/inputs/inputs.json"));
    assertThat(problems(with(List.of("carrier"), ""))).containsExactly(refusal);
  }

  @Test
  void everyProblemOfARequestIsListed() {
    TrainingRequest request =
        new TrainingRequest(
            "Late Arrival",
            " ",
            SmallDataset.ID,
            List.of("carrier", "colour", "carrier", "late"),
            "carier = 'UA' and distance >",
            "early",
            Instant.parse("+12013-10-01T00:00:00Z"),
            HoldOut.last(Duration.ofDays(100_000)),
            "python:nowhere",
            Map.of(),
            "cpu");
    String all = String.join("\n", problems(request));
    assertThat(all)
        .contains(
            "Name 'Late Arrival': expected",
            "Owner ' ': expected a team or person",
            "Cut-off '+12013-10-01T00:00:00Z': expected an instant from 1900 to 2200",
            "Hold-out 'PT2400000H with gap PT0S': expected at most a century each",
            "Workflow 'python:nowhere'",
            "Feature 'colour': expected one of carrier, distance, departures, delay_mean, is_holiday",
            "Feature 'carrier': expected each feature once",
            "Feature 'late': expected one of",
            "Label 'early': expected one of late",
            "Filter");
    assertThat(all).doesNotContain("Training id", "Dataset");
    assertThat(store.list(ObjectKey.of("trainings"))).isEmpty();
  }

  @Test
  void unknownAndMalformedDatasetsAreRefused() {
    for (String id : List.of("late-arrival-v1-ffff", "../secrets", "")) {
      TrainingRequest request =
          new TrainingRequest(
              REQUEST.name(),
              REQUEST.owner(),
              id,
              List.of(),
              "",
              "late",
              REQUEST.cutOff(),
              REQUEST.holdOut(),
              "jvm:xgboost",
              Map.of(),
              "cpu");
      assertThat(problems(request))
          .containsExactly(
              "Dataset '%s': expected the id of a committed dataset; backfill it first, or correct the id"
                  .formatted(id));
    }
  }

  @Test
  void cutOffThatLeavesNoRowsIsRefused() {
    List<String> problems =
        problems(with(SmallDataset.FROM.minus(Duration.ofDays(1)), REQUEST.holdOut()));
    assertThat(problems).hasSize(2);
    assertThat(problems.get(0)).startsWith("Cut-off '2012-12-31T00:00:00Z, hold-out PT240H");
    assertThat(problems.get(1))
        .contains("expected labelled asks from 2012-12-21T00:00:00Z on")
        .contains("the dataset has asks from 2013-01-01T00:00:00Z");
  }

  @Test
  void holdOutThatLeavesNoRowsIsRefused() {
    assertThat(problems(with(REQUEST.cutOff(), HoldOut.last(Duration.ofHours(12)))))
        .singleElement()
        .asString()
        .startsWith("Hold-out '2013-02-20T00:00:00Z, hold-out PT12H");
  }

  @Test
  void whatLeavesNoRowsSaysThatLabelsMustBeMature() {
    assertThat(problems(with(SmallDataset.askTime(10 * 24), HoldOut.last(Duration.ofDays(10)))))
        .singleElement()
        .asString()
        .contains("whose labels, mature after PT24H, were known before the hold-out");
  }

  @Test
  void cutOffBeyondTheSourceIsRefusedAsLabelsAreNotMature() {
    assertThat(problems(with(SmallDataset.askTime(61 * 24), REQUEST.holdOut())))
        .containsExactly(
            "Cut-off '2013-03-03T00:00:00Z': expected at the latest 2013-03-02T00:00:00Z, through which the dataset's source 'flights' is complete: labels that were open then are not mature; name an earlier cut-off, or backfill from a source that goes further");
  }

  @Test
  void datasetWhoseSourceIsNotInTheStoreIsTakenAtItsWord() throws IOException {
    Files.delete(folder.resolve("store/sources/flights/manifest.json"));
    assertThat(prepare(with(SmallDataset.askTime(61 * 24), REQUEST.holdOut())).inputs().trainRows())
        .isPositive();
  }

  @Test
  void datasetOfARetiredFeatureSetIsRefusedWithTheReason() {
    FeatureSetId id = FeatureSetId.parse("late-arrival@1");
    Registry registry = Registry.open(store);
    registry
        .append(CommandId.of("publish"), new FeatureSetPublished(id, Digests.sha256Hex("plan")))
        .orThrow();
    PreparedInputs before = prepare(REQUEST);
    registry.append(CommandId.of("retire"), new FeatureSetRetired(id, "wrong time zone")).orThrow();
    assertThat(prepare(REQUEST)).as("what was begun goes on").isEqualTo(before);
    assertThatThrownBy(() -> preparation.prepare("training-2", REQUEST, () -> {}))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("Dataset '" + SmallDataset.ID + "'")
        .hasMessageContaining("late-arrival@1 was on")
        .hasMessageContaining("(wrong time zone)");
  }

  @Test
  void labelWithOneValueIsRefused() {
    assertThat(problems(with(List.of(), "flightId in (0, 1000)")))
        .anyMatch(problem -> problem.startsWith("Label 'late': expected both true and false"));
  }

  @Test
  void idThatCannotBeAKeyIsRefused() {
    assertThatThrownBy(() -> preparation.prepare("../x", REQUEST, () -> {}))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageStartingWith("Training id '../x': expected 1 to 200 of");
  }

  @Test
  void alteredDatasetIsCorrupt() throws IOException {
    Path file =
        folder.resolve("store/datasets/" + SmallDataset.ID + "/ask_month=2013-01/part-0.parquet");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.delete(file);
    Files.write(file, bytes);
    assertThatThrownBy(() -> prepare(REQUEST)).isInstanceOf(CorruptObjectException.class);
    assertThat(store.list(ObjectKey.of("trainings"))).isEmpty();
  }

  @Test
  void progressIsToldWhileRowsAreRead() {
    AtomicInteger ticks = new AtomicInteger();
    PreparedInputs unused = preparation.prepare("training-1", REQUEST, ticks::incrementAndGet);
    assertThat(ticks.get()).isGreaterThanOrEqualTo(2);
  }
}
