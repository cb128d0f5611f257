package roundhouse.featureengine.kernel.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.ByteReader;
import roundhouse.featureengine.kernel.ByteWriter;
import roundhouse.featureengine.kernel.UnreadableStateException;
import roundhouse.featureengine.kernel.ValueKind;
import roundhouse.featureengine.kernel.ValuePool;

/// The laws that every partial result obeys: neither the order of events has a bearing on it, nor
/// how results were merged, nor that they were written and read; what entered and left was never
/// there, be it an event or what a part of the events made.
class PartialLawsTest {
  private static final ValuePool POOL = new ValuePool();
  private static final Element DOUBLES = new Element(Element.Type.DOUBLE, 0);
  private static final List<Law<?>> ALL =
      List.of(
          Law.of(
              EventCount::new,
              (count, _, _) -> count.enter(),
              (count, _, _) -> {},
              EventCount::put),
          Law.of(
              DoubleSum::new,
              (sum, word, _) -> sum.enter(word),
              (sum, word, _) -> sum.leave(word),
              DoubleSum::putMean),
          Law.of(
              LongSum::new,
              (sum, word, _) -> sum.enter(word),
              (sum, word, _) -> sum.leave(word),
              LongSum::putMean),
          Law.of(
              () -> new Moments(DOUBLES),
              (moments, word, _) -> moments.enter(word),
              (moments, word, _) -> moments.leave(word),
              (moments, out, at, output, valueAt) ->
                  moments.putVariance(1, out, at, output, valueAt)),
          Law.of(
              () -> ExtremeValue.least(DOUBLES, POOL),
              (least, word, _) -> least.enter(word),
              null,
              ExtremeValue::put),
          Law.of(
              () -> ExtremeValue.greatest(DOUBLES, POOL),
              (greatest, word, _) -> greatest.enter(word),
              null,
              ExtremeValue::put),
          Law.of(() -> edge(1, 3), PartialLawsTest::enterEdge, null, EdgeEvents::putList),
          Law.of(() -> edge(-1, 1), PartialLawsTest::enterEdge, null, EdgeEvents::put),
          Law.of(
              () -> DistinctValues.all(DOUBLES),
              (values, word, _) -> values.enter(word),
              (values, word, _) -> values.leave(word),
              DistinctValues::putDistinct),
          Law.of(
              () -> DistinctValues.upTo(DOUBLES, 5),
              (values, word, _) -> values.enter(word),
              null,
              (values, out, at, output, valueAt) -> values.putUpTo(5, out, at, output, valueAt)),
          Law.of(
              () -> new DistinctSketch(DOUBLES, 6, POOL),
              (sketch, word, _) -> sketch.enter(word),
              (sketch, word, _) -> sketch.leave(word),
              DistinctSketch::put),
          Law.of(
              () -> new QuantileSketch(DOUBLES, 0.02),
              (sketch, word, _) -> sketch.enter(word),
              (sketch, word, _) -> sketch.leave(word),
              (sketch, out, at, output, valueAt) -> sketch.put(0.7, out, at, output, valueAt)),
          Law.of(
              () -> new TopValues(DOUBLES, POOL),
              (top, word, _) -> top.enter(word),
              (top, word, _) -> top.leave(word),
              (top, out, at, output, valueAt) -> top.put(3, out, at, output, valueAt)),
          Law.of(
              () -> new HistogramCounts(DOUBLES, List.of(-1.0, 0.0, 10.0), POOL),
              (counts, word, _) -> counts.enter(word),
              (counts, word, _) -> counts.leave(word),
              HistogramCounts::put),
          Law.of(
              () -> DecayedSum.of(DOUBLES, 5),
              (sum, word, time) -> sum.enter(word, time),
              (sum, word, time) -> sum.leave(word, time),
              (sum, out, at, output, valueAt) -> sum.put(1_000, out, at, output, valueAt)));

  @Property(tries = 100, shrinking = ShrinkingMode.OFF)
  void orderHasNoBearing(@ForAll long seed) {
    List<long[]> events = events(seed);
    List<long[]> shuffled = new ArrayList<>(events);
    Collections.shuffle(shuffled, new Random(seed));
    for (Law<?> law : ALL) {
      assertThat(law.answer(List.of(shuffled)))
          .as(law.name())
          .isEqualTo(law.answer(List.of(events)));
    }
  }

  @Property(tries = 100, shrinking = ShrinkingMode.OFF)
  void mergingHasNoBearing(@ForAll long seed) {
    List<long[]> events = events(seed);
    Random random = new Random(seed);
    List<List<long[]>> parts = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    events.forEach(event -> parts.get(random.nextInt(3)).add(event));
    for (Law<?> law : ALL) {
      assertThat(law.answer(parts)).as(law.name()).isEqualTo(law.answer(List.of(events)));
      assertThat(law.answer(parts.reversed()))
          .as(law.name())
          .isEqualTo(law.answer(List.of(events)));
    }
  }

  @Property(tries = 100, shrinking = ShrinkingMode.OFF)
  void whatEnteredAndLeftWasNeverThere(@ForAll long seed) {
    List<long[]> events = events(seed);
    for (Law<?> law : ALL) {
      if (law.isInvertible()) {
        assertThat(law.answerAfterLeaving(events, events(seed + 1)))
            .as(law.name())
            .isEqualTo(law.answer(List.of(events)));
      }
    }
  }

  @Property(tries = 100, shrinking = ShrinkingMode.OFF)
  void whatWasMergedAndSubtractedWasNeverThere(@ForAll long seed) {
    List<long[]> events = events(seed);
    List<long[]> others = events(seed + 1);
    for (Law<?> law : ALL) {
      if (law.empty().get() instanceof Invertible<?>) {
        assertThat(law.answerAfterSubtracting(events, others))
            .as(law.name())
            .isEqualTo(law.answer(List.of(events)));
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

  @Property(tries = 100, shrinking = ShrinkingMode.OFF)
  void whatIsReadIsWhatWasWritten(@ForAll long seed) {
    List<long[]> events = events(seed);
    for (Law<?> law : ALL) {
      assertThat(law.answerAfterReading(events))
          .as(law.name())
          .isEqualTo(law.answer(List.of(events)));
    }
  }

  @Property(tries = 200, shrinking = ShrinkingMode.OFF)
  void hostileBytesAreReadOrRefused(@ForAll byte[] bytes) {
    for (Law<?> law : ALL) {
      try {
        law.read(bytes);
      } catch (UnreadableStateException refused) {
        assertThat(refused).hasMessageContaining("fold");
      }
    }
    assertThatThrownBy(() -> ALL.get(1).read(new byte[0]))
        .hasMessage(
            "State cannot be read: it ends too early; drop it and let its events be folded again, or run the version that wrote it");
  }

  /// Words of doubles behind times that are few, and ids that differ.
  private static List<long[]> events(long seed) {
    Random random = new Random(seed);
    List<long[]> events = new ArrayList<>();
    int size = random.nextInt(40);
    for (int i = 0; i < size; i++) {
      double value = random.nextInt(3) == 0 ? DoubleSumTest.value(random) : random.nextInt(8);
      events.add(new long[] {random.nextInt(900), i, Double.doubleToLongBits(value)});
    }
    return events;
  }

  private static EdgeEvents edge(int sign, int most) {
    return new EdgeEvents(
        new EdgeEvents.Shape(sign, most, 0, 1, false, ValueKind.DOUBLE, DOUBLES, 2, 0, 0), POOL);
  }

  private static void enterEdge(EdgeEvents edge, long word, long time) {
    // Ids differ with the word, so that no two different events tie.
    edge.enter(new long[] {time, word, word}, 0);
  }

  @FunctionalInterface
  private interface Change<P> {
    void apply(P partial, long word, long time);
  }

  @FunctionalInterface
  private interface Put<P> {
    void put(P partial, long[] outputs, int at, int output, int valueAt);
  }

  /// A partial result, and how events come to it and its answer is put.
  private record Law<P extends Partial<P>>(
      Supplier<P> empty, Change<P> enter, @Nullable Change<P> leave, Put<P> put) {
    static <P extends Partial<P>> Law<P> of(
        Supplier<P> empty, Change<P> enter, @Nullable Change<P> leave, Put<P> put) {
      return new Law<>(empty, enter, leave, put);
    }

    String name() {
      return empty.get().getClass().getSimpleName();
    }

    boolean isInvertible() {
      return leave != null && !(empty.get() instanceof EventCount);
    }

    List<Long> answer(List<List<long[]>> parts) {
      P merged = empty.get();
      parts.forEach(part -> merged.merge(of(part)));
      return answer(merged);
    }

    List<Long> answerAfterLeaving(List<long[]> events, List<long[]> others) {
      P partial = of(others);
      events.forEach(event -> enter.apply(partial, event[2], event[0]));
      if (leave != null) {
        others.forEach(event -> leave.apply(partial, event[2], event[0]));
      }
      return answer(partial);
    }

    /// Others are merged in two parts, and taken away in two parts cut elsewhere.
    @SuppressWarnings("unchecked") // Only of invertible ones, of their own class.
    List<Long> answerAfterSubtracting(List<long[]> events, List<long[]> others) {
      P partial = empty.get();
      int cut = others.size() / 3;
      partial.merge(of(others.subList(0, cut)));
      events.forEach(event -> enter.apply(partial, event[2], event[0]));
      partial.merge(of(others.subList(cut, others.size())));
      for (List<long[]> part :
          List.of(others.subList(2 * cut, others.size()), others.subList(0, 2 * cut))) {
        subtract((Invertible) partial, (Invertible) of(part));
      }
      return answer(partial);
    }

    private static <S extends Invertible<S>> void subtract(S partial, S part) {
      partial.subtract(part);
    }

    List<Long> answerAfterReading(List<long[]> events) {
      ByteWriter bytes = new ByteWriter();
      of(events).write(bytes, POOL);
      return answer(read(bytes.toBytes()));
    }

    P read(byte[] bytes) {
      P read = empty.get();
      ByteReader reader = new ByteReader(bytes);
      read.read(reader, POOL);
      return read;
    }

    private P of(List<long[]> events) {
      P partial = empty.get();
      events.forEach(event -> enter.apply(partial, event[2], event[0]));
      return partial;
    }

    private List<Long> answer(P partial) {
      long[] outputs = new long[2];
      put.put(partial, outputs, 0, 0, 1);
      return Arrays.stream(outputs).boxed().toList();
    }
  }
}
