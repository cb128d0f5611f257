package roundhouse.featureengine.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import roundhouse.featureengine.language.interpreter.SourceEvent;
import roundhouse.featureengine.language.program.Program;
import roundhouse.featureengine.language.state.StateManifest;
import roundhouse.featureengine.language.state.StateManifest.StateFile;
import roundhouse.featureengine.stream.broker.LocalBroker;
import roundhouse.storage.CorruptObjectException;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;

/// Started from a backfill's state, an application answers as if it had read everything.
class SeededApplicationIT {
  @TempDir private Path folder;

  @Test
  void seededEqualsFromTheBeginning() throws Exception {
    try (LocalBroker broker = LocalBroker.start(folder.resolve("broker"));
        LiveShop shop = new LiveShop(broker.bootstrapServers(), 1);
        ObjectStore store = ObjectStores.onDisk(folder.resolve("store"))) {
      shop.send(900);
      List<List<SourceEvent>> events = shop.log.events();
      StateManifest state = Backfilled.emit(shop, events, middle(shop, events), store, folder);
      StreamOptions options = shop.options(folder.resolve("state"));
      long before = events.stream().mapToLong(List::size).sum();
      try (StreamApplication application =
          StreamApplication.startFrom(state, store, shop.program, options)) {
        shop.send(300);
        shop.awaitApplied(application);
        shop.requireInterpretersAnswers(application);
        StreamApplication.Counts counts = application.counts();
        assertThat(counts.accepted() + counts.duplicates()).isLessThan(before);
        assertThat(counts.duplicates()).isPositive();
      }
      // Planted once: a later start goes on from its own commits.
      try (StreamApplication application =
          StreamApplication.startFrom(state, store, shop.program, options)) {
        shop.send(100);
        shop.awaitApplied(application);
        shop.requireInterpretersAnswers(application);
      }
    }
  }

  @Test
  void stateOfAnotherPlanIsRefused() throws Exception {
    try (LocalBroker broker = LocalBroker.start(folder.resolve("broker"));
        LiveShop shop = new LiveShop(broker.bootstrapServers(), 1);
        ObjectStore store = ObjectStores.onDisk(folder.resolve("store"))) {
      shop.send(40);
      StateManifest state =
          Backfilled.emit(shop, shop.log.events(), Long.MAX_VALUE / 2, store, folder);
      assertThatThrownBy(
              () ->
                  StreamApplication.startFrom(
                      state,
                      store,
                      Program.of(Shop.plan(2)),
                      shop.options(folder.resolve("state"))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected one of shop@2");
    }
  }

  @Test
  void anApplicationThatHasStateOrInstancesButNoPositionsIsNotSeeded() throws Exception {
    try (LocalBroker broker = LocalBroker.start(folder.resolve("broker"));
        LiveShop shop = new LiveShop(broker.bootstrapServers(), 1);
        ObjectStore store = ObjectStores.onDisk(folder.resolve("store"));
        Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      StateManifest state =
          Backfilled.emit(shop, shop.log.events(), Long.MAX_VALUE / 2, store, folder);
      StreamOptions options = shop.options(folder.resolve("state"));
      try (StreamApplication unseeded = shop.start(folder.resolve("unseeded"))) {
        assertThatThrownBy(() -> StreamApplication.startFrom(state, store, shop.program, options))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("2 threads of it run");
        shop.send(20);
        shop.awaitApplied(unseeded);
      }
      admin.deleteConsumerGroups(List.of(StreamApplication.idOf(shop.plan))).all().get();
      assertThatThrownBy(() -> StreamApplication.startFrom(state, store, shop.program, options))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("hold state, but nothing says where it goes on");
    }
  }

  @Test
  void aStateThatTakesLongerThanItsTransactionMayIsNotPlantedAndTheReasonSaysWhatHelps()
      throws Exception {
    try (LocalBroker broker = LocalBroker.start(folder.resolve("broker"));
        LiveShop shop = new LiveShop(broker.bootstrapServers(), 1);
        ObjectStore store = ObjectStores.onDisk(folder.resolve("store"));
        Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      shop.send(100);
      List<List<SourceEvent>> events = shop.log.events();
      StateManifest state = Backfilled.emit(shop, events, middle(shop, events), store, folder);
      StreamOptions options = shop.options(folder.resolve("state"));
      String turn = StreamApplication.idOf(shop.plan) + "-seeding";
      ObjectStore slow = slow(store, () -> isOpen(admin, turn));
      assertThatThrownBy(
              () ->
                  StreamApplication.startFrom(
                      state,
                      slow,
                      shop.program,
                      options.with(Map.of("transaction.timeout.ms", "1000"))))
          .isInstanceOf(KafkaException.class)
          .hasMessageContaining("State of shop@1: was not planted, in PT")
          .hasMessageContaining("transaction to end within 1000 ms")
          .hasMessageContaining("raise transaction.timeout.ms of Kafka's clients");
      try (StreamApplication application =
          StreamApplication.startFrom(state, store, shop.program, options)) {
        shop.send(40);
        shop.awaitApplied(application);
        shop.requireInterpretersAnswers(application);
      }
    }
  }

  private static boolean isOpen(Admin admin, String transactionalId) throws Exception {
    return admin.listTransactions().all().get().stream()
        .anyMatch(
            each ->
                each.transactionalId().equals(transactionalId)
                    && each.state() == TransactionState.ONGOING);
  }

  /// A store whose reads wait while that is so.
  private static ObjectStore slow(ObjectStore store, Callable<Boolean> waits) {
    return (ObjectStore)
        Proxy.newProxyInstance(
            ObjectStore.class.getClassLoader(),
            new Class<?>[] {ObjectStore.class},
            (_, method, arguments) -> {
              await().atMost(Duration.ofMinutes(1)).until(() -> !waits.call());
              return method.invoke(store, arguments);
            });
  }

  @Test
  void aDamagedStateIsRefusedBeforeAnythingIsPlanted() throws Exception {
    try (LocalBroker broker = LocalBroker.start(folder.resolve("broker"));
        LiveShop shop = new LiveShop(broker.bootstrapServers(), 1);
        ObjectStore store = ObjectStores.onDisk(folder.resolve("store"));
        ObjectStore damaged = ObjectStores.onDisk(folder.resolve("damaged"))) {
      shop.send(100);
      StateManifest state =
          Backfilled.emit(shop, shop.log.events(), Long.MAX_VALUE / 2, store, folder);
      for (StateFile file : List.of(state.entities().getFirst(), state.seenIds().getFirst())) {
        ObjectKey key = ObjectKey.of(file.file());
        byte[] bytes = store.read(key);
        bytes[bytes.length / 2] ^= 1;
        damaged.putOnce(key, bytes);
      }
      StreamOptions options = shop.options(folder.resolve("state"));
      assertThatThrownBy(() -> StreamApplication.startFrom(state, damaged, shop.program, options))
          .isInstanceOf(CorruptObjectException.class)
          .hasMessageContaining("expected sha256 " + state.entities().getFirst().sha256());
      assertThat(StreamApplication.hasRun(shop.plan, options)).isFalse();
    }
  }

  /// A knownAt that about half of the events have before it.
  private static long middle(LiveShop shop, List<List<SourceEvent>> events) {
    int knownAt = shop.plan.streams().getLast().indexOf("heardAt");
    List<SourceEvent> ofStream = events.getLast();
    return ofStream.get(ofStream.size() / 2).row().longAt(knownAt);
  }
}
