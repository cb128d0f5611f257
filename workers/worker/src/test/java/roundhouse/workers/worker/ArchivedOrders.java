package roundhouse.workers.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.batch.archive.ArchiveEntry;
import roundhouse.featureengine.batch.archive.ArchiveEntry.ArchiveFile;
import roundhouse.featureengine.batch.archive.ArchiveLayout;
import roundhouse.featureengine.batch.archive.ArchivedPartition;
import roundhouse.featureengine.batch.parquet.ParquetTableWriter;
import roundhouse.featureengine.batch.source.EventImport;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.kernel.Micros;
import roundhouse.featureengine.language.RecordRow;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.service.answer.AnswerEvents;
import roundhouse.storage.Digests;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import roundhouse.workers.worker.Orders.Ordered;
import roundhouse.workers.worker.Orders.Returned;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Ten days of a shop whose topics, of one partition each, were archived, with the answers that
/// each order but every tenth had got.
final class ArchivedOrders {
  static final String SOURCE = "live";
  static final String COPY = "copy";
  static final int ORDERS = 240;
  static final int ANSWERED = ORDERS - ORDERS / 10;

  private static final Instant FIRST = Instant.parse("2025-03-01T00:00:00Z");
  private static final Instant END = FIRST.plus(20, ChronoUnit.DAYS);

  private ArchivedOrders() {}

  /// Archives the topics, refers to them as one source, and imports the same events as another.
  static void archive(ObjectStore store, Path scratch, Plan plan) {
    List<Ordered> ordered = IntStream.range(0, ORDERS).mapToObj(ArchivedOrders::order).toList();
    List<Returned> returned =
        ordered.stream()
            .filter(order -> isReturned(order.orderId()))
            .map(ArchivedOrders::back)
            .toList();
    StreamSchema orders = Orders.ORDERED.schema();
    StreamSchema returns = Orders.RETURNED.schema();
    archive(store, scratch, orders, ordered.stream().map(each -> RecordRow.of(each, orders)));
    archive(store, scratch, returns, returned.stream().map(each -> RecordRow.of(each, returns)));
    archive(
        store,
        scratch,
        AnswerEvents.SCHEMA,
        ordered.stream()
            .filter(order -> isAnswered(order.orderId()))
            .map(order -> answer(plan, order)));
    try (EventImport events = EventImport.into(store, SOURCE)) {
      for (StreamSchema schema : List.of(orders, returns, AnswerEvents.SCHEMA)) {
        events.referArchive(schema, schema.name());
      }
      events.commit(END);
    }
    try (EventImport events = EventImport.into(store, COPY)) {
      events.importStream(Orders.ORDERED, ordered.stream());
      events.importStream(Orders.RETURNED, returned.stream());
      events.commit(END);
    }
  }

  static boolean isReturned(long orderId) {
    return orderId % 3 == 0;
  }

  static boolean isAnswered(long orderId) {
    return orderId % 10 != 9;
  }

  /// What an order was served as `orders_3d`, which is not what was known.
  static long served(long orderId) {
    return 1_000 + orderId;
  }

  private static Ordered order(int id) {
    return new Ordered(
        id, id % 2 == 0 ? "north" : "south", id / 4.0, FIRST.plus(id, ChronoUnit.HOURS));
  }

  private static Returned back(Ordered order) {
    return new Returned(order.orderId(), 1, order.at().plus(1, ChronoUnit.DAYS));
  }

  private static ArrayRow answer(Plan plan, Ordered order) {
    ObjectNode ask =
        JsonMapper.shared()
            .createObjectNode()
            .put("orderId", order.orderId())
            .put("shop", order.shop())
            .put("amount", order.amount())
            .put("at", order.at().toString());
    ObjectNode features =
        JsonMapper.shared()
            .createObjectNode()
            .put("shop", order.shop())
            .put("amount", order.amount())
            .put("orders_3d", served(order.orderId()))
            .put("spend_mean_3d", 0.5);
    return ArrayRow.of(
        "answer-" + order.orderId(),
        plan.reference(),
        plan.hash(),
        Long.toString(order.orderId()),
        Micros.of(order.at()),
        ask.toString(),
        features.toString(),
        Digests.sha256Hex(features.toString()),
        "[]",
        true,
        null);
  }

  /// As an archiver does it, in one segment; the events come in the order of their knownAt.
  private static void archive(
      ObjectStore store, Path scratch, StreamSchema schema, Stream<ArrayRow> events) {
    ArchivedPartition chain = ArchivedPartition.of(store, schema.name(), 0);
    ArchiveEntry start = chain.start(0);
    Path file = scratch.resolve(schema.name() + ".parquet");
    List<Long> knownAt = new ArrayList<>();
    try (var writer = ParquetTableWriter.create(file, ArchiveLayout.eventColumns(schema))) {
      events.forEachOrdered(
          event -> {
            long offset = knownAt.size();
            knownAt.add(event.longAt(schema.indexOf(schema.knownAt())));
            List<@Nullable Object> values = new ArrayList<>();
            values.addAll(List.of(schema.name(), 0L, offset, knownAt.getLast(), knownAt.getLast()));
            for (int i = 0; i < event.size(); i++) {
              values.add(event.valueAt(i));
            }
            writer.write(ArrayRow.of(values.toArray()));
          });
    }
    Instant first = Micros.instant(knownAt.getFirst());
    Instant last = Micros.instant(knownAt.getLast());
    ArchiveFile put = put(store, schema, file, knownAt.size(), first);
    chain.append(
        start,
        (number, previous) ->
            new ArchiveEntry(
                ArchiveEntry.FORMAT,
                schema.name(),
                0,
                number,
                previous,
                0,
                knownAt.size(),
                first,
                last,
                first,
                last,
                put,
                null));
  }

  private static ArchiveFile put(
      ObjectStore store, StreamSchema schema, Path file, int records, Instant first) {
    ObjectKey key = ArchiveLayout.eventFile(schema.name(), 0, 0, records, first);
    store.putOnce(key, file);
    try {
      return new ArchiveFile(key.value(), Files.size(file), Digests.sha256Hex(file), records);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
