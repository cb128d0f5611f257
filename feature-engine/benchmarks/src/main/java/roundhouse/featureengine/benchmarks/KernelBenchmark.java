package roundhouse.featureengine.benchmarks;

import static roundhouse.featureengine.language.Expressions.days;
import static roundhouse.featureengine.language.Expressions.hours;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.kernel.EntityFold;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.kernel.RowSink;
import roundhouse.featureengine.kernel.ValuePool;
import roundhouse.featureengine.language.EntityEvents;
import roundhouse.featureengine.language.EventStream;
import roundhouse.featureengine.language.FeatureSet;
import roundhouse.featureengine.language.interpreter.Interpreter;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.language.program.AskMapper;
import roundhouse.featureengine.language.program.EventMapper;
import roundhouse.featureengine.language.program.Program;

/// How fast compiled code is on one core, from memory: payments in order, each asking for the
/// features of its card before it counts itself. All three stages run: map the event, fold it, map
/// the ask.
///
/// Prints events a second of the thread's own time, bytes allocated an event, and how many times
/// the interpreter's speed that is, which reads all of its history for every ask and so gets a
/// short one.
public final class KernelBenchmark {
  private static final int EVENTS = 4_000_000;
  private static final int CARDS = 1_000;
  private static final int ROUNDS = 7;

  private static final int INTERPRETED = 2_000;

  private static final long START = 1_700_000_000_000_000L;
  private static final long SPAN = days(90).toNanos() / 1000;

  private KernelBenchmark() {}

  /// A payment with a card.
  public record Payment(long id, Instant t, long card, double amount) {}

  static final EventStream<Payment> PAYMENTS =
      EventStream.named("payment")
          .of(Payment.class)
          .identifiedBy(Payment::id)
          .happeningAt(Payment::t);

  /// The features of the benchmark, as its peers compute them.
  static Plan plan() {
    EntityEvents<Payment, Payment> ofCard = PAYMENTS.where(Payment::card).equalTo(Payment::card);
    return FeatureSet.askedBy(PAYMENTS)
        .named("payment-history")
        .version(1)
        .feature("count_1h", ofCard.count().within(hours(1)))
        .feature("sum_1h", ofCard.sum(Payment::amount).within(hours(1)))
        .feature("max_1h", ofCard.max(Payment::amount).within(hours(1)))
        .feature("count_24h", ofCard.count().within(hours(24)))
        .feature("sum_24h", ofCard.sum(Payment::amount).within(hours(24)))
        .feature("max_24h", ofCard.max(Payment::amount).within(hours(24)))
        .feature("count_7d", ofCard.count().within(days(7)))
        .feature("sum_7d", ofCard.sum(Payment::amount).within(days(7)))
        .feature("max_7d", ofCard.max(Payment::amount).within(days(7)))
        .feature("mean_24h", ofCard.mean(Payment::amount).within(hours(24)))
        .feature("last", ofCard.last(Payment::amount).ever())
        .plan();
  }

  public static void main(String[] arguments) {
    Plan plan = plan();
    Payments payments = new Payments(EVENTS, CARDS);
    Measured measured = compiled(plan, payments);
    System.out.printf(
        "ratio kernel-million-events-a-second %.2f    the bar is 4%n",
        measured.eventsPerSecond() / 1e6);
    System.out.printf(
        "ratio kernel-bytes-an-event %.3f    the bar is less than 1%n", measured.bytesPerEvent());
    Payments few = new Payments(INTERPRETED, CARDS);
    double interpreted = interpreted(plan, few);
    System.out.printf("interpreter events/s %.0f (of %d events)%n", interpreted, INTERPRETED);
    System.out.printf(
        "ratio compiled-vs-interpreter %.1f    the bar is 10%n",
        measured.eventsPerSecond() / interpreted);
  }

  /// The median of the later half of the rounds; code is compiled by then.
  record Measured(double eventsPerSecond, double bytesPerEvent) {}

  static Measured compiled(Plan plan, Payments payments) {
    Replay replay = new Replay(plan, payments);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    double[] speeds = new double[ROUNDS];
    double[] bytes = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      long allocated = threads.getCurrentThreadAllocatedBytes();
      long start = threads.getCurrentThreadCpuTime();
      replay.run();
      speeds[round] = payments.size() * 1e9 / (threads.getCurrentThreadCpuTime() - start);
      bytes[round] =
          (threads.getCurrentThreadAllocatedBytes() - allocated) / (double) payments.size();
    }
    return new Measured(medianOfLaterHalf(speeds), medianOfLaterHalf(bytes));
  }

  private static double medianOfLaterHalf(double[] rounds) {
    double[] later = Arrays.copyOfRange(rounds, rounds.length / 2, rounds.length);
    Arrays.sort(later);
    return later[later.length / 2];
  }

  private static double interpreted(Plan plan, Payments payments) {
    List<ArrayRow> rows = new ArrayList<>();
    for (int i = 0; i < payments.size(); i++) {
      rows.add(payments.row(plan, i));
    }
    Interpreter interpreter = Interpreter.of(plan, List.of(rows));
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    double[] speeds = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      long start = threads.getCurrentThreadCpuTime();
      rows.forEach(interpreter::features);
      speeds[round] = payments.size() * 1e9 / (threads.getCurrentThreadCpuTime() - start);
    }
    return medianOfLaterHalf(speeds);
  }

  /// Payments in columns, in the order of their time. Cards are skewed as in the peers' data.
  static final class Payments {
    private final long[] times;
    private final long[] cards;
    private final double[] amounts;

    Payments(int size, int cardCount) {
      Random random = new Random(42);
      times = new long[size];
      cards = new long[size];
      amounts = new double[size];
      for (int i = 0; i < size; i++) {
        times[i] = START + i * (SPAN / size);
        cards[i] = (long) (Math.pow(random.nextDouble(), 3) * cardCount);
        amounts[i] = Math.rint(Math.exp(random.nextDouble() * 4) * 100) / 100;
      }
    }

    int size() {
      return times.length;
    }

    ArrayRow row(Plan plan, int index) {
      ArrayRow row = ArrayRow.ofSize(plan.askStream().fields().size());
      row.putLong(plan.askStream().indexOf("id"), index);
      row.putLong(plan.askStream().indexOf("t"), times[index]);
      row.putLong(plan.askStream().indexOf("card"), cards[index]);
      row.putDouble(plan.askStream().indexOf("amount"), amounts[index]);
      return row;
    }
  }

  /// Runs all payments through the three stages, from empty folds.
  static final class Replay {
    private final Payments payments;
    private final Program program;
    private final EventMapper events;
    private final AskMapper asks;
    private final EntityFold[] folds = new EntityFold[CARDS];
    private final long[] outputs;
    private final PaymentRow event;
    private final PaymentRow ask;
    private final Total total = new Total();

    Replay(Plan plan, Payments payments) {
      this.payments = payments;
      program = Program.of(plan);
      ValuePool pool = new ValuePool();
      events = program.newEventMapper(0, pool);
      asks = program.newAskMapper(pool);
      for (int i = 0; i < folds.length; i++) {
        folds[i] = program.newFold(0, pool);
      }
      outputs = new long[program.outputWords()];
      event = new PaymentRow(payments, plan.streams().getFirst().fieldNames());
      ask = new PaymentRow(payments, plan.askStream().fieldNames());
    }

    /// Something of every answer, so that none is left out.
    double run() {
      for (EntityFold fold : folds) {
        fold.clear();
      }
      long[] key = new long[1];
      for (int i = 0; i < payments.size(); i++) {
        ask.at = i;
        event.at = i;
        asks.key(0, ask, key, 0);
        EntityFold fold = folds[(int) key[0]];
        fold.answer(asks.askTime(0, ask), outputs, 0);
        asks.features(ask, outputs, 0, total);
        events.map(event, payments.times[i]);
        fold.apply(events.feed(0), events.words(), events.at(0));
      }
      return total.sum;
    }
  }

  /// One of the payments, by column.
  private static final class PaymentRow implements Row {
    private final Payments payments;
    private final int id;
    private final int card;
    private int at;

    PaymentRow(Payments payments, List<String> fields) {
      this.payments = payments;
      id = fields.indexOf("id");
      card = fields.indexOf("card");
    }

    @Override
    public boolean isNull(int field) {
      return false;
    }

    @Override
    public boolean booleanAt(int field) {
      throw new UnsupportedOperationException("Payments have no boolean");
    }

    @Override
    public long longAt(int field) {
      return field == card ? payments.cards[at] : field == id ? at : payments.times[at];
    }

    @Override
    public double doubleAt(int field) {
      return payments.amounts[at];
    }

    @Override
    public String stringAt(int field) {
      throw new UnsupportedOperationException("Payments have no text");
    }
  }

  /// Adds everything up.
  private static final class Total implements RowSink {
    private double sum;

    @Override
    public void putNull(int column) {}

    @Override
    public void putBoolean(int column, boolean value) {
      throw new UnsupportedOperationException("No feature is a boolean");
    }

    @Override
    public void putLong(int column, long value) {
      sum += value;
    }

    @Override
    public void putDouble(int column, double value) {
      sum += value;
    }

    @Override
    public void putString(int column, String value) {
      throw new UnsupportedOperationException("No feature is a text");
    }
  }
}
