package roundhouse.featureengine.language.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import roundhouse.featureengine.kernel.Admission;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.kernel.ByteReader;
import roundhouse.featureengine.kernel.ByteWriter;
import roundhouse.featureengine.kernel.EntityFold;
import roundhouse.featureengine.kernel.UnreadableStateException;
import roundhouse.featureengine.kernel.ValueKind;
import roundhouse.featureengine.kernel.ValuePool;
import roundhouse.featureengine.kernel.WordCodec;
import roundhouse.featureengine.language.PlanExamples;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.language.random.RandomHistory;
import roundhouse.featureengine.language.random.RandomPlan;

/// State that is written at any point and read back goes on as if nothing had happened, in another
/// process with other pools.
class ProgramStateTest {
  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void stateGoesOnWhereItWasWritten(@ForAll long seed) {
    Plan plan = RandomPlan.of(seed);
    Program program = Program.of(plan);
    RandomHistory history = new RandomHistory(plan, seed);
    for (int stream = 0; stream < plan.streams().size(); stream++) {
      goesOn(program, stream, history.events.get(stream), seed);
    }
  }

  @Test
  void stateOfAnotherPlanIsRefused() {
    Program fraud = Program.of(PlanExamples.drawn(0));
    Program oddities = Program.of(PlanExamples.drawn(1));
    Store store = new Store();
    fraud.newFold(0, new ValuePool()).write(store);
    EntityFold other = oddities.newFold(0, new ValuePool());
    byte[] header = store.sections.firstEntry().getValue();
    assertThatThrownBy(() -> other.read(EntityFold.HEADER, header))
        .isInstanceOf(UnreadableStateException.class)
        .hasMessageContaining("it is of entity kind")
        .hasMessageEndingWith("or run the version that wrote it");
  }

  @Property(tries = 300, shrinking = ShrinkingMode.OFF)
  void hostileSectionsAreReadOrRefused(@ForAll byte[] content, @ForAll long section) {
    EntityFold fold = FRAUD.newFold(0, new ValuePool());
    for (long number : new long[] {section, EntityFold.HEADER, 1L << 48}) {
      try {
        fold.read(number, content);
      } catch (UnreadableStateException refused) {
        assertThat(refused).hasMessageStartingWith("State cannot be read: ");
      }
    }
  }

  private static final Program FRAUD = Program.of(PlanExamples.fraud());

  /// Folds one stream's events in one fold and, beside it, in one that is stored and loaded anew
  /// now and then.
  private static void goesOn(Program program, int stream, List<ArrayRow> events, long seed) {
    Random random = new Random(seed);
    ValuePool pool = new ValuePool();
    EventMapper mapper = program.newEventMapper(stream, pool);
    Map<String, Pair> pairs = new HashMap<>();
    for (ArrayRow event : events) {
      if (mapper.admit(event) != Admission.ACCEPTED) {
        continue;
      }
      int records = mapper.map(event, mapper.knownAt(event));
      for (int i = 0; i < records; i++) {
        EntityKind kind = program.entities().get(mapper.entity(i));
        int at = mapper.at(i);
        long[] key = Arrays.copyOfRange(mapper.words(), at, at + kind.keys().size());
        Pair pair =
            pairs.computeIfAbsent(
                kind.index() + Arrays.toString(key), _ -> new Pair(program, kind, pool));
        pair.apply(mapper.feed(i), mapper.words(), at);
        if (random.nextInt(4) == 0) {
          pair.storeAndLoad();
        }
        if (random.nextInt(3) == 0) {
          pair.compare(mapper.knownAt(event) - random.nextLong(3_600_000_000L));
        }
      }
    }
  }

  /// One fold that lives on and one that is stored.
  private static final class Pair {
    private final Program program;
    private final EntityKind kind;
    private final ValuePool pool;
    private final EntityFold living;
    private final Store store = new Store();
    private ValuePool storedPool = new ValuePool();
    private EntityFold stored;

    Pair(Program program, EntityKind kind, ValuePool pool) {
      this.program = program;
      this.kind = kind;
      this.pool = pool;
      living = program.newFold(kind.index(), pool);
      stored = program.newFold(kind.index(), storedPool);
    }

    void apply(int feed, long[] words, int at) {
      living.apply(feed, words, at);
      long[] translated = translated(kind.feeds().get(feed).layout().kinds(), words, at);
      stored.apply(feed, translated, 0);
    }

    void storeAndLoad() {
      stored.writeChanges(store);
      storedPool = new ValuePool();
      stored = program.newFold(kind.index(), storedPool);
      store.sections.forEach(stored::read);
    }

    void compare(long askTime) {
      long[] expected = new long[kind.outputs().width()];
      long[] outputs = new long[kind.outputs().width()];
      living.answer(askTime, expected, 0);
      stored.answer(askTime, outputs, 0);
      assertThat(bytes(outputs, storedPool)).isEqualTo(bytes(expected, pool));
      assertThat(stored.isEmpty()).isEqualTo(living.isEmpty());
    }

    /// The same words for the pool of the stored fold.
    private long[] translated(List<ValueKind> kinds, long[] words, int at) {
      ByteWriter bytes = new ByteWriter();
      WordCodec.of(kinds, pool).write(words, at, bytes);
      long[] translated = new long[kinds.size()];
      WordCodec.of(kinds, storedPool).read(new ByteReader(bytes.toBytes()), translated, 0);
      return translated;
    }

    private byte[] bytes(long[] outputs, ValuePool of) {
      ByteWriter bytes = new ByteWriter();
      WordCodec.of(kind.outputs().kinds(), of).write(outputs, 0, bytes);
      return bytes.toBytes();
    }
  }

  /// Sections in memory.
  private static final class Store implements EntityFold.Sections {
    private final TreeMap<Long, byte[]> sections = new TreeMap<>(Long::compareUnsigned);

    @Override
    public void put(long section, ByteWriter bytes) {
      sections.put(section, bytes.toBytes());
    }

    @Override
    public void remove(long section) {
      byte @Nullable [] removed = sections.remove(section);
      assertThat(removed == null || removed.length > 0).isTrue();
    }
  }
}
