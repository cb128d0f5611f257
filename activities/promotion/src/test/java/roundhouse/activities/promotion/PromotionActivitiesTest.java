package roundhouse.activities.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.temporal.failure.ApplicationFailure;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import roundhouse.scoring.registry.Change;
import roundhouse.scoring.registry.Change.ModelRegistered;
import roundhouse.scoring.registry.Change.Move;
import roundhouse.scoring.registry.Change.TagDeclared;
import roundhouse.scoring.registry.Change.TagsMoved;
import roundhouse.scoring.registry.CommandId;
import roundhouse.scoring.registry.DatasetId;
import roundhouse.scoring.registry.DecisionId;
import roundhouse.scoring.registry.FeatureSetId;
import roundhouse.scoring.registry.ModelId;
import roundhouse.scoring.registry.Registry;
import roundhouse.scoring.registry.TagMove;
import roundhouse.scoring.registry.TagName;
import roundhouse.storage.Digests;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;
import roundhouse.storage.S3Credentials;
import roundhouse.storage.S3Options;
import roundhouse.storage.StoreUnavailableException;
import roundhouse.temporal.contracts.DecisionRecord;
import roundhouse.temporal.contracts.FailureTypes;
import roundhouse.temporal.contracts.HoldOut;
import roundhouse.temporal.contracts.Problem;
import roundhouse.temporal.contracts.PromotionActivities;
import roundhouse.temporal.contracts.PromotionOutcome;
import roundhouse.temporal.contracts.PromotionOutcome.Status;
import roundhouse.temporal.contracts.PromotionPolicy;
import roundhouse.temporal.contracts.PromotionRequest;
import roundhouse.temporal.contracts.TagContract;
import roundhouse.temporal.contracts.TagState;
import roundhouse.temporal.contracts.Verdict;
import tools.jackson.databind.json.JsonMapper;

final class PromotionActivitiesTest {
  private static final TagName LATE = TagName.of("late");
  private static final String EVALUATION = Digests.sha256Hex("evaluation");
  private static final Instant TRAIN_TO = Instant.parse("2013-09-16T00:00:00Z");
  private static final TagContract CONTRACT =
      new TagContract(
          "late",
          Duration.ofHours(24),
          "distance > 500",
          HoldOut.last(Duration.ofDays(14)),
          "auc",
          0.7,
          0.002,
          0.01,
          PromotionPolicy.APPROVE,
          Duration.ofDays(2));

  @TempDir Path folder;
  private ObjectStore store;
  private Registry registry;
  private PromotionActivities promotion;

  @BeforeEach
  void declareTagAndModels() {
    store = ObjectStores.onDisk(folder.resolve("store"));
    registry = Registry.open(store);
    promotion = new PromotionActivitiesImpl(store, registry);
    append(new TagDeclared(LATE, TagContracts.toJson(CONTRACT)));
    append(model("late-1"));
    append(model("late-2"));
  }

  @Test
  void neverMovedTagHasItsContractAndNoChampion() {
    assertThat(promotion.readTag("late"))
        .isEqualTo(new TagState("late", 0, null, null, null, CONTRACT));
  }

  @Test
  void tagIsReadWithWhatItsChampionWasTrainedOn() {
    long revision = append(TagsMoved.of(new Move(LATE, 0, ModelId.of("late-1"))));

    assertThat(promotion.readTag("late"))
        .isEqualTo(
            new TagState(
                "late", revision, "late-1", Digests.sha256Hex("dataset"), TRAIN_TO, CONTRACT));
  }

  @Test
  void unknownTagIsRefusedWithTheKnownOnes() {
    List<Problem> problems = refused(() -> promotion.readTag("lates"));

    assertThat(problems)
        .singleElement()
        .satisfies(problem -> assertThat(problem.value()).isEqualTo("lates"))
        .satisfies(problem -> assertThat(problem.expectation()).isEqualTo("one of late"));
    assertThat(refused(() -> promotion.readTag("../late"))).hasSize(1);
  }

  @Test
  void tagWithAnotherKindOfContractIsCorrupt() {
    TagName odd = TagName.of("odd");
    append(new TagDeclared(odd, JsonMapper.shared().readTree("{\"floor\": \"high\"}")));

    assertThat(failure(() -> promotion.readTag("odd")).getType())
        .isEqualTo(FailureTypes.CORRUPT_OBJECT);
  }

  @Test
  void decisionIsRecordedOnceUnderItsCommand() {
    String id = promotion.recordDecision("retrain-7/decision", decision(0, "late-1"));

    assertThat(promotion.recordDecision("retrain-7/decision", decision(0, "late-1"))).isEqualTo(id);
    assertThat(registry.state().decisions()).hasSize(1);
    Change.DecisionRecorded recorded =
        registry.state().decision(DecisionId.of(id)).orElseThrow().change();
    assertThat(recorded.verdict()).isEqualTo("PROMOTE");
    assertThat(store.sha256Hex(ObjectKey.of("decisions/" + id + ".json")))
        .isEqualTo(recorded.objectSha256());
  }

  @Test
  void otherDecisionUnderTheSameCommandIsRefused() {
    promotion.recordDecision("retrain-7/decision", decision(0, "late-1"));

    List<Problem> problems =
        refused(() -> promotion.recordDecision("retrain-7/decision", decision(0, "late-2")));

    assertThat(problems).singleElement().asString().contains("retrain-7/decision");
  }

  @Test
  void decisionAboutUnknownThingsIsRefusedWithAllOfThem() {
    DecisionRecord decision =
        new DecisionRecord(
            "no-tag", 0, "no-model", "evaluations/x", EVALUATION, verdict("PROMOTE"), "me");

    assertThat(refused(() -> promotion.recordDecision("a", decision)))
        .extracting(Problem::value)
        .containsExactly("no-tag", "no-model");
    DecisionRecord malformed =
        new DecisionRecord("", 0, "A B", "evaluations/x", EVALUATION, verdict("PROMOTE"), "me");
    assertThat(refused(() -> promotion.recordDecision(" ", malformed)))
        .extracting(Problem::subject)
        .containsExactly("commandId", "tag", "modelId");
  }

  @Test
  void tagMovesOnceHoweverOftenItIsTried() {
    PromotionRequest request = request(0, "late-1", decide(0, "late-1"));

    PromotionOutcome moved = promotion.moveTag("promote-7/move", request);
    PromotionOutcome again = promotion.moveTag("promote-7/move", request);

    assertThat(moved.status()).isEqualTo(Status.MOVED);
    assertThat(again).isEqualTo(moved);
    assertThat(registry.state().history(LATE))
        .singleElement()
        .satisfies(move -> assertThat(move.revision()).isEqualTo(moved.tagRevision()))
        .extracting(TagMove::decisionId)
        .isEqualTo(DecisionId.of(request.decisionId()));
  }

  @Test
  void tagThatMovedMeanwhileIsStaleAndStays() {
    PromotionRequest late = request(0, "late-1", decide(0, "late-1"));
    long revision = append(TagsMoved.of(new Move(LATE, 0, ModelId.of("late-2"))));

    PromotionOutcome outcome = promotion.moveTag("promote-7/move", late);

    assertThat(outcome.status()).isEqualTo(Status.STALE);
    assertThat(outcome.tagRevision()).isEqualTo(revision);
    assertThat(outcome.reason()).contains("Revision of tag late '0'", "late-2");
    assertThat(promotion.readTag("late").championId()).isEqualTo("late-2");
  }

  @Test
  void moveWithoutAPromotingDecisionOnThatEvaluationIsRefused() {
    String hold = promotion.recordDecision("hold", decision(0, "late-1", verdict("HOLD")));
    String promote = decide(0, "late-1");
    PromotionRequest otherEvaluation =
        new PromotionRequest(
            "late",
            0,
            "late-1",
            Digests.sha256Hex("another evaluation"),
            promote,
            PromotionPolicy.AUTO,
            Duration.ofDays(1));

    assertThat(refused(() -> promotion.moveTag("a", request(0, "late-1", hold))))
        .extracting(Problem::value, Problem::expectation)
        .containsExactly(tuple("HOLD", "PROMOTE"));
    assertThat(refused(() -> promotion.moveTag("a", request(0, "late-1", "no-decision"))))
        .extracting(Problem::subject)
        .containsExactly("decisionId");
    assertThat(refused(() -> promotion.moveTag("a", otherEvaluation)))
        .extracting(Problem::subject)
        .containsExactly("evaluationSha256");
    assertThat(refused(() -> promotion.moveTag("a", request(0, "late-2", promote))))
        .extracting(Problem::subject)
        .containsExactly("Decision");
    assertThat(registry.state().history(LATE)).isEmpty();
  }

  @Test
  void malformedMoveIsRefusedWithEveryProblem() {
    PromotionRequest malformed =
        new PromotionRequest(
            "A", -1, "../m", EVALUATION, "", PromotionPolicy.AUTO, Duration.ofDays(1));

    assertThat(refused(() -> promotion.moveTag("", malformed)))
        .extracting(Problem::subject)
        .containsExactly("commandId", "tag", "modelId", "decisionId", "tagRevision");
  }

  @Test
  void tamperedDecisionIsCorrupt() throws Exception {
    String id = decide(0, "late-1");
    Files.writeString(folder.resolve("store/decisions/" + id + ".json"), "{}");

    assertThat(failure(() -> promotion.moveTag("a", request(0, "late-1", id))).getType())
        .isEqualTo(FailureTypes.CORRUPT_OBJECT);
  }

  @Test
  void unreachableStoreIsLeftToARetry() {
    S3Options nobody =
        new S3Options(URI.create("http://127.0.0.1:1"), null, new S3Credentials("key", "secret"));
    try (ObjectStore unreachable = ObjectStores.open("s3://bucket", nobody)) {
      PromotionActivities cut =
          new PromotionActivitiesImpl(unreachable, Registry.open(unreachable));

      assertThatThrownBy(() -> cut.readTag("late")).isInstanceOf(StoreUnavailableException.class);
    }
  }

  private long append(Change change) {
    return registry
        .append(CommandId.of("test", Digests.sha256Hex(change.toString())), change)
        .orThrow();
  }

  private String decide(long revision, String model) {
    return promotion.recordDecision("decide " + model, decision(revision, model));
  }

  private static DecisionRecord decision(long revision, String model) {
    return decision(revision, model, verdict("PROMOTE"));
  }

  private static DecisionRecord decision(long revision, String model, Verdict verdict) {
    return new DecisionRecord(
        "late", revision, model, "evaluations/x.json", EVALUATION, verdict, "retrain-7");
  }

  private static Verdict verdict(String outcome) {
    return new Verdict(Verdict.Outcome.valueOf(outcome), List.of("auc is higher by 0.01"));
  }

  private static PromotionRequest request(long revision, String model, String decision) {
    return new PromotionRequest(
        "late", revision, model, EVALUATION, decision, PromotionPolicy.AUTO, Duration.ofDays(1));
  }

  private static List<Problem> refused(ThrowingCallable call) {
    ApplicationFailure failure = failure(call);
    assertThat(failure.getType()).isEqualTo(FailureTypes.INVALID_REQUEST);
    List<Problem> problems = new ArrayList<>();
    for (int i = 0; i < failure.getDetails().getSize(); i++) {
      problems.add(failure.getDetails().get(i, Problem.class));
    }
    return problems;
  }

  private static ApplicationFailure failure(ThrowingCallable call) {
    ApplicationFailure failure = catchThrowableOfType(ApplicationFailure.class, call);
    assertThat(failure.isNonRetryable()).isTrue();
    return failure;
  }

  private static ModelRegistered model(String id) {
    return new ModelRegistered(
        ModelId.of(id),
        "late-arrival",
        "flights-team",
        "training-" + id,
        "jvm:xgboost",
        FeatureSetId.parse("late-arrival@1"),
        DatasetId.of("late-arrival-v1-0123"),
        Digests.sha256Hex("dataset"),
        "late",
        Instant.parse("2013-10-01T00:00:00Z"),
        Instant.parse("2013-01-01T10:00:00Z"),
        TRAIN_TO,
        Instant.parse("2013-09-17T00:00:00Z"),
        Instant.parse("2013-10-01T00:00:00Z"),
        "exact",
        "models/" + id,
        Digests.sha256Hex("manifest of " + id));
  }
}
