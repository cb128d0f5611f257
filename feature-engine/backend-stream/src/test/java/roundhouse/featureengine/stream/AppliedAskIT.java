package roundhouse.featureengine.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static roundhouse.featureengine.language.Expressions.hours;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.language.FeatureSet;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.language.program.Program;
import roundhouse.featureengine.stream.EntityAnswer.AlreadyApplied;
import roundhouse.featureengine.stream.EntityAnswer.Answered;
import roundhouse.featureengine.stream.Shop.Paid;
import roundhouse.featureengine.stream.broker.LocalBroker;
import roundhouse.featureengine.stream.event.EventTopic;

/// Where asks are also what features look back on, none is answered that has become an event.
class AppliedAskIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final StreamSchema PAID = Shop.PAID.schema();
  private static final Plan PLAN =
      FeatureSet.askedBy(Shop.PAID)
          .named("paid-again")
          .version(1)
          .feature(
              "paid_1h", Shop.PAID.where(Paid::card).equalTo(Paid::card).count().within(hours(1)))
          .plan();

  @TempDir private Path folder;
  private final Program program = Program.of(PLAN);
  private final AskReader reader = AskReader.of(program);

  @Test
  void anAskIsAnsweredUntilItIsAppliedAsAnEvent() throws Exception {
    List<EventTopic> topics = List.of(EventTopic.ofJson("paid", PAID));
    ShopEvents events = new ShopEvents(1);
    ArrayRow first = events.punctual(PAID, "card-1");
    ArrayRow second = events.punctual(PAID, "card-1");
    try (LocalBroker broker = LocalBroker.start(folder.resolve("broker"))) {
      createTopic(broker);
      try (SourceLog log = new SourceLog(broker.bootstrapServers(), PLAN, topics, 1);
          StreamApplication application = start(broker, topics, "state")) {
        assertThat(answer(application, first)).isInstanceOf(Answered.class);
        log.send(PAID, first);
        await().atMost(PATIENCE).until(() -> answer(application, first) instanceof AlreadyApplied);
        assertThat(answer(application, second))
            .isInstanceOfSatisfying(
                Answered.class,
                answer -> assertThat(features(second, answer).longAt(0)).isEqualTo(1));
      }
      // On a new machine, from what Kafka kept.
      try (StreamApplication application = start(broker, topics, "state-new")) {
        assertThat(answer(application, first)).isInstanceOf(AlreadyApplied.class);
        assertThat(answer(application, second)).isInstanceOf(Answered.class);
      }
    }
  }

  private StreamApplication start(LocalBroker broker, List<EventTopic> topics, String state)
      throws InterruptedException {
    StreamApplication application =
        StreamApplication.start(
            program, StreamOptions.local(broker.bootstrapServers(), topics, folder.resolve(state)));
    application.awaitRunning(PATIENCE);
    return application;
  }

  private EntityAnswer answer(StreamApplication application, ArrayRow ask) {
    return application.answer(reader.entities(planned(ask)).getFirst());
  }

  private ArrayRow features(ArrayRow ask, Answered answer) {
    ArrayRow features = ArrayRow.ofSize(PLAN.features().size());
    reader.features(planned(ask), List.of(answer), features);
    return features;
  }

  /// The fields that the plan reads of an ask.
  private static ArrayRow planned(ArrayRow event) {
    return ArrayRow.of(
        PLAN.askStream().fieldNames().stream()
            .map(name -> event.valueAt(PAID.indexOf(name)))
            .toArray());
  }

  private static void createTopic(LocalBroker broker) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic("paid", 1, (short) 1))).all().get();
    }
  }
}
