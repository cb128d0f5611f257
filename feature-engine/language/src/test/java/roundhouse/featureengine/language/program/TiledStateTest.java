package roundhouse.featureengine.language.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static roundhouse.featureengine.language.Expressions.days;
import static roundhouse.featureengine.language.Expressions.hours;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.kernel.ByteWriter;
import roundhouse.featureengine.kernel.EntityFold;
import roundhouse.featureengine.kernel.UnreadableStateException;
import roundhouse.featureengine.kernel.ValuePool;
import roundhouse.featureengine.language.EntityEvents;
import roundhouse.featureengine.language.EventStream;
import roundhouse.featureengine.language.FeatureSet;
import roundhouse.featureengine.language.program.EntityKind.StateSize;

/// What windows in steps keep of a key's events.
class TiledStateTest {
  private static final long MINUTE = 60_000_000L;
  private static final long DAY = 24 * 60 * MINUTE;

  record Payment(long id, Instant t, long card, double amount, String country) {}

  private static final EventStream<Payment> PAYMENTS =
      EventStream.named("payment")
          .of(Payment.class)
          .identifiedBy(Payment::id)
          .happeningAt(Payment::t);

  private static final EntityEvents<Payment, Payment> OF_CARD =
      PAYMENTS.where(Payment::card).equalTo(Payment::card);

  private static final FeatureSet<Payment> EMPTY =
      FeatureSet.askedBy(PAYMENTS).named("stepped").version(1);

  private static final FeatureSet<Payment> BOUNDED =
      EMPTY
          .feature("count", OF_CARD.count().within(days(90)).inStepsOf(days(1)))
          .feature("sum", OF_CARD.sum(Payment::amount).within(days(90)).inStepsOf(days(1)))
          .feature("mean_7d", OF_CARD.mean(Payment::amount).within(days(7)).inStepsOf(days(1)))
          .feature("max", OF_CARD.max(Payment::amount).within(days(90)).inStepsOf(days(1)))
          .feature(
              "variance",
              OF_CARD.populationVariance(Payment::amount).within(days(90)).inStepsOf(days(1)))
          .feature("first", OF_CARD.first(Payment::amount).within(days(90)).inStepsOf(days(1)))
          .feature("last", OF_CARD.last(5, Payment::country).within(days(90)).inStepsOf(days(1)))
          .feature(
              "countries",
              OF_CARD.distinctUpTo(3, Payment::country).within(days(90)).inStepsOf(days(1)));

  @Test
  void stateOfAKeyWithManyEventsIsBounded() {
    Program program = Program.of(BOUNDED.plan());
    StateSize size = program.entities().getFirst().size();
    assertThat(size.isUnbounded()).isFalse();
    ValuePool pool = new ValuePool();
    EntityFold fold = program.newFold(0, pool);
    EventMapper mapper = program.newEventMapper(0, pool);
    int events = 100_000;
    for (int i = 0; i < events; i++) {
      ArrayRow event = payment(program, i, i * (180 * DAY / events));
      mapper.map(event, mapper.knownAt(event));
      fold.apply(mapper.feed(0), mapper.words(), mapper.at(0));
    }
    Sizes sizes = new Sizes();
    fold.write(sizes);
    assertThat(sizes.bytes).as("the header and a section a day").hasSizeBetween(90, 92);
    assertThat(sizes.total()).isLessThan(size.boundedBytes()).isLessThan(60_000);
    assertThat(size.boundedBytes()).isLessThan(250_000);
  }

  @Test
  void anEventRewritesItsTileAlone() {
    Program program = Program.of(BOUNDED.plan());
    ValuePool pool = new ValuePool();
    EntityFold fold = program.newFold(0, pool);
    EventMapper mapper = program.newEventMapper(0, pool);
    for (int day = 0; day < 50; day++) {
      mapper.map(payment(program, day, day * DAY), day * DAY);
      fold.apply(mapper.feed(0), mapper.words(), mapper.at(0));
    }
    fold.writeChanges(new Sizes());
    mapper.map(payment(program, 50, 49 * DAY + 1), 49 * DAY + 1);
    fold.apply(mapper.feed(0), mapper.words(), mapper.at(0));
    Sizes changes = new Sizes();
    fold.writeChanges(changes);
    assertThat(changes.bytes).hasSize(1);
  }

  @Test
  void exactWindowsOfTheSameEventsShareThemWithShorterSteps() {
    var exact = OF_CARD.sum(Payment::amount).within(days(7));
    var shorter = OF_CARD.max(Payment::amount).within(hours(24)).inStepsOf(hours(1));
    var longer = OF_CARD.max(Payment::amount).within(days(90)).inStepsOf(days(1));
    StateSize alone = sizeOf(EMPTY.feature("exact", exact));
    StateSize shared = sizeOf(EMPTY.feature("exact", exact).feature("shorter", shorter));
    assertThat(shared).isEqualTo(alone);
    StateSize tiled = sizeOf(EMPTY.feature("exact", exact).feature("longer", longer));
    assertThat(tiled.bytesPerEvent()).isEqualTo(alone.bytesPerEvent());
    assertThat(tiled.retainedMicros()).isEqualTo(7 * DAY);
    assertThat(tiled.boundedBytes()).isGreaterThan(alone.boundedBytes() + 90 * 24);
  }

  @Test
  void whatDoesNotMergeOrHoldsItsValuesIsUnbounded() {
    StateSize changes =
        sizeOf(
            EMPTY.feature(
                "changes", OF_CARD.changes(Payment::country).within(days(7)).inStepsOf(days(1))));
    assertThat(changes.isUnbounded()).isTrue();
    assertThat(changes.bytesPerEvent()).as("time, id and country").isEqualTo(24);
    assertThat(changes.retainedMicros()).isEqualTo(7 * DAY);
    StateSize distinct =
        sizeOf(
            EMPTY.feature(
                "countries",
                OF_CARD.distinct(Payment::country).within(days(7)).inStepsOf(days(1))));
    assertThat(distinct.isUnbounded()).isTrue();
    assertThat(distinct.bytesPerEvent()).as("a value and how often").isEqualTo(10);
    assertThat(distinct.retainedMicros()).isEqualTo(7 * DAY);
  }

  /// As versions wrote it that kept the events of stepped windows.
  @Test
  void stateWithoutTilesIsRefused() {
    Program program = Program.of(BOUNDED.plan());
    String version = program.entities().getFirst().stateVersion();
    String earlier = version.substring(0, version.indexOf(" tiles of"));
    ByteWriter header = new ByteWriter();
    header.putLong(1);
    header.putText(earlier);
    assertThatThrownBy(
            () -> program.newFold(0, new ValuePool()).read(EntityFold.HEADER, header.toBytes()))
        .isInstanceOf(UnreadableStateException.class)
        .hasMessageContaining("it is of entity kind '%s' where '%s'", earlier, version);
  }

  private static StateSize sizeOf(FeatureSet<Payment> features) {
    return Program.of(features.plan()).entities().getFirst().size();
  }

  private static ArrayRow payment(Program program, long id, long time) {
    var fields = program.plan().askStream().fieldNames();
    ArrayRow row = ArrayRow.ofSize(fields.size());
    for (int i = 0; i < fields.size(); i++) {
      switch (fields.get(i)) {
        case "id" -> row.putLong(i, id);
        case "t" -> row.putLong(i, time);
        case "card" -> row.putLong(i, 1);
        case "country" -> row.putString(i, "country " + id % 7);
        default -> row.putDouble(i, id * 0.1);
      }
    }
    return row;
  }

  /// How many bytes each section has.
  private static final class Sizes implements EntityFold.Sections {
    private final Map<Long, Integer> bytes = new HashMap<>();

    @Override
    public void put(long section, ByteWriter written) {
      bytes.put(section, written.toBytes().length);
    }

    @Override
    public void remove(long section) {
      bytes.remove(section);
    }

    long total() {
      return bytes.values().stream().mapToLong(Integer::longValue).sum();
    }
  }
}
