package roundhouse.featureengine.service.circle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import roundhouse.featureengine.batch.Backfill;
import roundhouse.featureengine.batch.PartitionUnit;
import roundhouse.featureengine.batch.archive.ArchivedTopic;
import roundhouse.featureengine.batch.dataset.Dataset;
import roundhouse.featureengine.batch.dataset.DatasetManifest.Visibility;
import roundhouse.featureengine.batch.parquet.Rows;
import roundhouse.featureengine.batch.source.EventImport;
import roundhouse.featureengine.batch.source.EventSource;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.service.answer.Answer;
import roundhouse.featureengine.service.answer.AnswerEvents;
import roundhouse.featureengine.service.answer.FeatureService;
import roundhouse.featureengine.service.answer.KafkaAnswerLog;
import roundhouse.featureengine.service.archive.Archiver;
import roundhouse.featureengine.service.circle.LivePages.Ordered;
import roundhouse.featureengine.service.circle.LivePages.Paid;
import roundhouse.featureengine.service.served.ArchivedAnswers;
import roundhouse.featureengine.service.served.ServedReport;
import roundhouse.featureengine.service.served.VerifyServed;
import roundhouse.featureengine.stream.StreamApplication;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;

/// What was served, archived and joined with what came of it.
class ServedDatasetIT {
  private static final Plan PLAN = LivePages.plan(1);

  @TempDir private Path folder;

  /// In the order in which they were given, complete or not.
  private final List<Given> answers = new ArrayList<>();

  private record Given(Ordered order, Answer answer) {
    boolean isComplete() {
      return answer.entities().stream().allMatch(part -> part.unavailable() == null);
    }
  }

  @Test
  void rowsAreWhatWasServedWithTheLabelsThatCameOfIt() throws Exception {
    try (LivePages pages = new LivePages(folder);
        ObjectStore store = ObjectStores.onDisk(folder.resolve("store"));
        Archiver archiver = pages.archiver(store);
        StreamApplication application =
            StreamApplication.start(LivePages.program(1), pages.options(1));
        KafkaAnswerLog log =
            new KafkaAnswerLog(
                PLAN, LivePages.ANSWER_TOPIC, pages.clients(), new SimpleMeterRegistry())) {
      archiver.start();
      application.awaitRunning(LivePages.PATIENCE);
      List<Paid> paid = serve(pages, application, pages.service(application, log));
      pages.awaitArchived(store);
      awaitArchived(store, LivePages.ANSWER_TOPIC, answers.size());
      awaitArchived(store, LivePages.PAID_TOPIC, paid.size());

      EventSource source = refer(store);
      for (PartitionUnit unit : PartitionUnit.values()) {
        Dataset dataset =
            Backfill.ofServed(store, PLAN, source, null, null, unit, new ArchivedAnswers()).run(2);
        assertThat(dataset.manifest().visibility()).isEqualTo(Visibility.AS_SERVED);
        requireRows(dataset, paid);
      }
      ServedReport report =
          new VerifyServed(store, PLAN, LivePages.topics()).verify(LivePages.ANSWER_TOPIC, 1000, 1);
      assertThat(report.differences()).isEmpty();
      assertThat(report.equal()).isEqualTo(answers.size());
    }
  }

  /// Orders of every hour, and of clocks that are slow: known before events that their answers have
  /// seen. One that is too slow is not answered by entities that may have forgotten.
  private List<Paid> serve(LivePages pages, StreamApplication application, FeatureService service)
      throws Exception {
    List<Paid> paid = new ArrayList<>();
    for (int hour = 0; hour < 4; hour++) {
      pages.see(hour, 200);
      pages.awaitApplied(application);
      List<Ordered> orders = new ArrayList<>(pages.orders(hour, 10));
      int minutes = 5;
      for (Ordered order : pages.orders(hour, 6)) {
        orders.add(slower(order, Duration.ofMinutes(minutes)));
        minutes += 12;
      }
      for (Ordered order : orders) {
        answers.add(new Given(order, LivePages.answer(service, order)));
      }
      paid.addAll(pages.pay(orders));
      // Asked once more, when more is known: the first answer is what its application went by.
      pages.see(hour, 20);
      pages.awaitApplied(application);
      Ordered again = slower(orders.getFirst(), Duration.ofMillis(-1));
      answers.add(new Given(again, LivePages.answer(service, again)));
    }
    assertThat(answers).anyMatch(each -> !each.isComplete());
    return paid;
  }

  private static Ordered slower(Ordered order, Duration by) {
    return new Ordered(
        order.id(), order.user(), order.page(), order.at().minus(by), order.knownAt().minus(by));
  }

  private static void awaitArchived(ObjectStore store, String topic, int events) {
    await()
        .atMost(LivePages.PATIENCE)
        .until(() -> ArchivedTopic.open(store, topic).events() == events);
  }

  /// Features are not computed again: their streams need not be there.
  private static EventSource refer(ObjectStore store) {
    try (EventImport events = EventImport.into(store, "served")) {
      events.referArchive(AnswerEvents.SCHEMA, LivePages.ANSWER_TOPIC);
      events.referArchive(LivePages.PAID.schema(), LivePages.PAID_TOPIC);
      return events.commit(LivePages.hour(8));
    }
  }

  private void requireRows(Dataset dataset, List<Paid> paid) {
    Map<Long, Given> first = new HashMap<>();
    answers.stream()
        .filter(Given::isComplete)
        .forEach(each -> first.putIfAbsent(each.order().id(), each));
    List<String> features = dataset.manifest().features();
    List<String> columns = new ArrayList<>(features);
    columns.addAll(List.of(dataset.manifest().askId(), "askTime", "paid"));
    long previous = Long.MIN_VALUE;
    long positive = 0;
    int rows = 0;
    try (Rows row = dataset.read(columns)) {
      for (; row.next(); rows++) {
        long id = row.longAt(features.size());
        Given given = Objects.requireNonNull(first.get(id), "order " + id);
        for (int i = 0; i < features.size(); i++) {
          assertThat(row.valueAt(i))
              .as("%s of order %d", features.get(i), id)
              .isEqualTo(ArchiveCircleIT.value(given.answer().values().get(features.get(i))));
        }
        assertThat(row.longAt(features.size() + 1)).isGreaterThanOrEqualTo(previous);
        previous = row.longAt(features.size() + 1);
        boolean isPaid = isPaid(given.order(), paid);
        assertThat(row.booleanAt(features.size() + 2)).as("order %d", id).isEqualTo(isPaid);
        positive += isPaid ? 1 : 0;
      }
    }
    assertThat(rows).isEqualTo(first.size());
    assertThat(positive).isBetween(1L, rows - 1L);
    assertThat(dataset.manifest().labels().getFirst().positive()).isEqualTo(positive);
  }

  /// A payment is known once those before it in its partition are.
  private static boolean isPaid(Ordered order, List<Paid> paid) {
    Instant end = order.knownAt().plus(Duration.ofHours(2));
    Map<Long, Instant> visible = new HashMap<>();
    boolean isPaid = false;
    for (Paid each : paid) {
      Instant knownAt =
          visible.merge(
              each.orderId() % LivePages.PARTITIONS,
              each.at(),
              (one, other) -> one.isAfter(other) ? one : other);
      if (each.orderId() == order.id()
          && knownAt.isAfter(order.knownAt())
          && !knownAt.isAfter(end)) {
        isPaid = each.inFull();
      }
    }
    return isPaid;
  }
}
