package roundhouse.featureengine.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import roundhouse.featureengine.stream.EntityAnswer.Answered;
import roundhouse.featureengine.stream.EntityAnswer.HeldBy;
import roundhouse.featureengine.stream.EntityAnswer.Unavailable;
import roundhouse.featureengine.stream.StreamApplication.State;
import roundhouse.featureengine.stream.broker.LocalBroker;

/// Answers are the interpreter's, bit for bit, on a real broker.
class StreamApplicationIT {
  @TempDir private static Path folder;
  private static LocalBroker broker;

  @BeforeAll
  static void startBroker() {
    broker = LocalBroker.start(folder.resolve("broker"));
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @Test
  void answersAreTheInterpreters() throws Exception {
    try (LiveShop shop = new LiveShop(broker.bootstrapServers(), 1);
        StreamApplication application = shop.start(folder.resolve("state-1"))) {
      shop.send(1_500);
      shop.awaitApplied(application);
      shop.requireInterpretersAnswers(application);
      assertThat(application.counts().duplicates()).isPositive();
      assertThat(application.counts().late()).isPositive();
      assertThat(application.counts().beforeTheirTime()).isPositive();
    }
  }

  @Test
  void answersInMidFlowAreThoseOfTheirPositions() throws Exception {
    try (LiveShop shop = new LiveShop(broker.bootstrapServers(), 2);
        StreamApplication application = shop.start(folder.resolve("state-2"))) {
      int served = 0;
      for (int i = 0; i < 40; i++) {
        shop.send(40);
        served += shop.requireOneServedAnswer(application) ? 1 : 0;
      }
      assertThat(served).isGreaterThan(30);
    }
  }

  @Test
  void restartGoesOnFromWhatWasCommitted() throws Exception {
    try (LiveShop shop = new LiveShop(broker.bootstrapServers(), 3)) {
      for (int i = 0; i < 3; i++) {
        // The last time without local state: everything comes from Kafka.
        Path state = folder.resolve(i < 2 ? "state-3" : "state-3-new");
        try (StreamApplication application = shop.start(state)) {
          shop.send(400);
          shop.awaitApplied(application);
          shop.requireInterpretersAnswers(application);
        }
      }
    }
  }

  @Test
  void whatAnInstanceHoldsThatTellsNoAddressIsUnavailableWithThatReason() throws Exception {
    try (LiveShop shop = new LiveShop(broker.bootstrapServers(), 4);
        StreamApplication one = shop.start(folder.resolve("state-4"));
        StreamApplication other = shop.start(folder.resolve("state-4-other"))) {
      for (StreamApplication instance : List.of(one, other)) {
        await()
            .atMost(Duration.ofMinutes(1))
            .until(() -> answers(shop, instance).anyMatch(Answered.class::isInstance));
        await()
            .atMost(Duration.ofMinutes(1))
            .until(
                () ->
                    answers(shop, instance)
                        .anyMatch(
                            answer ->
                                answer instanceof Unavailable(_, String reason)
                                    && reason.contains("tells no address")));
        assertThat(answers(shop, instance)).noneMatch(HeldBy.class::isInstance);
      }
    }
  }

  @Test
  void stateWhoseOffsetsKafkaDroppedIsNotFoldedAgain() throws Exception {
    Path state = folder.resolve("state-6");
    try (LiveShop shop = new LiveShop(broker.bootstrapServers(), 6);
        Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      // Before its first commit there are changelogs, but no state.
      for (int i = 0; i < 2; i++) {
        shop.start(state).close();
      }
      try (StreamApplication application = shop.start(state)) {
        shop.send(100);
        shop.awaitApplied(application);
      }
      String id = StreamApplication.idOf(shop.plan);
      admin.deleteConsumerGroups(List.of(id)).all().get();
      assertThatThrownBy(() -> shop.start(state))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("shop@6: its changelogs hold state")
          .hasMessageContaining("offsets.retention.minutes")
          .hasMessageContaining("delete the topics that begin with '%s-'", id)
          .hasMessageContaining("the folder '%s'", id);
      deleteTopics(admin, id + "-");
      try (StreamApplication application = shop.start(folder.resolve("state-6-new"))) {
        shop.send(100);
        shop.awaitApplied(application);
        shop.requireInterpretersAnswers(application);
      }
    }
  }

  private static void deleteTopics(Admin admin, String prefix) throws Exception {
    List<String> topics =
        admin.listTopics().names().get().stream().filter(name -> name.startsWith(prefix)).toList();
    admin.deleteTopics(topics).all().get();
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> Collections.disjoint(admin.listTopics().names().get(), topics));
  }

  private static Stream<EntityAnswer> answers(LiveShop shop, StreamApplication instance) {
    AskReader reader = AskReader.of(shop.program);
    return shop.events.asks(shop.plan.askStream(), 50).stream()
        .flatMap(ask -> reader.entities(ask).stream())
        .map(instance::answer);
  }

  @Test
  void stateOfAnotherVersionIsRefusedWithTheReason() throws Exception {
    try (LiveShop shop = new LiveShop(broker.bootstrapServers(), 5)) {
      try (StreamApplication application = shop.start(folder.resolve("state-5"))) {
        shop.send(100);
        shop.awaitApplied(application);
      }
      shop.replaceStateVersion("an older one");
      try (StreamApplication application =
          StreamApplication.start(shop.program, shop.options(folder.resolve("state-5-new")))) {
        await()
            .atMost(Duration.ofMinutes(1))
            .until(() -> application.state() instanceof State.Failed);
        assertThat(application.state())
            .isInstanceOfSatisfying(
                State.Failed.class,
                failed ->
                    assertThat(failed.reason())
                        .contains("State cannot be read", "version 'an older one'", "drop it"));
      }
    }
  }
}
