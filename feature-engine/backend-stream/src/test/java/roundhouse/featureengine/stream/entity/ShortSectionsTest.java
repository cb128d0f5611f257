package roundhouse.featureengine.stream.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static roundhouse.featureengine.language.Expressions.hours;

import java.time.Instant;
import java.util.Random;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;
import roundhouse.featureengine.kernel.EntityFold;
import roundhouse.featureengine.kernel.ValuePool;
import roundhouse.featureengine.language.EntityEvents;
import roundhouse.featureengine.language.EventStream;
import roundhouse.featureengine.language.FeatureSet;
import roundhouse.featureengine.language.RecordRow;
import roundhouse.featureengine.language.program.EventMapper;
import roundhouse.featureengine.language.program.Program;

class ShortSectionsTest {
  private static final long MINUTE = 60_000_000L;

  record Charge(long chargeId, String card, double amount, Instant at) {}

  private static final EventStream<Charge> CHARGES =
      EventStream.named("charge")
          .of(Charge.class)
          .identifiedBy(Charge::chargeId)
          .happeningAt(Charge::at);
  private static final EntityEvents<Charge, Charge> OF_CARD =
      CHARGES.where(Charge::card).equalTo(Charge::card);

  /// With what headers hold: the past of windows without a beginning.
  private static final Program PROGRAM =
      Program.of(
          FeatureSet.askedBy(CHARGES)
              .named("charges")
              .version(1)
              .feature("charges_ever", OF_CARD.count().ever())
              .feature("sum_ever", OF_CARD.sum(Charge::amount).ever())
              .feature("most_1h", OF_CARD.max(Charge::amount).within(hours(1)))
              .plan());

  private final ValuePool pool = new ValuePool();
  private final EventMapper mapper = PROGRAM.newEventMapper(0, pool);
  private final EntityFold fold = PROGRAM.newFold(0, pool);
  private final ShortSections sections = ShortSections.of(PROGRAM.newFold(0, pool));

  @Test
  void aFoldGoesOnAsTheOneThatWroteThem() {
    EntityFold other = PROGRAM.newFold(0, pool);
    Random random = new Random(3);
    long now = 0;
    for (int i = 0; i < 500; i++) {
      now += random.nextLong(30 * MINUTE);
      apply(fold, i, now);
      apply(other, i, now);
      assertThat(answer(other, now)).isEqualTo(answer(fold, now));
      Bytes written = written(fold);
      assertThat(sections.fits()).isTrue();
      other.clear();
      sections.read(written, other);
      assertThat(answer(other, now)).isEqualTo(answer(fold, now));
    }
  }

  @Test
  void theKindsLongNameIsNotInThem() {
    String version = PROGRAM.entities().getFirst().stateVersion();
    apply(fold, 1, 0);
    assertThat(written(fold).get()).hasSizeLessThan(version.length() / 2);
  }

  @Test
  void manyEventsDoNotFit() {
    for (int i = 0; i < 200; i++) {
      apply(fold, i, i * MINUTE / 10);
    }
    assertThat(written(fold).get()).hasSizeLessThan(4096);
    assertThat(sections.fits()).isFalse();
  }

  private Bytes written(EntityFold of) {
    sections.clear();
    of.write(sections);
    return sections.toBytes();
  }

  private void apply(EntityFold to, long id, long time) {
    Charge charge = new Charge(id, "ann", id % 7 / 10.0, Instant.EPOCH.plusNanos(time * 1_000));
    assertThat(mapper.map(RecordRow.of(charge, PROGRAM.plan().streams().getFirst()), time))
        .isEqualTo(1);
    to.apply(mapper.feed(0), mapper.words(), mapper.at(0));
  }

  private static long[] answer(EntityFold of, long time) {
    long[] outputs = new long[PROGRAM.outputWords()];
    of.answer(time, outputs, 0);
    return outputs;
  }
}
