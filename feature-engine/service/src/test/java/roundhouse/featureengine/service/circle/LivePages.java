package roundhouse.featureengine.service.circle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static roundhouse.featureengine.language.Expressions.days;
import static roundhouse.featureengine.language.Expressions.hours;
import static roundhouse.featureengine.language.Expressions.minutes;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import roundhouse.featureengine.batch.archive.ArchivedTopic;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.language.EntityEvents;
import roundhouse.featureengine.language.EventStream;
import roundhouse.featureengine.language.FeatureSet;
import roundhouse.featureengine.language.RecordRow;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.language.program.Program;
import roundhouse.featureengine.service.answer.Answer;
import roundhouse.featureengine.service.answer.AnswerLog;
import roundhouse.featureengine.service.answer.AskTimes;
import roundhouse.featureengine.service.answer.FeatureService;
import roundhouse.featureengine.service.answer.KafkaAnswerLog;
import roundhouse.featureengine.service.answer.Peers;
import roundhouse.featureengine.service.archive.Archiver;
import roundhouse.featureengine.service.archive.ArchiverLimits;
import roundhouse.featureengine.stream.AskReader;
import roundhouse.featureengine.stream.EntityAnswer.Answered;
import roundhouse.featureengine.stream.SourcePosition;
import roundhouse.featureengine.stream.StreamApplication;
import roundhouse.featureengine.stream.StreamOptions;
import roundhouse.featureengine.stream.broker.LocalBroker;
import roundhouse.featureengine.stream.event.EventTopic;
import roundhouse.storage.ObjectStore;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Pages that users see, on a real broker: events of each hour out of order, some late, some
/// copies, some known in an earlier hour than those before them in their partition.
final class LivePages implements AutoCloseable {
  static final int PARTITIONS = 2;
  static final String SEEN_TOPIC = "seen";
  static final String ORDER_TOPIC = "orders";
  static final String PAID_TOPIC = "paid";
  static final String ANSWER_TOPIC = "feature-answers";
  private static final int LAST_USERS = 30;
  static final Duration PATIENCE = Duration.ofSeconds(90);
  static final Instant START = Instant.parse("2026-01-05T00:00:00Z");

  record Seen(long id, String user, String page, double seconds, Instant at, Instant heardAt) {}

  record Ordered(long id, String user, String page, Instant at, Instant knownAt) {}

  record Paid(long id, long orderId, boolean inFull, Instant at) {}

  static final EventStream<Seen> SEEN =
      EventStream.named("seen")
          .of(Seen.class)
          .identifiedBy(Seen::id)
          .happeningAt(Seen::at)
          .knownAt(Seen::heardAt, hours(2));

  static final EventStream<Ordered> ORDERED =
      EventStream.named("ordered")
          .of(Ordered.class)
          .identifiedBy(Ordered::id)
          .happeningAt(Ordered::at)
          .knownAt(Ordered::knownAt, minutes(30));

  static final EventStream<Paid> PAID =
      EventStream.named("paid").of(Paid.class).identifiedBy(Paid::id).happeningAt(Paid::at);

  private static final EntityEvents<Ordered, Seen> BY_USER =
      SEEN.where(Seen::user).equalTo(Ordered::user);
  private static final EntityEvents<Ordered, Seen> OF_PAGE =
      SEEN.where(Seen::page).equalTo(Ordered::page);

  static Plan plan(int version) {
    return FeatureSet.askedBy(ORDERED)
        .named("pages")
        .version(version)
        .feature("user", Ordered::user)
        .feature("seen_1h", BY_USER.count().within(hours(1)))
        .feature("seconds_6h", BY_USER.mean(Seen::seconds).within(hours(6)))
        .feature("pages_1d", BY_USER.distinct(Seen::page).within(days(1)))
        .feature("last_page_1d", BY_USER.last(Seen::page).within(days(1)))
        .feature("users_1h", OF_PAGE.distinct(Seen::user).within(hours(1)))
        .feature("longest_1d", OF_PAGE.max(Seen::seconds).within(days(1)))
        .label(
            "paid",
            PAID.where(Paid::orderId)
                .equalTo(Ordered::id)
                .whether(Paid::inFull)
                .maturingIn(hours(2))
                .otherwiseFalse())
        .plan();
  }

  private final Random random = new Random(11);
  private final LocalBroker broker;
  private final Path folder;
  private final Producer<byte[], byte[]> producer;
  private final List<Seen> sent = new ArrayList<>();
  private long records;
  private long number;
  private int round;
  private final Map<Ordered, List<Future<RecordMetadata>>> last = new HashMap<>();

  LivePages(Path folder) throws ExecutionException, InterruptedException {
    this.folder = folder;
    broker = LocalBroker.start(folder.resolve("broker"));
    producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                // In a new topic a refused first batch would be overtaken, and lost.
                "max.in.flight.requests.per.connection",
                1),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    try (Admin admin = Admin.create(clients())) {
      admin
          .createTopics(
              List.of(SEEN_TOPIC, ORDER_TOPIC, PAID_TOPIC, ANSWER_TOPIC).stream()
                  .map(topic -> new NewTopic(topic, PARTITIONS, (short) 1))
                  .toList())
          .all()
          .get();
    }
  }

  Map<String, Object> clients() {
    return Map.of("bootstrap.servers", broker.bootstrapServers());
  }

  static List<EventTopic> topics() {
    return List.of(
        EventTopic.ofJson(SEEN_TOPIC, SEEN.schema()),
        EventTopic.ofJson(ORDER_TOPIC, ORDERED.schema()),
        EventTopic.ofJson(PAID_TOPIC, PAID.schema()));
  }

  StreamOptions options(int version) {
    return StreamOptions.local(
            broker.bootstrapServers(), topics(), folder.resolve("state-" + version))
        .advertisedAs("127.0.0.1:1");
  }

  Archiver archiver(ObjectStore store) {
    List<EventTopic> all = new ArrayList<>(topics());
    all.add(KafkaAnswerLog.topic(ANSWER_TOPIC));
    return new Archiver(
        store,
        Map.of("bootstrap.servers", broker.bootstrapServers(), "group.id", "archiver"),
        all,
        // Small segments, so that positions lie within and between files.
        new ArchiverLimits(70, Duration.ofMillis(200)),
        folder.resolve("archiver"),
        Clock.systemUTC(),
        new SimpleMeterRegistry());
  }

  static Instant hour(int hour) {
    return START.plus(hour, ChronoUnit.HOURS);
  }

  /// What users saw and the platform learned of in that hour. The first event of each partition is
  /// of the hour, so that none after it becomes visible earlier; the last ones, of users of their
  /// own, tell when all are applied.
  void see(int hour, int count) {
    for (int partition = 0; partition < PARTITIONS; partition++) {
      var _ = send(seen("first", hour(hour)), partition);
    }
    for (int i = 0; i < count; i++) {
      Seen next = sent.isEmpty() || random.nextInt(12) > 0 ? seen(hour) : copy();
      sent.add(next);
      var _ = send(next, (int) (next.id() % PARTITIONS));
    }
    last.clear();
    round++;
    for (int i = 0; i < LAST_USERS; i++) {
      Seen end = seen("last-%d-%d".formatted(round, i), hour(hour).plusMillis(3_499_999));
      last.put(
          new Ordered(0, end.user(), end.page(), end.at(), end.at()),
          List.of(send(end, 0), send(seen(end.user(), end.heardAt()), 1)));
    }
    producer.flush();
  }

  private Seen seen(String user, Instant heardAt) {
    return new Seen(number++, user, user, 1.0, heardAt, heardAt);
  }

  private Future<RecordMetadata> send(Seen event, int partition) {
    records++;
    return send(SEEN_TOPIC, SEEN.schema(), event, partition);
  }

  private Seen copy() {
    return sent.get(sent.size() - 1 - random.nextInt(Math.min(30, sent.size())));
  }

  private Seen seen(int hour) {
    // Some were known an hour earlier, but come by the topic only now.
    Instant from = random.nextInt(10) == 0 && hour > 0 ? hour(hour - 1) : hour(hour);
    Instant heardAt = from.plusMillis(random.nextInt(3_500_000));
    Instant at =
        switch (random.nextInt(15)) {
          case 0 -> heardAt.minus(2, ChronoUnit.HOURS).minusMillis(1);
          case 1 -> heardAt.plusMillis(1);
          case 2, 3, 4 -> heardAt.minusMillis(random.nextInt(7_200_000));
          default -> heardAt;
        };
    return new Seen(number++, user(), page(), random.nextDouble(), at, heardAt);
  }

  private String user() {
    return "user-" + random.nextInt(6);
  }

  private String page() {
    return "page-" + random.nextInt(4);
  }

  private <E extends Record> Future<RecordMetadata> send(
      String topic, StreamSchema schema, E event, int partition) {
    byte[] value =
        topics().stream()
            .filter(each -> each.topic().equals(topic))
            .findFirst()
            .orElseThrow()
            .newEncoder()
            .encode(RecordRow.of(event, schema));
    return producer.send(new ProducerRecord<>(topic, partition, null, value));
  }

  /// Orders at the end of that hour.
  List<Ordered> orders(int hour, int count) {
    List<Ordered> orders = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Instant knownAt = hour(hour).plusMillis(3_500_000 + i);
      orders.add(
          new Ordered(
              number++, user(), page(), knownAt.minusMillis(random.nextInt(600_000)), knownAt));
    }
    return orders;
  }

  /// Puts orders into their topic as events, in another order, some twice.
  void publish(List<Ordered> orders) {
    for (Ordered order : orders.reversed()) {
      for (int i = 0; i <= random.nextInt(3) / 2; i++) {
        var _ = send(ORDER_TOPIC, ORDERED.schema(), order, (int) (order.id() % PARTITIONS));
      }
    }
    producer.flush();
  }

  /// Some of the orders are paid within the time, some later, some not.
  List<Paid> pay(List<Ordered> orders) {
    List<Paid> all = new ArrayList<>();
    for (Ordered order : orders) {
      int fate = random.nextInt(4);
      if (fate > 0) {
        Instant at = order.knownAt().plus(fate == 1 ? 150 : 60, ChronoUnit.MINUTES);
        Paid paid = new Paid(number++, order.id(), random.nextInt(3) > 0, at);
        all.add(paid);
        var _ = send(PAID_TOPIC, PAID.schema(), paid, (int) (order.id() % PARTITIONS));
      }
    }
    producer.flush();
    return all;
  }

  /// An event in each partition that says how far it has come.
  void tick(Instant at) {
    for (int partition = 0; partition < PARTITIONS; partition++) {
      var _ = send(PAID_TOPIC, PAID.schema(), new Paid(number++, -1, true, at), partition);
      // Known too late to count.
      Ordered late = new Ordered(number++, "nobody", "none", at.minus(1, ChronoUnit.HOURS), at);
      var _ = send(ORDER_TOPIC, ORDERED.schema(), late, partition);
    }
    producer.flush();
  }

  /// Records in the topic that answers come from.
  long records() {
    return records;
  }

  /// Waits until the application has applied all that was seen: what was sent before the last
  /// users' events, on its way to the same part of the state, has been applied before them.
  void awaitApplied(StreamApplication application) throws Exception {
    AskReader reader = AskReader.of(application.program());
    for (Map.Entry<Ordered, List<Future<RecordMetadata>>> each : last.entrySet()) {
      Set<SourcePosition> expected = new HashSet<>();
      for (Future<RecordMetadata> sending : each.getValue()) {
        RecordMetadata at = sending.get();
        expected.add(new SourcePosition(at.topic(), at.partition(), at.offset()));
      }
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(20))
          .until(
              () ->
                  reader.entities(row(each.getKey())).stream()
                      .map(application::answer)
                      .allMatch(
                          answer ->
                              answer instanceof Answered known
                                  && known.positions().containsAll(expected)));
    }
  }

  void awaitArchived(ObjectStore store) {
    await().atMost(PATIENCE).until(() -> ArchivedTopic.open(store, SEEN_TOPIC).events() == records);
  }

  FeatureService service(StreamApplication application, AnswerLog log) {
    return new FeatureService(
        application.program(),
        application::answer,
        Peers.none(),
        new AskTimes.AsReplayed(),
        log,
        Duration.ofSeconds(1));
  }

  static Answer answer(FeatureService service, Ordered order) throws Exception {
    return service.answer(List.of(json(order))).getFirst();
  }

  /// An answer that has all features.
  static Answer ask(FeatureService service, Ordered order) throws Exception {
    Answer answer = answer(service, order);
    assertThat(answer.entities()).allMatch(part -> part.unavailable() == null);
    return answer;
  }

  private static ObjectNode json(Ordered order) {
    return JsonMapper.shared()
        .createObjectNode()
        .put("id", order.id())
        .put("user", order.user())
        .put("page", order.page())
        .put("at", order.at().toString())
        .put("knownAt", order.knownAt().toString());
  }

  static ArrayRow row(Ordered order) {
    return RecordRow.of(order, plan(1).askStream());
  }

  static Program program(int version) {
    return Program.of(plan(version));
  }

  @Override
  public void close() {
    producer.close();
    broker.close();
  }
}
