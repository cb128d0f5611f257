package roundhouse.featureengine.language.program;

import static org.assertj.core.api.Assertions.assertThat;
import static roundhouse.featureengine.language.Expressions.hours;
import static roundhouse.featureengine.language.Expressions.minutes;
import static roundhouse.featureengine.language.Expressions.times;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.kernel.EntityFold;
import roundhouse.featureengine.kernel.ValuePool;
import roundhouse.featureengine.language.EntityEvents;
import roundhouse.featureengine.language.EventStream;
import roundhouse.featureengine.language.Expressions;
import roundhouse.featureengine.language.FeatureSet;
import roundhouse.featureengine.language.interpreter.Interpreter;
import roundhouse.featureengine.language.plan.Plan;

class ProgramTest {
  private static final long SECOND = 1_000_000;

  record Payment(long id, Instant t, long card, double amount, double unread) {}

  private static final EventStream<Payment> PAYMENTS =
      EventStream.named("payment")
          .of(Payment.class)
          .identifiedBy(Payment::id)
          .happeningAt(Payment::t);

  private static final EntityEvents<Payment, Payment> OF_CARD =
      PAYMENTS.where(Payment::card).equalTo(Payment::card);

  /// Far beyond what one method can hold, in bytes of code and in windows.
  @Test
  void thousandFeaturesAreCutIntoMethods() {
    FeatureSet<Payment> wide = FeatureSet.askedBy(PAYMENTS).named("wide").version(1);
    for (int i = 0; i < 250; i++) {
      var scaled = times(Expressions.field(Payment::amount), Expressions.literal(i + 0.5));
      wide =
          wide.feature("sum_" + i, OF_CARD.sum(scaled).within(hours(1)))
              .feature("max_" + i, OF_CARD.max(scaled).within(minutes(i + 1)))
              .feature("last_" + i, OF_CARD.last(scaled).ever())
              .feature("mean_" + i, OF_CARD.mean(scaled).within(minutes(i + 1)));
    }
    Plan plan = wide.plan();
    List<ArrayRow> payments = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      payments.add(payment(plan, i, i * (300 * SECOND), i % 2, i * 1.25));
    }
    FeatureFold fold = FeatureFold.of(plan);
    Interpreter interpreter = Interpreter.of(plan, List.of(payments));
    for (ArrayRow payment : payments) {
      ArrayRow columns = ArrayRow.ofSize(1_000);
      fold.answer(payment, columns);
      assertThat(columns).isEqualTo(interpreter.features(payment));
      fold.apply(0, payment);
    }
  }

  @Test
  void fieldsThatNothingReadsAreNotRead() {
    Program program = Program.of(plan());
    List<String> fields = program.plan().streams().getFirst().fieldNames();
    assertThat(program.fieldsRead(0).stream().mapToObj(fields::get))
        .containsOnly("amount", "card", "t");
    List<String> askFields = program.plan().askStream().fieldNames();
    assertThat(program.askFieldsRead().stream().mapToObj(askFields::get)).containsOnly("card", "t");
  }

  /// Its events are not kept, yet a run that starts later needs them all.
  @Test
  void aValueOfAllOfTimeLooksBackOnAllOfTime() {
    Plan ever =
        FeatureSet.askedBy(PAYMENTS)
            .named("ever")
            .version(1)
            .feature("payments", OF_CARD.count().ever())
            .plan();
    assertThat(Program.of(ever).lookbackMicros(0)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void stepsAllocateNothing() {
    stepsAllocateNothing(plan());
  }

  @Test
  void stepsOverTilesAllocateNothing() {
    stepsAllocateNothing(
        FeatureSet.askedBy(PAYMENTS)
            .named("tiled")
            .version(1)
            .feature("count", OF_CARD.count().within(hours(1)).inStepsOf(minutes(5)))
            .feature("sum", OF_CARD.sum(Payment::amount).within(hours(1)).inStepsOf(minutes(1)))
            .feature("mean", OF_CARD.mean(Payment::amount).within(hours(2)).inStepsOf(minutes(5)))
            .feature("max", OF_CARD.max(Payment::amount).within(hours(1)).inStepsOf(minutes(5)))
            .feature("last", OF_CARD.last(Payment::amount).within(hours(1)).inStepsOf(minutes(5)))
            .feature(
                "distinct",
                OF_CARD.distinctUpTo(3, Payment::amount).within(hours(1)).inStepsOf(minutes(5)))
            .plan());
  }

  private static void stepsAllocateNothing(Plan plan) {
    Program program = Program.of(plan);
    ValuePool pool = new ValuePool();
    EventMapper mapper = program.newEventMapper(0, pool);
    EntityFold fold = program.newFold(0, pool);
    long[] outputs = new long[program.outputWords()];
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    ArrayRow payment = payment(plan, 0, 0, 1, 5.0);
    int events = 100_000;
    long allocated = 0;
    for (int i = 0; i < 3 * events; i++) {
      if (i == 2 * events) {
        allocated = threads.getCurrentThreadAllocatedBytes();
      }
      mapper.map(payment, 0);
      long[] words = mapper.words();
      int at = mapper.at(0);
      words[at + program.entities().getFirst().feeds().getFirst().layout().timeAt()] = i * SECOND;
      words[at + program.entities().getFirst().feeds().getFirst().layout().knownAtAt()] =
          i * SECOND;
      fold.answer(i * SECOND, outputs, 0);
      fold.apply(mapper.feed(0), words, at);
    }
    allocated = threads.getCurrentThreadAllocatedBytes() - allocated;
    assertThat(allocated / (double) events).isLessThan(1.0);
  }

  private static Plan plan() {
    return FeatureSet.askedBy(PAYMENTS)
        .named("narrow")
        .version(1)
        .feature("count", OF_CARD.count().within(hours(1)))
        .feature("sum", OF_CARD.sum(Payment::amount).within(hours(1)))
        .feature("mean", OF_CARD.mean(Payment::amount).within(minutes(5)))
        .feature("max", OF_CARD.max(Payment::amount).within(hours(2)))
        .plan();
  }

  private static ArrayRow payment(Plan plan, long id, long time, long card, double amount) {
    List<String> fields = plan.askStream().fieldNames();
    ArrayRow row = ArrayRow.ofSize(fields.size());
    for (int i = 0; i < fields.size(); i++) {
      switch (fields.get(i)) {
        case "id" -> row.putLong(i, id);
        case "t" -> row.putLong(i, time);
        case "card" -> row.putLong(i, card);
        default -> row.putDouble(i, amount);
      }
    }
    return row;
  }
}
