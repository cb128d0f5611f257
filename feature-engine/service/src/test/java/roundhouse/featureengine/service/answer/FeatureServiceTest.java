package roundhouse.featureengine.service.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import roundhouse.featureengine.language.RecordRow;
import roundhouse.featureengine.language.program.EntityKind;
import roundhouse.featureengine.service.Shop;
import roundhouse.featureengine.service.Shop.Visit;
import roundhouse.featureengine.stream.EntityAnswer.AlreadyApplied;
import roundhouse.featureengine.stream.EntityAnswer.HeldBy;
import roundhouse.featureengine.stream.EntityAnswer.Unavailable;
import roundhouse.featureengine.stream.EntityAsk;
import roundhouse.featureengine.stream.SourcePosition;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class FeatureServiceTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  private final HeldEntities here = new HeldEntities(Shop.PROGRAM);
  private final List<Answer> kept = new ArrayList<>();

  @BeforeEach
  void visit() {
    visit(here, new Visit(1, "ann", "home", 3, NOW.minusSeconds(60)), 0);
    visit(here, new Visit(2, "ann", "cart", 4, NOW.minusSeconds(30)), 1);
    visit(here, new Visit(3, "bob", "home", 5, NOW.minusSeconds(20)), 2);
  }

  @Test
  void answersFromAllEntitiesWithPositionsAndStaleness() throws Exception {
    Answer answer = service(Peers.none()).answer(List.of(ask("home"))).getFirst();

    assertThat(FeatureValues.text(answer.values()))
        .isEqualTo(
            """
            {"user":"ann","user_visits_1h":2,"user_seconds_mean_1h":3.5,"page_visits_1h":2}""");
    assertThat(answer.digest()).isEqualTo(FeatureValues.digest(answer.values()));
    assertThat(answer.knownAt()).isEqualTo(NOW);
    assertThat(answer.ask().get("knownAt").asString()).isEqualTo(NOW.toString());
    assertThat(answer.staleness()).contains(Duration.ofSeconds(20));
    assertThat(answer.entities())
        .extracting(Answer.EntityPart::entity, part -> part.positions().getFirst().offset())
        .containsExactlyInAnyOrder(tuple("user", 1L), tuple("page", 2L));
    assertThat(kept).containsExactly(answer);
  }

  @Test
  void anEntityWithoutEventsAndAnAskWithoutKeyAnswerNothing() throws Exception {
    List<Answer> answers =
        service(Peers.none()).answer(List.of(ask("nowhere"), ask("home").putNull("page")));

    assertThat(answers)
        .extracting(answer -> answer.values().get("page_visits_1h").asLong())
        .containsExactly(0L, 0L);
    assertThat(answers.get(1).entities()).hasSize(1);
  }

  @Test
  void whatCannotBeHadIsLeftOutAndSaidWithItsReason() throws Exception {
    here.answerInstead(new Unavailable(kind("user"), "it moves; try again"));

    Answer answer = service(Peers.none()).answer(List.of(ask("home"))).getFirst();

    assertThat(FeatureValues.text(answer.values()))
        .isEqualTo("{\"user\":\"ann\",\"page_visits_1h\":2}");
    assertThat(answer.entities())
        .filteredOn(part -> part.unavailable() != null)
        .singleElement()
        .satisfies(
            part -> {
              assertThat(part.unavailable()).isEqualTo("it moves; try again");
              assertThat(part.missing()).containsExactly("user_visits_1h", "user_seconds_mean_1h");
            });
  }

  @Test
  void entitiesHeldElsewhereAreAskedThereInOneCall() throws Exception {
    HeldEntities there = new HeldEntities(Shop.PROGRAM);
    visit(there, new Visit(9, "ann", "home", 8, NOW.minusSeconds(5)), 7);
    here.answerInstead(new HeldBy(kind("user"), "other", 8091));
    List<List<EntityAsk>> calls = new ArrayList<>();
    Peers peers =
        (_, _, asks, _) -> {
          calls.add(asks);
          return CompletableFuture.completedFuture(asks.stream().map(there::answer).toList());
        };

    List<Answer> answers = service(peers).answer(List.of(ask("home"), ask("cart")));

    assertThat(answers)
        .extracting(answer -> answer.values().get("user_seconds_mean_1h").asDouble())
        .containsExactly(8.0, 8.0);
    assertThat(calls).singleElement().asInstanceOf(LIST).hasSize(2);
  }

  @Test
  void aPeersQuestionIsNeverForwardedAgain() {
    here.answerInstead(new HeldBy(kind("user"), "third", 8091));

    assertThat(
            service(Peers.none()).answerPeer(List.of(new EntityAsk(kind("user"), "", "AAE", 0, 0))))
        .singleElement()
        .isInstanceOfSatisfying(
            Unavailable.class, gone -> assertThat(gone.reason()).contains("moved to third:8091"));
  }

  @Test
  void everythingThatIsWrongWithAnyAskIsSaidAtOnce() {
    ObjectNode wrong =
        JsonMapper.shared()
            .createObjectNode()
            .put("id", "x")
            .put("colour", "red")
            .put("knownAt", "2026-01-01T00:00:00Z")
            .put("at", NOW.toString());
    ObjectNode late = ask("home").put("at", NOW.minusSeconds(301).toString()).put("size", 4);
    ObjectNode early = ask("home").put("at", NOW.plusSeconds(1).toString());

    InvalidAskException invalid =
        catchThrowableOfType(
            InvalidAskException.class,
            () -> service(Peers.none()).answer(List.of(wrong, ask("home"), late, early)));

    assertThat(invalid.problems())
        .extracting(problem -> problem.subject() + " = " + problem.value())
        .containsExactlyInAnyOrder(
            "Ask 0: Field 'knownAt' = 2026-01-01T00:00:00Z",
            "Ask 0: Field 'colour' = \"red\"",
            "Ask 0: Field 'id' = \"x\"",
            "Ask 0: Field 'user' = absent",
            "Ask 2: Field 'size' = 4",
            "Ask 2: Field 'at' = 2026-01-01T11:54:59Z",
            "Ask 3: Field 'at' = 2026-01-01T12:00:01Z");
    assertThat(invalid.problems()).allSatisfy(problem -> assertThat(problem.remedy()).isNotBlank());
    assertThat(kept).isEmpty();
  }

  @Test
  void anAskThatWasAppliedAsAnEventIsRefused() {
    here.answerInstead(new AlreadyApplied(kind("page")));

    AppliedAskException applied =
        catchThrowableOfType(
            AppliedAskException.class,
            () -> service(Peers.none()).answer(List.of(ask("home").putNull("page"), ask("home"))));

    assertThat(applied.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.subject()).isEqualTo("Ask 1: Field 'id'");
              assertThat(problem.expectation()).contains("not been applied as an event");
            });
    assertThat(kept).isEmpty();
  }

  @Test
  void inAReplayTheAskBringsItsOwnTime() throws Exception {
    FeatureService replay =
        new FeatureService(
            Shop.PROGRAM,
            here,
            Peers.none(),
            new AskTimes.AsReplayed(),
            kept::addAll,
            Duration.ofSeconds(1));

    Answer answer =
        replay
            .answer(List.of(ask("home").put("knownAt", NOW.plusSeconds(9).toString())))
            .getFirst();

    assertThat(answer.knownAt()).isEqualTo(NOW.plusSeconds(9));
  }

  private FeatureService service(Peers peers) {
    return new FeatureService(
        Shop.PROGRAM,
        here,
        peers,
        new AskTimes.AssignedNow(Clock.fixed(NOW, ZoneOffset.UTC)),
        kept::addAll,
        Duration.ofSeconds(1));
  }

  private static int kind(String name) {
    return Shop.PROGRAM.entities().stream()
        .filter(kind -> kind.name().equals(name))
        .mapToInt(EntityKind::index)
        .findFirst()
        .orElseThrow();
  }

  private static ObjectNode ask(String page) {
    return JsonMapper.shared()
        .createObjectNode()
        .put("id", 7)
        .put("user", "ann")
        .put("page", page)
        .put("at", NOW.toString());
  }

  private static void visit(HeldEntities entities, Visit visit, long offset) {
    entities.apply(
        0,
        RecordRow.of(visit, Shop.PLAN.streams().getFirst()),
        new SourcePosition("visits", 0, offset));
  }
}
