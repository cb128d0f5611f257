package roundhouse.featureengine.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import roundhouse.featureengine.language.interpreter.SourceEvent;
import roundhouse.featureengine.language.program.Program;
import roundhouse.featureengine.language.state.StateManifest;
import roundhouse.featureengine.stream.broker.LocalBroker;
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

  /// A knownAt that about half of the events have before it.
  private static long middle(LiveShop shop, List<List<SourceEvent>> events) {
    int knownAt = shop.plan.streams().getLast().indexOf("heardAt");
    List<SourceEvent> ofStream = events.getLast();
    return ofStream.get(ofStream.size() / 2).row().longAt(knownAt);
  }
}
