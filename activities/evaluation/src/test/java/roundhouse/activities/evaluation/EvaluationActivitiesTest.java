package roundhouse.activities.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestActivityEnvironment;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import roundhouse.storage.Digests;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;
import roundhouse.temporal.contracts.BootstrapOptions;
import roundhouse.temporal.contracts.EvaluationActivities;
import roundhouse.temporal.contracts.EvaluationRequest;
import roundhouse.temporal.contracts.EvaluationSummary;
import roundhouse.temporal.contracts.FailureTypes;
import roundhouse.temporal.contracts.HoldOut;
import roundhouse.temporal.contracts.Problem;
import roundhouse.temporal.contracts.Progress;
import roundhouse.temporal.contracts.PromotionPolicy;
import roundhouse.temporal.contracts.TagContract;
import roundhouse.temporal.contracts.Verdict.Outcome;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@TestInstance(Lifecycle.PER_CLASS)
class EvaluationActivitiesTest {
  private static final BootstrapOptions BOOTSTRAP =
      new BootstrapOptions(42, 200, Duration.ofDays(1), 0.95);

  private final Path folder;
  private final ObjectStore store;
  private final TestActivityEnvironment temporal = TestActivityEnvironment.newInstance();
  private final EvaluationActivities activities;

  EvaluationActivitiesTest(@TempDir Path folder) {
    this.folder = folder;
    store = ObjectStores.onDisk(folder.resolve("store"));
    StoredDataset.write(store, folder);
    StepModel.on("strong").storeIn(store);
    StepModel.on("rival").storeIn(store);
    StepModel.on("weak").storeIn(store);
    temporal.registerActivitiesImplementations(new EvaluationActivitiesImpl(store));
    activities = temporal.newActivityStub(EvaluationActivities.class);
  }

  @AfterAll
  void stop() {
    temporal.close();
    store.close();
  }

  @Test
  void withoutAChampionTheFloorPromotesOrRejects() {
    EvaluationSummary strong = activities.evaluate(request("model-on-strong", null));
    EvaluationSummary weak = activities.evaluate(request("model-on-weak", null));

    assertThat(strong.verdict().outcome()).isEqualTo(Outcome.PROMOTE);
    assertThat(strong.verdict().reasons().getFirst()).contains("auc", "meets the floor 0.7");
    assertThat(strong.metrics().aucLow()).isLessThan(strong.metrics().auc());
    assertThat(strong.metrics().aucHigh()).isGreaterThan(strong.metrics().auc());
    assertThat(strong.championMetrics()).isNull();
    assertThat(strong.differenceLow()).isNull();
    assertThat(weak.verdict().outcome()).isEqualTo(Outcome.REJECT);
    assertThat(weak.verdict().reasons().getFirst()).contains("misses the floor 0.7");
  }

  @Test
  void aBetterModelThanTheChampionPromotes() {
    EvaluationSummary summary = activities.evaluate(request("model-on-strong", "model-on-weak"));

    assertThat(summary.verdict().outcome()).isEqualTo(Outcome.PROMOTE);
    assertThat(summary.differenceLow()).isPositive();
    assertThat(summary.championId()).isEqualTo("model-on-weak");
  }

  @Test
  void anEquallyGoodModelHolds() {
    EvaluationSummary summary = activities.evaluate(request("model-on-strong", "model-on-rival"));

    assertThat(summary.verdict().outcome()).isEqualTo(Outcome.HOLD);
    assertThat(summary.differenceLow()).isNegative();
    assertThat(summary.differenceHigh()).isPositive();
  }

  @Test
  void aWorseModelThanTheChampionRejects() {
    EvaluationSummary summary = activities.evaluate(request("model-on-weak", "model-on-strong"));

    assertThat(summary.verdict().outcome()).isEqualTo(Outcome.REJECT);
    assertThat(summary.differenceHigh()).isNegative();
  }

  @Test
  void theSameRowsAreFrozenWhateverTheFeatures() {
    EvaluationSummary strong = activities.evaluate(request("model-on-strong", "model-on-weak"));
    EvaluationSummary weak = activities.evaluate(request("model-on-weak", null));

    assertThat(strong.frozenRows()).isEqualTo(weak.frozenRows());
    assertThat(strong.championMetrics()).isEqualTo(weak.metrics());
  }

  @Test
  void theSameRequestGivesTheSameBytes() {
    EvaluationSummary first = activities.evaluate(request("model-on-strong", "model-on-rival"));
    EvaluationSummary again = activities.evaluate(request("model-on-strong", "model-on-rival"));

    assertThat(again).isEqualTo(first);
    assertThat(first.location()).isEqualTo("evaluations/" + first.sha256() + ".json");
    assertThat(Digests.sha256Hex(store.read(ObjectKey.of(first.location()))))
        .isEqualTo(first.sha256());
  }

  @Test
  void theReportHoldsWhatTheVerdictRestsOn() {
    EvaluationSummary summary = activities.evaluate(request("model-on-strong", "model-on-weak"));
    JsonNode report = report(summary);

    assertThat(report.propertyNames())
        .containsExactly(
            "format",
            "request",
            "dataset",
            "frozenRows",
            "challenger",
            "champion",
            "comparison",
            "verdict");
    assertThat(report.at("/request/contract/holdOut/length").asString()).isEqualTo("PT336H");
    assertThat(report.at("/challenger/manifestSha256").asString())
        .isEqualTo(StepModel.on("strong").artefact().manifestSha256());
    assertThat(report.at("/challenger/metrics/auc").asDouble()).isEqualTo(summary.metrics().auc());
    assertThat(report.at("/challenger/metrics/thresholds")).hasSize(19);
    assertThat(report.at("/challenger/metrics/calibration")).isNotEmpty();
    assertThat(report.at("/comparison/interval/low").asDouble()).isEqualTo(summary.differenceLow());
    assertThat(report.at("/verdict/outcome").asString()).isEqualTo("PROMOTE");
  }

  @Test
  void onlyAcceptedMaturedLabelledAsksOfTheRangeCount() {
    EvaluationSummary summary =
        activities.evaluate(
            new EvaluationRequest(
                "model-on-strong",
                null,
                StoredDataset.ID,
                StoredDataset.FROM.plus(Duration.ofDays(1)),
                StoredDataset.TO,
                StoredDataset.TO.minus(Duration.ofDays(2)),
                contract("carrier = 'UA'"),
                BOOTSTRAP));
    int expected = 0;
    Instant lastMatured = StoredDataset.TO.minus(Duration.ofDays(3));
    for (int ask = 200; ask < StoredDataset.ASKS; ask++) {
      boolean counts = ask % 3 == 0 && StoredDataset.isLabelled(ask);
      expected += counts && !StoredDataset.askTime(ask).isAfter(lastMatured) ? 1 : 0;
    }
    JsonNode frozen = report(summary).path("frozenRows");

    assertThat(summary.rows()).isEqualTo(expected);
    assertThat(frozen.path("asks").asInt()).isEqualTo(2600);
    assertThat(frozen.path("filteredOut").asInt()).isGreaterThan(1700);
    assertThat(frozen.path("unmatured").asInt()).isPositive();
    assertThat(frozen.path("unlabelled").asInt()).isPositive();
    assertThat(
            expected
                + frozen.path("filteredOut").asInt()
                + frozen.path("unmatured").asInt()
                + frozen.path("unlabelled").asInt())
        .isEqualTo(2600);
  }

  @Test
  void anAskIsMaturedAtTheVeryCutOff() {
    Instant ask = StoredDataset.askTime(1001);

    assertThat(lastAsk(ask.plus(StoredDataset.MATURITY))).isEqualTo(ask.toString());
    assertThat(lastAsk(ask.plus(StoredDataset.MATURITY).minusMillis(1)))
        .isEqualTo(StoredDataset.askTime(999).toString());
  }

  @Test
  void withoutACutOffThatOfTheDatasetCounts() {
    EvaluationSummary summary =
        activities.evaluate(
            new EvaluationRequest(
                "model-on-strong",
                null,
                StoredDataset.ID,
                StoredDataset.FROM,
                StoredDataset.TO,
                null,
                contract(""),
                BOOTSTRAP));

    assertThat(report(summary).at("/frozenRows/cutOff").asString())
        .isEqualTo(StoredDataset.TO.toString());
  }

  @Test
  void aChampionTrainedOnFrozenRowsHolds() {
    StepModel.on("weak")
        .named("model-leaky")
        .trainedTo(StoredDataset.askTime(1).plusMillis(1))
        .storeIn(store);

    EvaluationSummary summary = activities.evaluate(request("model-on-strong", "model-leaky"));

    assertThat(summary.verdict().outcome()).isEqualTo(Outcome.HOLD);
    assertThat(summary.differenceLow()).isNotNull();
    assertThat(summary.verdict().reasons().getFirst())
        .contains("it was trained on asks from", "where 1 of the 2548 frozen rows lie");
  }

  @Test
  void aChampionTrainedUpToTheFirstFrozenRowIsCompared() {
    StepModel.on("weak").named("model-clean").trainedTo(StoredDataset.askTime(1)).storeIn(store);

    // Ask 0 is unlabelled, so ask 1 is the first that counts.
    assertThat(activities.evaluate(request("model-on-strong", "model-clean")).verdict().outcome())
        .isEqualTo(Outcome.PROMOTE);
  }

  @Test
  void aChallengerTrainedOnFrozenRowsIsHeldBack() {
    StepModel.on("strong").named("challenger-leaky").trainedTo(StoredDataset.TO).storeIn(store);

    EvaluationSummary alone = activities.evaluate(request("challenger-leaky", null));
    EvaluationSummary beside = activities.evaluate(request("challenger-leaky", "model-on-weak"));

    assertThat(List.of(alone, beside))
        .allSatisfy(
            summary -> {
              assertThat(summary.verdict().outcome()).isEqualTo(Outcome.HOLD);
              assertThat(summary.verdict().reasons().getFirst())
                  .startsWith("The challenger was trained on");
            });
  }

  @Test
  void aChampionThatCannotBeScoredHolds() {
    StepModel.on("gone").named("model-of-lost-feature").storeIn(store);
    StepModel.on("sometimes").named("model-refusing").refusingMissing().storeIn(store);
    StepModel.on("weak").named("model-of-lost-plan").ofPlan("f".repeat(64), "gone").storeIn(store);
    StepModel.on("weak").named("model-of-other-label").labelled("cancelled").storeIn(store);
    damagedModel("model-damaged");

    assertThat(reasonToHold("model-of-lost-feature")).contains("has no features [gone]");
    assertThat(reasonToHold("model-refusing")).contains("ask", "sometimes");
    assertThat(reasonToHold("model-of-lost-plan")).contains("f".repeat(64));
    assertThat(reasonToHold("model-of-other-label")).contains("label cancelled, not for late");
    assertThat(reasonToHold("model-damaged")).contains("model.json");
  }

  @Test
  void aChampionOfAnotherPlanIsScoredOnItsOwnFeaturesOfTheSameAsks() {
    String otherPlan = "f".repeat(64);
    StoredDataset.write(store, folder, "other-dataset", otherPlan, StoredDataset.ASKS);
    StoredDataset.write(store, folder, "short-dataset", otherPlan, 1000);
    StepModel.on("weak")
        .named("model-of-other-plan")
        .ofPlan(otherPlan, "other-dataset")
        .storeIn(store);
    StepModel.on("weak")
        .named("model-of-few-asks")
        .ofPlan(otherPlan, "short-dataset")
        .storeIn(store);

    EvaluationSummary same = activities.evaluate(request("model-on-strong", "model-on-weak"));
    EvaluationSummary other =
        activities.evaluate(request("model-on-strong", "model-of-other-plan"));

    assertThat(other.championMetrics()).isEqualTo(same.championMetrics());
    assertThat(other.differenceLow()).isEqualTo(same.differenceLow());
    assertThat(reasonToHold("model-of-few-asks")).contains("has 980 of the 2548 asks");
  }

  @Test
  void aGuardHoldsAnOverconfidentModelBack() {
    StepModel.on("strong").named("model-overconfident").stepping(2f).storeIn(store);

    EvaluationSummary summary =
        activities.evaluate(request("model-overconfident", "model-on-weak"));

    assertThat(summary.verdict().outcome()).isEqualTo(Outcome.HOLD);
    assertThat(summary.verdict().reasons().getFirst()).startsWith("Guard: log loss rises");
  }

  @Test
  void aBlockAsLongAsTheHoldOutGivesNoIntervalAndHolds() {
    EvaluationRequest request =
        new EvaluationRequest(
            "model-on-strong",
            "model-on-weak",
            StoredDataset.ID,
            StoredDataset.FROM,
            StoredDataset.TO,
            StoredDataset.TO,
            contract(""),
            new BootstrapOptions(42, 200, Duration.ofDays(14), 0.95));

    EvaluationSummary summary = activities.evaluate(request);

    assertThat(summary.verdict().outcome()).isEqualTo(Outcome.HOLD);
    assertThat(summary.metrics().aucLow()).isZero();
    assertThat(summary.metrics().aucHigh()).isEqualTo(1);
    assertThat(summary.differenceLow()).isNull();
  }

  @Test
  void everyProblemOfARequestIsListed() {
    ApplicationFailure failure =
        failure(
            new EvaluationRequest(
                "model-of-nobody",
                "../champion",
                "no-such-dataset",
                StoredDataset.TO,
                StoredDataset.FROM,
                null,
                new TagContract(
                    "late",
                    Duration.ZERO,
                    "",
                    HoldOut.last(Duration.ofDays(14)),
                    "accuracy",
                    Double.NaN,
                    -1,
                    -2,
                    PromotionPolicy.AUTO,
                    Duration.ofHours(1)),
                new BootstrapOptions(42, -5, Duration.ZERO, 1)));

    assertThat(subjects(failure))
        .containsExactly(
            "modelId",
            "championId",
            "datasetId",
            "to",
            "bootstrap.resamples",
            "bootstrap.confidence",
            "bootstrap.block",
            "contract.primaryMetric",
            "contract.floor",
            "contract.margin",
            "contract.maxLogLossIncrease");
    assertThat(failure.getOriginalMessage()).contains("resamples '-5'").contains("500 are usual");
  }

  @Test
  void whatTheDatasetTellsIsWrongIsListedToo() {
    ApplicationFailure failure =
        failure(
            new EvaluationRequest(
                "model-on-strong",
                null,
                StoredDataset.ID,
                StoredDataset.FROM,
                StoredDataset.TO,
                null,
                new TagContract(
                    "lateness",
                    StoredDataset.MATURITY,
                    "carier = 'UA' and flightId >",
                    HoldOut.last(Duration.ofDays(14)),
                    "auc",
                    0.7,
                    0,
                    0.01,
                    PromotionPolicy.AUTO,
                    Duration.ofHours(1)),
                BOOTSTRAP));

    assertThat(subjects(failure))
        .hasSizeGreaterThan(1)
        .contains("contract.label")
        .anyMatch(subject -> subject.startsWith("contract.askFilter"));
  }

  @Test
  void aCutOffBeyondTheSourceIsRefusedAsLabelsAreNotMature() {
    EvaluationRequest late =
        new EvaluationRequest(
            "model-on-strong",
            null,
            StoredDataset.ID,
            StoredDataset.FROM,
            StoredDataset.TO,
            StoredDataset.TO.plusMillis(1),
            contract(""),
            BOOTSTRAP);

    assertThat(failure(late).getOriginalMessage())
        .startsWith("cutOff '2013")
        .contains("through which the dataset's source is complete", "not mature");
  }

  @Test
  void aMaturityShorterThanTheLabelsIsRefused() {
    TagContract contract = contract("");
    ApplicationFailure failure =
        failure(
            requestWith(
                new TagContract(
                    contract.label(),
                    StoredDataset.MATURITY.minusMillis(1),
                    "",
                    contract.holdOut(),
                    "auc",
                    0.7,
                    0,
                    0.01,
                    PromotionPolicy.AUTO,
                    Duration.ofHours(1))));

    assertThat(subjects(failure)).containsExactly("contract.maturity");
  }

  @Test
  void aRequestThatLacksFieldsIsRefusedByTheirNames() {
    EvaluationRequest request = JsonMapper.shared().readValue("{}", EvaluationRequest.class);

    assertThat(subjects(failure(request)))
        .containsExactly("modelId", "datasetId", "from", "to", "bootstrap", "contract");
  }

  @Test
  void aSelectionWithoutBothClassesSaysWhereTheAsksWent() {
    ApplicationFailure nothing = failure(requestWith(contract("carrier = 'DL'")));
    ApplicationFailure oneClass = failure(requestWith(contract("flightId = 1")));

    assertThat(nothing.getType()).isEqualTo(FailureTypes.INVALID_REQUEST);
    assertThat(nothing.getOriginalMessage())
        .contains("2800 asks, of which 2800 are filtered out")
        .contains("none is left");
    assertThat(oneClass.getOriginalMessage()).contains("all left are");
  }

  @Test
  void aChallengerThatCannotBeScoredIsRefused() {
    StepModel.on("gone").named("model-of-lost-feature").storeIn(store);
    StepModel.on("strong").named("challenger-of-other-label").labelled("cancelled").storeIn(store);

    assertThat(failure(request("model-of-lost-feature", null)).getOriginalMessage())
        .contains("has no features [gone]");
    assertThat(failure(request("challenger-of-other-label", null)).getOriginalMessage())
        .contains("a model of label late, not of cancelled");
  }

  @Test
  void aDamagedChallengerIsACorruptObject() {
    damagedModel("model-damaged");

    ApplicationFailure failure = failure(request("model-damaged", null));

    assertThat(failure.getType()).isEqualTo(FailureTypes.CORRUPT_OBJECT);
    assertThat(failure.isNonRetryable()).isTrue();
  }

  @Test
  void progressIsReported() {
    List<Progress> progress = new ArrayList<>();

    new Evaluation(store, progress::add).evaluate(request("model-on-strong", "model-on-weak"));

    assertThat(progress)
        .extracting(Progress::stage)
        .containsExactly(
            "reading the hold-out", "scoring the challenger", "scoring the champion", "comparing");
  }

  private static EvaluationRequest request(String modelId, @Nullable String championId) {
    return new EvaluationRequest(
        modelId,
        championId,
        StoredDataset.ID,
        StoredDataset.FROM,
        StoredDataset.TO,
        StoredDataset.TO,
        contract(""),
        BOOTSTRAP);
  }

  private static EvaluationRequest requestWith(TagContract contract) {
    return new EvaluationRequest(
        "model-on-strong",
        null,
        StoredDataset.ID,
        StoredDataset.FROM,
        StoredDataset.TO,
        null,
        contract,
        BOOTSTRAP);
  }

  private static TagContract contract(String askFilter) {
    return new TagContract(
        "late",
        StoredDataset.MATURITY,
        askFilter,
        HoldOut.last(Duration.ofDays(14)),
        "auc",
        0.7,
        0.005,
        0.05,
        PromotionPolicy.AUTO,
        Duration.ofHours(1));
  }

  private void damagedModel(String id) {
    StepModel model = StepModel.on("weak").named(id);
    model
        .artefact()
        .files()
        .forEach(
            (name, bytes) ->
                store.putOnce(
                    model.file(name), name.equals("model.json") ? new byte[] {1} : bytes));
  }

  private String reasonToHold(String championId) {
    EvaluationSummary summary = activities.evaluate(request("model-on-strong", championId));
    assertThat(summary.verdict().outcome()).isEqualTo(Outcome.HOLD);
    return summary.verdict().reasons().getFirst();
  }

  private String lastAsk(Instant cutOff) {
    EvaluationRequest request =
        new EvaluationRequest(
            "model-on-strong",
            null,
            StoredDataset.ID,
            StoredDataset.FROM,
            StoredDataset.TO,
            cutOff,
            contract(""),
            BOOTSTRAP);
    return report(activities.evaluate(request)).at("/frozenRows/lastAsk").asString();
  }

  private JsonNode report(EvaluationSummary summary) {
    return JsonMapper.shared().readTree(store.read(ObjectKey.of(summary.location())));
  }

  private ApplicationFailure failure(EvaluationRequest request) {
    ActivityFailure failure =
        catchThrowableOfType(ActivityFailure.class, () -> activities.evaluate(request));
    return (ApplicationFailure) Objects.requireNonNull(failure.getCause());
  }

  private static List<String> subjects(ApplicationFailure failure) {
    assertThat(failure.getType()).isEqualTo(FailureTypes.INVALID_REQUEST);
    assertThat(failure.isNonRetryable()).isTrue();
    List<String> subjects = new ArrayList<>();
    for (int i = 0; i < failure.getDetails().getSize(); i++) {
      subjects.add(failure.getDetails().get(i, Problem.class).subject());
    }
    return subjects;
  }
}
