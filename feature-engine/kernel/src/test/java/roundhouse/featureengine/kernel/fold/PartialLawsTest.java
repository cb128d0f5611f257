package roundhouse.featureengine.kernel.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import roundhouse.featureengine.kernel.ByteReader;
import roundhouse.featureengine.kernel.ByteWriter;
import roundhouse.featureengine.kernel.ListValue;
import roundhouse.featureengine.kernel.UnreadableStateException;
import roundhouse.featureengine.kernel.ValueKind;
import roundhouse.featureengine.kernel.ValuePool;

/// The laws that every partial result obeys, of every kind of values that it takes: neither the
/// order of events has a bearing on it, nor how results were merged, nor that they were written and
/// read; what entered and left was never there, be it an event or what a part of the events made.
///
/// An aggregate without a partial result of its own is made of one that is here: a share is a
/// [LongSum] of booleans, time since the last an [EdgeEvents]. Changes need the events themselves:
/// see `ChangeCountTest`. What follows a window ([ExtremeQueue], [DistinctOfTiles], [EdgeOfTiles],
/// [LastValues], [LatestEvent]) is nothing to merge: `TilesTest`, `LatestEventTest` and, in
/// language, `FoldsEqualInterpreterTest` hold it to the events of its window.
class PartialLawsTest {
  private static final ValuePool POOL = new ValuePool();
  private static final long ASK = 3_000;
  private static final long HALF_LIFE = 5;
  private static final Set<Values> NUMBERS =
      EnumSet.of(Values.DOUBLES, Values.LONGS, Values.DECIMALS);
  private static final Set<Values> SINGLES = EnumSet.complementOf(EnumSet.of(Values.LISTS));
  private static final List<Law<?>> ALL =
      Stream.of(
              Law.of(
                  EnumSet.of(Values.LONGS),
                  (_, _) -> new EventCount(),
                  (count, _) -> count.enter(),
                  (count, _) -> count.subtract(one()),
                  Form.WORD,
                  EventCount::put),
              Law.of(
                  EnumSet.of(Values.DOUBLES),
                  (_, _) -> new DoubleSum(),
                  (sum, event) -> sum.enter(event.word()),
                  (sum, event) -> sum.leave(event.word()),
                  Form.WORD,
                  DoubleSum::putSum,
                  DoubleSum::putMean),
              Law.of(
                  EnumSet.of(Values.LONGS, Values.DECIMALS, Values.BOOLEANS),
                  (_, _) -> new LongSum(),
                  (sum, event) -> sum.enter(event.word()),
                  (sum, event) -> sum.leave(event.word()),
                  Form.WORD,
                  LongSum::putSum,
                  LongSum::putMean,
                  LongSum::putDecimalSum,
                  (sum, out, at, output, valueAt) ->
                      sum.putDecimalMean(2, out, at, output, valueAt)),
              Law.of(
                  NUMBERS,
                  (values, _) -> new Moments(values.element()),
                  (moments, event) -> moments.enter(event.word()),
                  (moments, event) -> moments.leave(event.word()),
                  Form.WORD,
                  (moments, out, at, output, valueAt) ->
                      moments.putVariance(1, out, at, output, valueAt),
                  (moments, out, at, output, valueAt) ->
                      moments.putDeviation(0, out, at, output, valueAt)),
              Law.of(
                  SINGLES,
                  (values, pool) -> ExtremeValue.least(values.element(), pool),
                  (least, event) -> least.enter(event.word()),
                  null,
                  Form.VALUE,
                  ExtremeValue::put),
              Law.of(
                  SINGLES,
                  (values, pool) -> ExtremeValue.greatest(values.element(), pool),
                  (greatest, event) -> greatest.enter(event.word()),
                  null,
                  Form.VALUE,
                  ExtremeValue::put),
              Law.of(
                  SINGLES,
                  (values, pool) -> edge(1, 3, values, pool),
                  PartialLawsTest::enterEdge,
                  null,
                  Form.LIST,
                  EdgeEvents::putList),
              Law.of(
                  EnumSet.allOf(Values.class),
                  (values, pool) -> edge(-1, 1, values, pool),
                  PartialLawsTest::enterEdge,
                  null,
                  Form.VALUE,
                  EdgeEvents::put),
              Law.of(
                  EnumSet.of(Values.LONGS),
                  (values, pool) -> edge(1, 1, values, pool),
                  PartialLawsTest::enterEdge,
                  null,
                  Form.WORD,
                  (last, out, at, output, valueAt) ->
                      last.putTimeSince(ASK, 60, out, at, output, valueAt)),
              Law.of(
                  SINGLES,
                  (values, _) -> DistinctValues.all(values.element()),
                  (distinct, event) -> distinct.enter(event.word()),
                  (distinct, event) -> distinct.leave(event.word()),
                  Form.WORD,
                  DistinctValues::putDistinct),
              Law.of(
                  SINGLES,
                  (values, _) -> DistinctValues.upTo(values.element(), 5),
                  (distinct, event) -> distinct.enter(event.word()),
                  null,
                  Form.WORD,
                  (distinct, out, at, output, valueAt) ->
                      distinct.putUpTo(5, out, at, output, valueAt)),
              Law.of(
                  SINGLES,
                  (values, pool) -> new DistinctSketch(values.element(), 6, pool),
                  (sketch, event) -> sketch.enter(event.word()),
                  (sketch, event) -> sketch.leave(event.word()),
                  Form.WORD,
                  DistinctSketch::put),
              Law.of(
                  NUMBERS,
                  (values, _) -> new QuantileSketch(values.element(), 0.02),
                  (sketch, event) -> sketch.enter(event.word()),
                  (sketch, event) -> sketch.leave(event.word()),
                  Form.WORD,
                  (sketch, out, at, output, valueAt) -> sketch.put(0.7, out, at, output, valueAt)),
              Law.of(
                  SINGLES,
                  (values, pool) -> new TopValues(values.element(), pool),
                  (top, event) -> top.enter(event.word()),
                  (top, event) -> top.leave(event.word()),
                  Form.LIST,
                  (top, out, at, output, valueAt) -> top.put(3, out, at, output, valueAt)),
              Law.of(
                  NUMBERS,
                  (values, pool) ->
                      new HistogramCounts(values.element(), List.of(-1.0, 0.0, 10.0), pool),
                  (counts, event) -> counts.enter(event.word()),
                  (counts, event) -> counts.leave(event.word()),
                  Form.LIST,
                  HistogramCounts::put),
              Law.of(
                  NUMBERS,
                  (values, _) -> DecayedSum.of(values.element(), HALF_LIFE),
                  (sum, event) -> sum.enter(event.word(), event.time()),
                  (sum, event) -> sum.leave(event.word(), event.time()),
                  Form.WORD,
                  (sum, out, at, output, valueAt) -> sum.put(ASK, out, at, output, valueAt)),
              Law.of(
                  NUMBERS,
                  (values, _) -> DecayedSum.forgetting(values.element(), HALF_LIFE),
                  (sum, event) -> sum.enter(event.word(), event.time()),
                  null,
                  Form.WORD,
                  (sum, out, at, output, valueAt) -> sum.put(ASK, out, at, output, valueAt)))
          .<Law<?>>flatMap(laws -> laws)
          .toList();

  @Test
  void everyPartialHasItsLaws() {
    Set<Class<?>> inLaws = ALL.stream().map(Law::type).collect(Collectors.toSet());
    assertThat(inLaws).isEqualTo(partials(Partial.class).collect(Collectors.toSet()));
    Set<Class<?>> inLeaving =
        ALL.stream().filter(Law::isInvertible).map(Law::type).collect(Collectors.toSet());
    assertThat(inLeaving).containsAll(partials(Invertible.class).toList());
  }

  @Property(tries = 50, shrinking = ShrinkingMode.OFF)
  void orderHasNoBearing(@ForAll long seed) {
    for (Law<?> law : ALL) {
      List<Event> events = events(seed, law);
      List<Event> shuffled = new ArrayList<>(events);
      Collections.shuffle(shuffled, new Random(seed));
      assertThat(law.answer(shuffled)).as(law.name()).isEqualTo(law.answer(events));
    }
  }

  @Property(tries = 50, shrinking = ShrinkingMode.OFF)
  void mergingHasNoBearing(@ForAll long seed) {
    for (Law<?> law : ALL) {
      List<Event> events = events(seed, law);
      Random random = new Random(seed);
      List<List<Event>> parts = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
      events.forEach(event -> parts.get(random.nextInt(3)).add(event));
      List<Object> expected = law.answer(events);
      assertThat(law.answerOfParts(parts)).as(law.name()).isEqualTo(expected);
      assertThat(law.answerOfParts(parts.reversed())).as(law.name()).isEqualTo(expected);
      assertThat(law.answerOfNestedParts(parts)).as(law.name()).isEqualTo(expected);
    }
  }

  @Property(tries = 50, shrinking = ShrinkingMode.OFF)
  void nothingChangesNothing(@ForAll long seed) {
    for (Law<?> law : ALL) {
      List<Event> events = events(seed, law);
      List<Object> expected = law.answer(events);
      assertThat(law.answerOfParts(List.of(List.of(), events, List.of())))
          .as(law.name())
          .isEqualTo(expected);
      assertThat(law.answerAfterClearing(events(seed + 1, law), events))
          .as(law.name())
          .isEqualTo(expected);
    }
  }

  @Property(tries = 50, shrinking = ShrinkingMode.OFF)
  void whatEnteredAndLeftWasNeverThere(@ForAll long seed) {
    for (Law<?> law : ALL) {
      if (law.isInvertible()) {
        List<Event> events = events(seed, law);
        assertThat(law.answerAfterLeaving(events, events(seed + 1, law)))
            .as(law.name())
            .isEqualTo(law.answer(events));
      }
    }
  }

  @Property(tries = 50, shrinking = ShrinkingMode.OFF)
  void whatWasMergedAndSubtractedWasNeverThere(@ForAll long seed) {
    for (Law<?> law : ALL) {
      if (law.isInvertible() && Invertible.class.isAssignableFrom(law.type())) {
        List<Event> events = events(seed, law);
        List<Event> others = events(seed + 1, law);
        assertThat(law.answerAfterSubtracting(events, others))
            .as(law.name())
            .isEqualTo(law.answer(events));
        assertThat(law.answerAfterSubtracting(List.of(), others))
            .as(law.name())
            .isEqualTo(law.answer(List.of()));
      }
    }
  }

  /// Sums of most different sizes have other scales, and digits in other places.
  @Property(tries = 300, shrinking = ShrinkingMode.OFF)
  void sumsOfAnySizesAreSubtracted(@ForAll long seed) {
    Random random = new Random(seed);
    DoubleSum sum = new DoubleSum();
    List<DoubleSum> tiles = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      if (!tiles.isEmpty() && random.nextBoolean()) {
        sum.subtract(tiles.remove(random.nextInt(tiles.size())));
      } else {
        DoubleSum tile = new DoubleSum();
        double size = Math.scalb(1.0, random.nextInt(200) - 100);
        for (int value = random.nextInt(4); value >= 0; value--) {
          tile.add(
              random.nextInt(5) == 0 ? DoubleSumTest.value(random) : random.nextDouble() * size);
        }
        tiles.add(tile);
        sum.merge(tile);
      }
      DoubleSum expected = new DoubleSum();
      tiles.forEach(expected::merge);
      assertThat(Double.doubleToLongBits(sum.value()))
          .isEqualTo(Double.doubleToLongBits(expected.value()));
    }
  }

  @Property(tries = 50, shrinking = ShrinkingMode.OFF)
  void whatIsReadIsWhatWasWritten(@ForAll long seed) {
    for (Law<?> law : ALL) {
      List<Event> events = events(seed, law);
      List<Object> expected = law.answer(events);
      assertThat(law.answerElsewhere(events)).as(law.name()).isEqualTo(expected);
      assertThat(law.answerAfterReading(events)).as(law.name()).isEqualTo(expected);
    }
  }

  @Property(tries = 200, shrinking = ShrinkingMode.OFF)
  void hostileBytesAreReadOrRefused(@ForAll byte[] bytes) {
    for (Law<?> law : ALL) {
      try {
        law.read(bytes, POOL);
      } catch (UnreadableStateException refused) {
        assertThat(refused).hasMessageContaining("fold");
      }
    }
    assertThatThrownBy(() -> new DoubleSum().read(new ByteReader(new byte[0]), POOL))
        .hasMessage(
            "State cannot be read: it ends too early; drop it and let its events be folded again, or run the version that wrote it");
  }

  private static Stream<Class<?>> partials(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(PartialLawsTest::partials)
        : Stream.of(type);
  }

  /// In no time, in some, or in so much that the oldest count nothing in decayed sums.
  private static List<Event> events(long seed, Law<?> law) {
    Random random = new Random(seed);
    int[] spans = {3, 900, 7_000};
    int span = spans[random.nextInt(spans.length)];
    List<Event> events = new ArrayList<>();
    int size = random.nextInt(40);
    for (int i = 0; i < size; i++) {
      events.add(new Event(ASK - random.nextInt(span), i, law.values().word(random)));
    }
    return events;
  }

  private static EventCount one() {
    EventCount one = new EventCount();
    one.enter();
    return one;
  }

  private static EdgeEvents edge(int sign, int most, Values values, ValuePool pool) {
    return new EdgeEvents(
        new EdgeEvents.Shape(
            sign, most, 0, 1, values == Values.TEXTS, values.kind, values.element(), 2, 3, 1),
        pool);
  }

  /// Every third value is null. Ids are numbers of texts, too.
  private static void enterEdge(EdgeEvents edge, Event event) {
    long id = POOL.of("id " + event.id());
    edge.enter(new long[] {event.time(), id, event.word(), event.id() % 3 == 0 ? 1 : 0}, 0);
  }

  private record Event(long time, long id, long word) {}

  /// What a partial result takes.
  private enum Values {
    DOUBLES(ValueKind.DOUBLE, Element.Type.DOUBLE, 0),
    LONGS(ValueKind.LONG, Element.Type.LONG, 0),
    DECIMALS(ValueKind.LONG, Element.Type.LONG, 2),
    BOOLEANS(ValueKind.LONG, Element.Type.BOOLEAN, 0),
    TEXTS(ValueKind.TEXT, Element.Type.TEXT, 0),
    LISTS(ValueKind.LIST, Element.Type.TEXT, 0);

    private static final long MOST_OF_DECIMAL = 999_999_999_999_999_999L;
    private static final List<String> STRINGS =
        List.of("", "a", "ab", "b", "é", "\uFFFD", "\uD83D\uDE00", "a\u0000");

    private final ValueKind kind;
    private final Element.Type type;
    private final int scale;

    Values(ValueKind kind, Element.Type type, int scale) {
      this.kind = kind;
      this.type = type;
      this.scale = scale;
    }

    Element element() {
      return new Element(type, scale);
    }

    /// Mostly one of a few, so that values meet again.
    long word(Random random) {
      boolean isAny = random.nextInt(3) == 0;
      return switch (this) {
        case DOUBLES ->
            Double.doubleToLongBits(isAny ? DoubleSumTest.value(random) : random.nextInt(8));
        case LONGS -> isAny ? anyLong(random) : random.nextInt(8) - 3;
        case DECIMALS -> isAny ? anyDecimal(random) : 100 * random.nextInt(8) - 150;
        case BOOLEANS -> random.nextInt(2);
        case TEXTS -> POOL.of(isAny ? "t" + random.nextInt(100) : string(random));
        case LISTS -> POOL.of(ListValue.of(string(random), isAny ? null : string(random)));
      };
    }

    private static long anyLong(Random random) {
      return switch (random.nextInt(4)) {
        case 0 -> Long.MAX_VALUE;
        case 1 -> Long.MIN_VALUE;
        default -> random.nextLong();
      };
    }

    private static long anyDecimal(Random random) {
      return switch (random.nextInt(4)) {
        case 0 -> MOST_OF_DECIMAL;
        case 1 -> -MOST_OF_DECIMAL;
        default -> random.nextLong() % MOST_OF_DECIMAL;
      };
    }

    private static String string(Random random) {
      return STRINGS.get(random.nextInt(STRINGS.size()));
    }
  }

  /// What the word of an answer is.
  private enum Form {
    /// The answer itself.
    WORD,
    /// One of the values.
    VALUE,
    /// A list's number, or 0 for the one of nothing.
    LIST
  }

  @FunctionalInterface
  private interface Put<P> {
    void put(P partial, long[] outputs, int at, int output, int valueAt);
  }

  /// A partial result of some values, and how events come to it and its answers are put.
  private record Law<P extends Partial<P>>(
      Values values,
      BiFunction<Values, ValuePool, P> make,
      BiConsumer<P, Event> enter,
      @Nullable BiConsumer<P, Event> leave,
      Form form,
      List<Put<P>> puts) {

    @SafeVarargs
    @SuppressWarnings("varargs") // Only read.
    static <P extends Partial<P>> Stream<Law<P>> of(
        Set<Values> taken,
        BiFunction<Values, ValuePool, P> make,
        BiConsumer<P, Event> enter,
        @Nullable BiConsumer<P, Event> leave,
        Form form,
        Put<P>... puts) {
      return taken.stream()
          .map(values -> new Law<>(values, make, enter, leave, form, List.of(puts)));
    }

    Class<?> type() {
      return empty().getClass();
    }

    String name() {
      return type().getSimpleName() + " of " + values;
    }

    boolean isInvertible() {
      return leave != null;
    }

    List<Object> answer(List<Event> events) {
      return answer(of(events), POOL);
    }

    /// Merged into an empty one, one after the other.
    List<Object> answerOfParts(List<List<Event>> parts) {
      P merged = empty();
      parts.forEach(part -> merged.merge(of(part)));
      return answer(merged, POOL);
    }

    /// The second and third of three merged first; what is merged stays as it is.
    List<Object> answerOfNestedParts(List<List<Event>> parts) {
      P first = of(parts.get(0));
      P others = of(parts.get(1));
      P third = of(parts.get(2));
      others.merge(third);
      List<Object> before = answer(others, POOL);
      first.merge(others);
      assertThat(answer(others, POOL)).as(name()).isEqualTo(before);
      assertThat(answer(third, POOL)).as(name()).isEqualTo(answer(parts.get(2)));
      return answer(first, POOL);
    }

    List<Object> answerAfterClearing(List<Event> others, List<Event> events) {
      P partial = of(others);
      assertThat(partial.isEmpty()).as(name()).isEqualTo(others.isEmpty());
      partial.clear();
      assertThat(partial.isEmpty()).as(name()).isTrue();
      enterAll(events, partial);
      return answer(partial, POOL);
    }

    List<Object> answerAfterLeaving(List<Event> events, List<Event> others) {
      P partial = of(others);
      enterAll(events, partial);
      if (leave != null) {
        others.forEach(event -> leave.accept(partial, event));
      }
      assertThat(partial.isEmpty()).as(name()).isEqualTo(events.isEmpty());
      return answer(partial, POOL);
    }

    /// Others are merged in two parts, and taken away in two parts cut elsewhere.
    @SuppressWarnings("unchecked") // Only of invertible ones, of their own class.
    List<Object> answerAfterSubtracting(List<Event> events, List<Event> others) {
      P partial = empty();
      int cut = others.size() / 3;
      partial.merge(of(others.subList(0, cut)));
      enterAll(events, partial);
      partial.merge(of(others.subList(cut, others.size())));
      for (List<Event> part :
          List.of(others.subList(2 * cut, others.size()), others.subList(0, 2 * cut))) {
        subtract((Invertible) partial, (Invertible) of(part));
      }
      assertThat(partial.isEmpty()).as(name()).isEqualTo(events.isEmpty());
      return answer(partial, POOL);
    }

    private static <S extends Invertible<S>> void subtract(S partial, S part) {
      partial.subtract(part);
    }

    /// By another process, whose texts have other numbers.
    List<Object> answerElsewhere(List<Event> events) {
      ValuePool other = new ValuePool();
      return answer(read(written(of(events)), other), other);
    }

    /// What is read goes on: a part is merged into it, and others come.
    List<Object> answerAfterReading(List<Event> events) {
      int cut = events.size() / 3;
      P read = read(written(of(events.subList(0, cut))), POOL);
      read.merge(of(events.subList(2 * cut, events.size())));
      enterAll(events.subList(cut, 2 * cut), read);
      return answer(read, POOL);
    }

    P read(byte[] bytes, ValuePool pool) {
      P read = make.apply(values, pool);
      read.read(new ByteReader(bytes), pool);
      return read;
    }

    private static byte[] written(Partial<?> partial) {
      ByteWriter bytes = new ByteWriter();
      partial.write(bytes, POOL);
      return bytes.toBytes();
    }

    private P empty() {
      return make.apply(values, POOL);
    }

    private P of(List<Event> events) {
      P partial = empty();
      enterAll(events, partial);
      return partial;
    }

    private void enterAll(List<Event> events, P partial) {
      events.forEach(event -> enter.accept(partial, event));
    }

    private List<Object> answer(P partial, ValuePool pool) {
      List<Object> answer = new ArrayList<>();
      for (Put<P> put : puts) {
        long[] outputs = new long[2];
        put.put(partial, outputs, 0, 0, 1);
        answer.add(outputs[0] == 0 ? valueOf(outputs[1], pool) : "null");
      }
      return answer;
    }

    private Object valueOf(long word, ValuePool pool) {
      return switch (form) {
        case WORD -> word;
        case LIST -> word == 0 ? "nothing" : pool.list(word);
        case VALUE ->
            switch (values.kind) {
              case LONG, DOUBLE -> word;
              case TEXT -> pool.text(word);
              case LIST -> pool.list(word);
            };
      };
    }
  }
}
