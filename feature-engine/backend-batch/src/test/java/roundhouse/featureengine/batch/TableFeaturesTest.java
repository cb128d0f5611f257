package roundhouse.featureengine.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static roundhouse.featureengine.language.Expressions.days;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import roundhouse.featureengine.batch.engine.EngineOptions;
import roundhouse.featureengine.batch.parquet.Codec;
import roundhouse.featureengine.batch.parquet.Column;
import roundhouse.featureengine.batch.parquet.ColumnType;
import roundhouse.featureengine.batch.parquet.ParquetTable;
import roundhouse.featureengine.batch.parquet.ParquetTableWriter;
import roundhouse.featureengine.batch.parquet.Rows;
import roundhouse.featureengine.batch.parquet.UnsupportedTableException;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.language.EventStream;
import roundhouse.featureengine.language.FeatureSet;
import roundhouse.featureengine.language.program.Program;
import roundhouse.storage.CorruptObjectException;
import roundhouse.storage.MissingObjectException;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;

/// Files from outside: what they hold is computed with, or they are refused by name.
class TableFeaturesTest {
  private static final long NOON =
      Instant.parse("2026-03-02T12:00:00Z").getEpochSecond() * 1_000_000;
  private static final long HOUR = 3_600_000_000L;

  private record Charge(long chargeId, String card, Instant at) {}

  private record Payment(long paymentId, String card, double amount, Instant at) {}

  private static final EventStream<Charge> CHARGES =
      EventStream.named("charge")
          .of(Charge.class)
          .identifiedBy(Charge::chargeId)
          .happeningAt(Charge::at);

  private static final EventStream<Payment> PAYMENTS =
      EventStream.named("payment")
          .of(Payment.class)
          .identifiedBy(Payment::paymentId)
          .happeningAt(Payment::at);

  private static final Program SPEND =
      Program.of(
          FeatureSet.askedBy(CHARGES)
              .named("spend")
              .version(1)
              .feature(
                  "spend_1d",
                  PAYMENTS
                      .where(Payment::card)
                      .equalTo(Charge::card)
                      .sum(Payment::amount)
                      .within(days(1)))
              .plan());

  private static final List<Column> CHARGE =
      List.of(
          Column.required("chargeId", ColumnType.LONG),
          Column.required("card", ColumnType.TEXT),
          Column.required("at", ColumnType.INSTANT));

  private static final List<Column> PAYMENT =
      List.of(
          Column.required("paymentId", ColumnType.LONG),
          Column.required("card", ColumnType.TEXT),
          Column.required("amount", ColumnType.DOUBLE),
          Column.required("at", ColumnType.INSTANT));

  @TempDir private Path folder;
  private ObjectStore store;
  private int files;

  @BeforeEach
  void openStore() {
    store = ObjectStores.onDisk(folder.resolve("store"));
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Test
  void eventsInAnyOrderAndColumnsThatNobodyNamesGiveTheFeatures() throws IOException {
    List<Column> wider = new ArrayList<>(PAYMENT);
    wider.addFirst(Column.optional("note", ColumnType.TEXT));
    ObjectKey payments =
        put(
            wider,
            ArrayRow.of("new", 2L, "a", 5.0, NOON - HOUR),
            ArrayRow.of(null, 1L, "a", 0.25, NOON - 2 * HOUR),
            ArrayRow.of(null, 3L, "b", 9.0, NOON - HOUR));
    assertThat(computed(Map.of("charge", charges(), "payment", payments)))
        .containsExactly(ArrayRow.of(7L, 5.25), ArrayRow.of(8L, null));
  }

  @Test
  void everyColumnThatDoesNotFitIsNamedAndNothingIsLeft() throws IOException {
    ObjectKey payments =
        put(
            List.of(
                Column.required("paymentId", ColumnType.TEXT),
                Column.required("card", ColumnType.TEXT),
                Column.required("at", ColumnType.INSTANT)),
            ArrayRow.of("p1", "a", NOON));
    assertThatThrownBy(() -> computed(Map.of("charge", charges(), "payment", payments)))
        .isInstanceOf(UnsupportedTableException.class)
        .hasMessageContaining(payments.toString())
        .hasMessageContaining("column 'paymentId' is string; expected long")
        .hasMessageContaining("column 'amount' is missing; expected double in every row");
    assertThat(target()).doesNotExist();
  }

  @Test
  void aNullWhereTheFieldHasNoneIsRefused() throws IOException {
    List<Column> loose = new ArrayList<>(PAYMENT);
    loose.set(2, Column.optional("amount", ColumnType.DOUBLE));
    ObjectKey payments = put(loose, ArrayRow.of(1L, "a", null, NOON - HOUR));
    assertThatThrownBy(() -> computed(Map.of("charge", charges(), "payment", payments)))
        .hasMessageContaining(payments.toString())
        .hasMessageContaining("amount");
    assertThat(target()).doesNotExist();
  }

  @Test
  void aStreamWithoutAFileAndATargetThatExistsAreRefused() throws IOException {
    assertThatThrownBy(() -> computed(Map.of("charge", charges(), "payments", charges())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no file for streams [payment], only for [charge, payments]");
    ObjectKey nowhere = ObjectKey.of("nowhere.parquet");
    assertThatThrownBy(() -> computed(Map.of("charge", charges(), "payment", nowhere)))
        .isInstanceOf(MissingObjectException.class)
        .hasMessageContaining("nowhere.parquet");

    Files.writeString(target(), "mine");
    assertThatThrownBy(() -> computed(Map.of("charge", charges(), "payment", payments())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("it exists; expected a new one; name another or delete it");
    assertThat(target()).hasContent("mine");
  }

  /// Whatever bits are flipped: features, or an error that names the file.
  @Test
  void damagedFilesAreComputedWithOrRefusedByName() throws IOException {
    byte[] whole = store.read(payments());
    Random random = new Random(11);
    int refused = 0;
    for (int i = 0; i < 150; i++) {
      byte[] damaged = whole.clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      ObjectKey key = ObjectKey.of("damaged-%d.parquet".formatted(i));
      store.putIfAbsent(key, damaged);
      Throwable failure =
          catchThrowable(() -> computed(Map.of("charge", charges(), "payment", key)));
      if (failure != null) {
        refused++;
        assertThat(failure)
            .isInstanceOfAny(CorruptObjectException.class, UnsupportedTableException.class)
            .hasMessageContaining(key.toString());
        assertThat(target()).doesNotExist();
      }
    }
    assertThat(refused).isGreaterThan(100);
  }

  private ObjectKey charges() throws IOException {
    return put(CHARGE, ArrayRow.of(7L, "a", NOON), ArrayRow.of(8L, "c", NOON));
  }

  private ObjectKey payments() throws IOException {
    ArrayRow[] rows = new ArrayRow[100];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = ArrayRow.of((long) i, "card" + i % 7, i / 3.0, NOON - i * HOUR);
    }
    return put(PAYMENT, rows);
  }

  private ObjectKey put(List<Column> columns, ArrayRow... rows) throws IOException {
    Path file = folder.resolve("written-%d.parquet".formatted(++files));
    try (var writer = ParquetTableWriter.create(file, columns)) {
      for (ArrayRow row : rows) {
        writer.write(row);
      }
    }
    ObjectKey key = ObjectKey.of(file.getFileName().toString());
    store.putIfAbsent(key, Files.readAllBytes(file));
    return key;
  }

  private Path target() {
    return folder.resolve("features.parquet");
  }

  private List<ArrayRow> computed(Map<String, ObjectKey> inputs) throws IOException {
    EngineOptions options = EngineOptions.ofMachine().withThreads(1).withScratch(folder);
    new TableFeatures(store, inputs).compute(SPEND, target(), Codec.UNCOMPRESSED, options);
    ObjectKey key = ObjectKey.of("result-%d.parquet".formatted(++files));
    store.putIfAbsent(key, Files.readAllBytes(target()));
    Files.delete(target());
    List<ArrayRow> all = new ArrayList<>();
    try (Rows rows = ParquetTable.open(store, key).read(List.of("chargeId", "spend_1d"))) {
      while (rows.next()) {
        @Nullable Object[] values = {rows.valueAt(0), rows.valueAt(1)};
        all.add(ArrayRow.of(values));
      }
    }
    return all;
  }
}
