package roundhouse.featureengine.stream.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static roundhouse.featureengine.language.Expressions.hours;
import static roundhouse.featureengine.language.Expressions.minutes;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.kernel.ByteWriter;
import roundhouse.featureengine.kernel.UnreadableStateException;
import roundhouse.featureengine.kernel.ValuePool;
import roundhouse.featureengine.kernel.WordCodec;
import roundhouse.featureengine.language.EntityEvents;
import roundhouse.featureengine.language.EventStream;
import roundhouse.featureengine.language.FeatureSet;
import roundhouse.featureengine.language.RecordRow;
import roundhouse.featureengine.language.program.EntityKind;
import roundhouse.featureengine.language.program.EventMapper;
import roundhouse.featureengine.language.program.Program;
import roundhouse.featureengine.stream.entity.EntityStore.Answered;
import roundhouse.featureengine.stream.entity.EntityStore.Refusal;
import roundhouse.featureengine.stream.entity.EntityStore.Reply;
import roundhouse.featureengine.stream.event.EventId;
import roundhouse.featureengine.stream.store.MapRows;

/// What lies in rows and what in memory, neither of which shows in an answer.
class LiveEntitiesTest {
  private static final long MINUTE = 60_000_000L;
  private static final long LATENESS = 10 * MINUTE;
  private static final int ALL = 1_000_000;
  private static final int NOBODY = -1;

  record Charge(long chargeId, String card, double amount, Instant at, Instant knownAt) {}

  private static final EventStream<Charge> CHARGES =
      EventStream.named("charge")
          .of(Charge.class)
          .identifiedBy(Charge::chargeId)
          .happeningAt(Charge::at)
          .knownAt(Charge::knownAt, minutes(10));
  private static final EntityEvents<Charge, Charge> OF_CARD =
      CHARGES.where(Charge::card).equalTo(Charge::card);
  private static final Program PROGRAM =
      Program.of(
          FeatureSet.askedBy(CHARGES)
              .named("charges")
              .version(1)
              .feature("charges_1h", OF_CARD.count().within(hours(1)))
              .feature("most_1h", OF_CARD.max(Charge::amount).within(hours(1)))
              .plan());
  private static final EntityKind CARD = PROGRAM.entities().getFirst();

  private final MapRows rows = new MapRows();
  private final ValuePool pool = new ValuePool();
  private final EventMapper mapper = PROGRAM.newEventMapper(0, pool);
  private LiveEntities entities = open(rows, ALL);

  private static LiveEntities open(MapRows rows, int mostLive) {
    return new LiveEntities(PROGRAM, PROGRAM.entities(), mostLive, rows);
  }

  @Test
  void anAskIsRefusedOnceItWasAppliedAsAnEvent() {
    apply(1, "ann", 0);
    assertThat(ask(2, "ann", MINUTE)).isInstanceOf(Answered.class);
    apply(2, "ann", MINUTE);
    assertThat(ask(2, "ann", MINUTE)).isEqualTo(Refusal.APPLIED);
    // As of another time it is still that ask.
    assertThat(ask(2, "ann", 2 * MINUTE)).isEqualTo(Refusal.APPLIED);
    assertThat(ask(3, "ann", 2 * MINUTE)).isInstanceOf(Answered.class);
    assertThat(ask(2, "bob", 2 * MINUTE)).isInstanceOf(Answered.class);
  }

  @Test
  void anIdIsFreeAgainOnceTheStreamSaysSo() {
    apply(1, "ann", 0);
    apply(2, "ann", LATENESS);
    assertThat(ask(1, "ann", LATENESS)).isEqualTo(Refusal.APPLIED);
    apply(3, "ann", LATENESS + 1);
    assertThat(ask(1, "ann", LATENESS + 1)).isInstanceOf(Answered.class);
    assertThat(ask(2, "ann", LATENESS + 1)).isEqualTo(Refusal.APPLIED);
  }

  @Test
  void appliedAsksAreThoseOfThePlainReadingThroughRestarts() {
    Random random = new Random(5);
    Map<Integer, Long> appliedAt = new HashMap<>();
    long now = 0;
    for (int i = 0; i < 20_000; i++) {
      now += random.nextLong(MINUTE / 50);
      long since = now - LATENESS;
      int id = random.nextInt(3_000);
      // An id may come again once it is free.
      if (appliedAt.getOrDefault(id, Long.MIN_VALUE) < since) {
        apply(id, "ann", now);
        appliedAt.put(id, now);
      } else {
        apply(100_000 + i, "ann", now);
      }
      int asked = random.nextInt(3_000);
      assertThat(ask(asked, "ann", now) == Refusal.APPLIED)
          .as("%d at %d", asked, now)
          .isEqualTo(appliedAt.getOrDefault(asked, Long.MIN_VALUE) >= since);
      if (random.nextInt(1_000) == 0) {
        entities.flush();
        entities = open(rows, ALL);
      }
    }
    entities.flush();
    // Ten minutes hold a thousand ids: some blocks, not all that ever were.
    Bytes ann = recordKey("ann");
    assertThat(rows.rows.keySet().stream().filter(row -> EntityRows.isBlock(ann, row)))
        .hasSizeBetween(2, 7);
  }

  @Test
  void anAskOfTheTimeBeforeASeedCannotBeToldFromOneThatIsInIt() {
    seed(MINUTE);
    entities = open(rows, ALL);
    assertThat(ask(1, "ann", MINUTE - 1)).isEqualTo(Refusal.PERHAPS_APPLIED);
    assertThat(ask(1, "ann", MINUTE)).isInstanceOf(Answered.class);
    apply(7, "ann", 2 * MINUTE);
    entities.flush();
    entities = open(rows, ALL);
    assertThat(ask(1, "ann", MINUTE - 1)).isEqualTo(Refusal.PERHAPS_APPLIED);
  }

  private void seed(long knownBefore) {
    EntitySeed.Rows sink = (_, key, value) -> rows.rows.put(Bytes.wrap(key), value);
    new EntitySeed(PROGRAM, PROGRAM.entities(), knownBefore, 1, sink).writePartitions();
  }

  @Test
  void whatIsNotInMemoryAnswersAsWhatIs() {
    Random random = new Random(2);
    MapRows fewRows = new MapRows();
    LiveEntities few = open(fewRows, 2);
    for (int i = 0; i < 3_000; i++) {
      long now = i * MINUTE / 20;
      String card = "card-" + random.nextInt(40);
      apply(i, card, now);
      applyTo(few, i, card, now);
      few.trim();
      byte[] asked = key("card-" + random.nextInt(45));
      assertThat(few.answer(CARD.index(), asked, new EventId.OfLong(NOBODY), now))
          .isEqualTo(entities.answer(CARD.index(), asked, new EventId.OfLong(NOBODY), now));
    }
    // Nothing but making room has written there.
    assertThat(fewRows.rows).isNotEmpty();
    assertThat(rows.rows).isEmpty();
  }

  @Test
  void whatMakesRoomIsWrittenWithAllThatChanged() {
    entities = open(rows, 1);
    apply(1, "ann", 0);
    apply(2, "bob", MINUTE);
    entities.trim();
    List<Reply> answers = List.of(ask(NOBODY, "ann", 2 * MINUTE), ask(NOBODY, "bob", 2 * MINUTE));
    entities = open(rows, ALL);
    assertThat(List.of(ask(NOBODY, "ann", 2 * MINUTE), ask(NOBODY, "bob", 2 * MINUTE)))
        .isEqualTo(answers);
  }

  /// Rows are written a thousand at a time, the partition's own among them.
  @ParameterizedTest
  @ValueSource(ints = {998, 999, 1_000, 2_500})
  void manyRowsAreWrittenAtOnce(int cards) {
    for (int i = 0; i < cards; i++) {
      apply(i, "card-" + i, MINUTE);
    }
    LiveEntities before = entities;
    before.flush();
    assertThat(rows.rows).hasSize(cards + 1);
    entities = open(rows, ALL);
    for (int i = 0; i < cards; i++) {
      String card = "card-" + i;
      assertThat(outputs(entities, card, 2 * MINUTE)).isEqualTo(outputs(before, card, 2 * MINUTE));
    }
  }

  @Test
  void aSmallEntityIsOneRowAndIsDeletedAsOne() {
    for (int i = 0; i < 200; i++) {
      apply(i, "ann", i * 5L * MINUTE);
      entities.flush();
      assertThat(rowsOf("ann")).isEqualTo(1);
    }
    apply(200, "bob", 3_000 * MINUTE);
    entities.sweep(ALL);
    entities.flush();
    assertThat(rowsOf("ann")).isZero();
    assertThat(rowsOf("bob")).isEqualTo(1);
  }

  @Test
  void entitiesThatGrowAndShrinkAnswerAsThoseThatNeverLeftMemory() {
    Random random = new Random(4);
    MapRows storedRows = new MapRows();
    LiveEntities stored = open(storedRows, 5);
    long now = 0;
    long mostRows = 0;
    for (int i = 0; i < 20_000; i++) {
      // Bursts, and silence in which windows empty.
      now += random.nextInt(500) == 0 ? 90 * MINUTE : random.nextLong(MINUTE / 20);
      String card = "card-" + random.nextInt(8);
      apply(i, card, now);
      applyTo(stored, i, card, now);
      stored.trim();
      if (random.nextInt(50) == 0) {
        stored.sweep(20);
      }
      if (random.nextInt(500) == 0) {
        stored.flush();
        stored = open(storedRows, 5);
      }
      mostRows = Math.max(mostRows, storedRows.rows.size());
      String asked = "card-" + random.nextInt(9);
      assertThat(outputs(stored, asked, now)).isEqualTo(outputs(entities, asked, now));
    }
    assertThat(mostRows).as("some were large").isGreaterThan(50);
  }

  @Test
  void stringsDoNotGatherHoweverManyCome() {
    LiveEntities few = open(rows, 100);
    int cards = 300_000;
    int most = 0;
    for (int i = 0; i < cards; i++) {
      applyTo(few, i, "card-" + i, MINUTE + i);
      few.trim();
      most = Math.max(most, few.pooled());
    }
    assertThat(most).isBetween(1 << 17, 1 << 18);
    assertThat(few.pooled()).as("begun anew").isLessThan(cards - (1 << 17));
    few.flush();
    entities = open(rows, 100);
    byte[] last = key("card-" + (cards - 1));
    assertThat(few.answer(CARD.index(), last, new EventId.OfLong(NOBODY), MINUTE + cards))
        .isEqualTo(ask(NOBODY, "card-" + (cards - 1), MINUTE + cards));
  }

  @Test
  void expiredEntitiesAreSweptOutAndNoValueChanges() {
    int cards = 200;
    for (int i = 0; i < cards; i++) {
      apply(i, "card-" + i, i * MINUTE);
    }
    entities.flush();
    List<String> answers = outputs(cards);
    assertThat(rowsOf("card-0")).isPositive();
    // Some rows a call, round and round.
    for (int i = 0; i < 100; i++) {
      entities.sweep(17);
      entities.flush();
    }
    assertThat(outputs(cards)).isEqualTo(answers);
    // 70 minutes: the window, and how late an ask may be.
    assertThat(IntStream.range(0, cards).filter(i -> rowsOf("card-" + i) > 0))
        .containsExactlyElementsOf(IntStream.range(cards - 70, cards).boxed().toList());
    entities = open(rows, ALL);
    assertThat(outputs(cards)).isEqualTo(answers);
  }

  @Test
  void anEntityWithNewEventsIsNotSweptByItsOldRow() {
    apply(0, "ann", 0);
    entities.flush();
    apply(1, "ann", 300 * MINUTE);
    apply(2, "bob", 310 * MINUTE);
    // It may be asked as of ten minutes before its own last event, not before that of others.
    Reply answer = ask(NOBODY, "ann", 295 * MINUTE);
    assertThat(answer).isInstanceOf(Answered.class);
    entities.sweep(ALL);
    assertThat(ask(NOBODY, "ann", 295 * MINUTE)).isEqualTo(answer);
  }

  private List<String> outputs(int cards) {
    return IntStream.range(0, cards)
        .mapToObj(i -> ask(NOBODY, "card-" + i, (cards - 1) * MINUTE))
        .map(reply -> ((Answered) reply).outputs())
        .toList();
  }

  private String outputs(LiveEntities of, String card, long time) {
    return ((Answered) of.answer(CARD.index(), key(card), new EventId.OfLong(NOBODY), time))
        .outputs();
  }

  private long rowsOf(String card) {
    long count = 0;
    try (var all = rows.prefixScan(recordKey(card), new BytesSerializer())) {
      while (all.hasNext()) {
        all.next();
        count++;
      }
    }
    return count;
  }

  /// A key of a thousand events a second and a commit each 10 ms; its sections get 160 KB long.
  @Test
  void anEventOfAHotKeyRewritesLittle() {
    int events = 50_000;
    for (int i = 0; i < events; i++) {
      // Every twentieth is late, into what was written before.
      long late = i % 20 == 0 ? 300_000 : 0;
      apply(i, "hot", i * 1_000L, i * 1_000L - Math.min(late, i * 1_000L));
      if (i % 10 == 9) {
        entities.flush();
      }
    }
    assertThat(rows.bytesPut() / events).isLessThan(1_000);
    assertThat(rows.rows.values().stream().mapToInt(row -> row.length).max().orElse(0))
        .isLessThan(10_000);
    Reply answer = ask(NOBODY, "hot", events * 1_000L);
    entities = open(rows, ALL);
    assertThat(ask(NOBODY, "hot", events * 1_000L)).isEqualTo(answer);
  }

  @Test
  void aSectionThatShrinksLeavesNothingBehind() {
    for (int i = 0; i < 20_000; i++) {
      apply(i, "hot", i);
    }
    entities.flush();
    assertThat(rowsOf("hot")).isGreaterThan(50);
    apply(20_000, "hot", 70 * MINUTE + 10_000);
    entities.flush();
    Reply answer = ask(NOBODY, "hot", 70 * MINUTE + 10_000);
    long fewer = rowsOf("hot");
    entities = open(rows, ALL);
    assertThat(ask(NOBODY, "hot", 70 * MINUTE + 10_000)).isEqualTo(answer);
    apply(20_001, "hot", 150 * MINUTE);
    entities.flush();
    assertThat(rowsOf("hot")).isLessThan(fewer).isEqualTo(3);
  }

  @Test
  void stateOfAnotherVersionIsRefused() {
    apply(1, "ann", 0);
    entities.flush();
    EntityRows.Partition ours =
        EntityRows.Partition.of(Objects.requireNonNull(rows.get(EntityRows.PARTITION)));
    rows.put(
        EntityRows.PARTITION,
        new EntityRows.Partition(
                "other", ours.knownAt(), ours.swept(), ours.seededBefore(), ours.positions())
            .toBytes(new ByteWriter()));
    assertThatThrownBy(() -> open(rows, ALL))
        .isInstanceOf(UnreadableStateException.class)
        .hasMessageContainingAll("state version 'other'", ours.stateVersion(), "drop it");
  }

  private void apply(long id, String card, long time) {
    applyTo(entities, id, card, time);
  }

  private void applyTo(LiveEntities to, long id, String card, long time) {
    apply(to, id, card, time, time);
  }

  private void apply(long id, String card, long knownAt, long time) {
    apply(entities, id, card, knownAt, time);
  }

  private void apply(LiveEntities to, long id, String card, long knownAt, long time) {
    Instant at = Instant.EPOCH.plusNanos(time * 1_000);
    Instant known = Instant.EPOCH.plusNanos(knownAt * 1_000);
    ArrayRow event =
        RecordRow.of(new Charge(id, card, id % 7, at, known), PROGRAM.plan().streams().getFirst());
    assertThat(mapper.map(event, knownAt)).isEqualTo(1);
    EntityRecord.Writer writer =
        new EntityRecord.Writer(PROGRAM, CARD, CARD.feeds().getFirst(), pool);
    to.apply(
        writer.key(mapper.words(), mapper.at(0)),
        writer.value(0, id, new EventId.OfLong(id), mapper.words(), mapper.at(0)));
  }

  private Reply ask(long id, String card, long time) {
    return entities.answer(CARD.index(), key(card), new EventId.OfLong(id), time);
  }

  private byte[] key(String card) {
    ByteWriter bytes = new ByteWriter();
    WordCodec.of(CARD.keys(), pool).write(new long[] {pool.of(card)}, 0, bytes);
    return bytes.toBytes();
  }

  private Bytes recordKey(String card) {
    return Bytes.wrap(EntityRecord.key(CARD.index(), key(card), new ByteWriter()));
  }
}
