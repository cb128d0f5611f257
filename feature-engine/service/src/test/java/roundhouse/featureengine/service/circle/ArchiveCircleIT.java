package roundhouse.featureengine.service.circle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import roundhouse.featureengine.batch.Backfill;
import roundhouse.featureengine.batch.PartitionListener;
import roundhouse.featureengine.batch.StateExport;
import roundhouse.featureengine.batch.archive.ArchivedTopic;
import roundhouse.featureengine.batch.dataset.Dataset;
import roundhouse.featureengine.batch.engine.EngineOptions;
import roundhouse.featureengine.batch.parquet.Rows;
import roundhouse.featureengine.batch.source.EventImport;
import roundhouse.featureengine.batch.source.EventSource;
import roundhouse.featureengine.language.state.StateManifest;
import roundhouse.featureengine.service.answer.Answer;
import roundhouse.featureengine.service.answer.FeatureService;
import roundhouse.featureengine.service.archive.Archiver;
import roundhouse.featureengine.service.circle.LivePages.Ordered;
import roundhouse.featureengine.stream.StreamApplication;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;
import tools.jackson.databind.JsonNode;

/// Live, archived, backfilled, and live again, on a real broker.
class ArchiveCircleIT {
  private static final int HOURS = 5;
  private static final int ORDERS = 12;

  @TempDir private Path folder;

  @Test
  void batchOverTheArchiveIsTheStreamAndAStateOfItGoesOnAsTheStream() throws Exception {
    try (LivePages pages = new LivePages(folder);
        ObjectStore store = ObjectStores.onDisk(folder.resolve("store"));
        Archiver archiver = pages.archiver(store);
        StreamApplication first = StreamApplication.start(LivePages.program(1), pages.options(1))) {
      archiver.start();
      first.awaitRunning(LivePages.PATIENCE);
      FeatureService live = pages.service(first, _ -> {});
      Map<Long, Answer> answers = new HashMap<>();
      List<Ordered> orders = new ArrayList<>();
      for (int hour = 0; hour < HOURS; hour++) {
        pages.see(hour, 240);
        pages.awaitApplied(first);
        for (Ordered order : pages.orders(hour, ORDERS)) {
          orders.add(order);
          answers.put(order.id(), LivePages.ask(live, order));
        }
      }
      pages.publish(orders);
      assertThat(pages.pay(orders)).isNotEmpty();
      pages.tick(LivePages.hour(HOURS));
      pages.awaitArchived(store);
      await()
          .atMost(LivePages.PATIENCE)
          .until(() -> archivedOrders(store) >= ORDERS * HOURS + LivePages.PARTITIONS);

      EventSource source = refer(store);
      batchGivesWhatWasAnswered(store, source, answers);
      seededGivesWhatTheStreamGives(pages, store, source, first, live);
    }
  }

  private static long archivedOrders(ObjectStore store) {
    return ArchivedTopic.open(store, LivePages.ORDER_TOPIC).events();
  }

  private static EventSource refer(ObjectStore store) {
    try (EventImport events = EventImport.into(store, "live")) {
      events.referArchive(LivePages.SEEN.schema(), LivePages.SEEN_TOPIC);
      events.referArchive(LivePages.ORDERED.schema(), LivePages.ORDER_TOPIC);
      events.referArchive(LivePages.PAID.schema(), LivePages.PAID_TOPIC);
      return events.commit(LivePages.hour(HOURS));
    }
  }

  /// Each order is asked after all events before it are visible and before all after it are: what
  /// it knew and what it was served are the same events.
  private static void batchGivesWhatWasAnswered(
      ObjectStore store, EventSource source, Map<Long, Answer> answers) {
    Dataset dataset = Backfill.of(store, LivePages.plan(1), source, null, null).run(2);
    List<String> features = dataset.manifest().features();
    List<String> columns = new ArrayList<>(features);
    columns.add(dataset.manifest().askId());
    int rows = 0;
    try (Rows row = dataset.read(columns)) {
      while (row.next()) {
        Answer answer = Objects.requireNonNull(answers.get(row.longAt(features.size())));
        for (int i = 0; i < features.size(); i++) {
          assertThat(row.valueAt(i))
              .as("%s of order %d", features.get(i), row.longAt(features.size()))
              .isEqualTo(value(answer.values().get(features.get(i))));
        }
        rows++;
      }
    }
    assertThat(rows).isEqualTo(answers.size());
  }

  static @Nullable Object value(JsonNode json) {
    if (json.isNull()) {
      return null;
    }
    if (json.isString()) {
      return json.asString();
    }
    if (json.isDouble()) {
      return json.asDouble();
    }
    return json.asLong();
  }

  private void seededGivesWhatTheStreamGives(
      LivePages pages,
      ObjectStore store,
      EventSource source,
      StreamApplication first,
      FeatureService live)
      throws Exception {
    StateManifest ofThree =
        emit(StateExport.of(store, LivePages.plan(2), source, LivePages.hour(3).plusSeconds(900)));
    StateManifest ofAll = emit(StateExport.ofAll(store, LivePages.plan(3), source));
    long inThree = applied(ofThree);
    assertThat(inThree).isBetween(1L, pages.records() - 1);
    assertThat(applied(ofAll)).isEqualTo(pages.records());
    long before = pages.records();
    assertThatThrownBy(
            () ->
                StreamApplication.startFrom(ofThree, store, LivePages.program(3), pages.options(3)))
        .hasMessageContaining("expected one of pages@3");
    try (StreamApplication second =
            StreamApplication.startFrom(ofThree, store, LivePages.program(2), pages.options(2));
        StreamApplication third =
            StreamApplication.startFrom(ofAll, store, LivePages.program(3), pages.options(3))) {
      second.awaitRunning(LivePages.PATIENCE);
      third.awaitRunning(LivePages.PATIENCE);
      // Copies of what is in the state, and late ones, among them.
      pages.see(HOURS, 200);
      pages.awaitApplied(first);
      pages.awaitApplied(second);
      pages.awaitApplied(third);
      assertThat(second.counts().accepted()).isLessThan(pages.records() - inThree);
      assertThat(third.counts().accepted()).isLessThan(pages.records() - before);
      assertThat(third.counts().duplicates()).isPositive();
      for (Ordered order : pages.orders(HOURS, 60)) {
        Answer expected = LivePages.ask(live, order);
        for (StreamApplication seeded : List.of(second, third)) {
          Answer answer = LivePages.ask(pages.service(seeded, _ -> {}), order);
          assertThat(answer.values()).isEqualTo(expected.values());
        }
      }
    }
  }

  private static StateManifest emit(StateExport export) {
    return export.run(EngineOptions.ofMachine(), PartitionListener.NONE);
  }

  /// How many records are in a state: offsets of the topic have no gaps.
  private static long applied(StateManifest state) {
    return state.positions().stream()
        .filter(position -> LivePages.SEEN_TOPIC.equals(position.topic()))
        .mapToLong(StateManifest.Position::nextOffset)
        .sum();
  }
}
