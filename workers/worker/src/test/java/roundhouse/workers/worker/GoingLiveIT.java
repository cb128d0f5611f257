package roundhouse.workers.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.failure.ApplicationFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import roundhouse.featureengine.batch.PartitionListener;
import roundhouse.featureengine.batch.StateExport;
import roundhouse.featureengine.batch.dataset.Dataset;
import roundhouse.featureengine.batch.dataset.DatasetManifest;
import roundhouse.featureengine.batch.engine.EngineOptions;
import roundhouse.featureengine.batch.parquet.Rows;
import roundhouse.featureengine.batch.source.EventSource;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.language.state.StateManifest;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;
import roundhouse.temporal.contracts.BackfillFeatures;
import roundhouse.temporal.contracts.BackfillRequest;
import roundhouse.temporal.contracts.DatasetReference;
import roundhouse.temporal.contracts.EmitState;
import roundhouse.temporal.contracts.FailureTypes;
import roundhouse.temporal.contracts.StateReference;
import roundhouse.temporal.contracts.StateRequest;
import roundhouse.temporal.contracts.TaskQueues;
import roundhouse.temporal.runtime.RoundhouseClient;
import roundhouse.temporal.testkit.DevServerExtension;

/// From archived topics to a dataset of what was known, one of what was served, and the state that
/// a stream goes on from, through a worker process that has no Kafka.
@ExtendWith(DevServerExtension.class)
class GoingLiveIT {
  private static final BackfillRequest KNOWN =
      new BackfillRequest(Orders.FEATURE_SET, ArchivedOrders.SOURCE, null, null);

  private final Path folder;
  private final RoundhouseClient client;

  GoingLiveIT(RoundhouseClient client, @TempDir Path folder) {
    this.client = client;
    this.folder = folder;
  }

  @Test
  void anArchiveIsBackfilledAsKnownAndAsServedAndItsStateIsEmitted() {
    assertThatThrownBy(() -> Class.forName("org.apache.kafka.clients.consumer.Consumer"))
        .isInstanceOf(ClassNotFoundException.class);
    try (ObjectStore store = ObjectStores.onDisk(folder.resolve("store"))) {
      Plan plan = Orders.publishPlan(store);
      ArchivedOrders.archive(store, folder, plan);
      try (WorkerProcess worker = WorkerProcess.start(client.options().target(), folder)) {
        asKnown();
        asServed(store);
        state(store, plan);
        assertThat(worker.isAlive()).isTrue();
      }
    }
  }

  /// The same rows as of the same events, imported.
  private void asKnown() {
    DatasetReference archived = backfill(KNOWN);
    assertThat(archived.rows()).isEqualTo(ArchivedOrders.ORDERS);
    assertThat(archived.positive()).isEqualTo(ArchivedOrders.ORDERS / 3);
    DatasetReference imported =
        backfill(new BackfillRequest(Orders.FEATURE_SET, ArchivedOrders.COPY, null, null));
    assertThat(archived.datasetId()).isNotEqualTo(imported.datasetId());
    assertThat(archived.digest()).isEqualTo(imported.digest());
  }

  private void asServed(ObjectStore store) {
    DatasetReference served = backfill(KNOWN.asServed());
    assertThat(backfill(KNOWN.asServed())).isEqualTo(served);
    Dataset dataset = Dataset.open(store, served.datasetId());
    assertThat(dataset.manifest().visibility()).isEqualTo(DatasetManifest.Visibility.AS_SERVED);
    assertThat(served.rows()).isEqualTo(ArchivedOrders.ANSWERED);
    assertThat(served.positive())
        .isEqualTo(
            LongStream.range(0, ArchivedOrders.ORDERS)
                .filter(ArchivedOrders::isAnswered)
                .filter(ArchivedOrders::isReturned)
                .count());
    try (Rows rows = dataset.read(List.of("orderId", "orders_3d", "returned"))) {
      while (rows.next()) {
        long id = rows.longAt(0);
        assertThat(ArchivedOrders.isAnswered(id)).isTrue();
        assertThat(rows.longAt(1)).isEqualTo(ArchivedOrders.served(id));
        assertThat(rows.booleanAt(2)).isEqualTo(ArchivedOrders.isReturned(id));
      }
    }
  }

  private void state(ObjectStore store, Plan plan) {
    StateRequest all = new StateRequest(Orders.FEATURE_SET, ArchivedOrders.SOURCE, null);
    StateReference state = emit(all);
    assertThat(emit(all)).isEqualTo(state);
    StateExport export =
        StateExport.ofAll(store, plan, EventSource.open(store, ArchivedOrders.SOURCE));
    assertThat(state.location()).isEqualTo(export.directory().value());
    assertThat(state.entities()).isEqualTo(2);
    StateManifest manifest = export.run(EngineOptions.ofMachine(), PartitionListener.NONE);
    assertThat(manifest.knownBefore()).isEqualTo(state.knownBefore());
    assertThat(manifest.positions())
        .anySatisfy(
            position -> {
              assertThat(position.topic()).isEqualTo("ordered");
              assertThat(position.nextOffset()).isEqualTo(ArchivedOrders.ORDERS);
            });

    WorkflowFailedException refused =
        catchThrowableOfType(
            WorkflowFailedException.class,
            () -> emit(new StateRequest("returning@7", "nowhere", null)));
    ApplicationFailure why =
        (ApplicationFailure)
            Objects.requireNonNull(Objects.requireNonNull(refused.getCause()).getCause());
    assertThat(why.getType()).isEqualTo(FailureTypes.INVALID_REQUEST);
    assertThat(why.getOriginalMessage()).contains("featureSet 'returning@7'", "source 'nowhere'");
  }

  private DatasetReference backfill(BackfillRequest request) {
    return stub(BackfillFeatures.class).backfill(request);
  }

  private StateReference emit(StateRequest request) {
    return stub(EmitState.class).emit(request);
  }

  private <W> W stub(Class<W> workflow) {
    return client
        .workflows()
        .newWorkflowStub(
            workflow, WorkflowOptions.newBuilder().setTaskQueue(TaskQueues.FEATURES).build());
  }
}
