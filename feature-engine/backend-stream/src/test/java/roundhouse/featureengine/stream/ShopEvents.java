package roundhouse.featureengine.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.StreamSchema;

/// Draws a shop's events and asks: out of order, some of them late, before their time, or copies;
/// few cards, two of them hot.
final class ShopEvents {
  static final int CARDS = 30;

  private static final long SECOND = 1_000_000L;
  private static final long START = 1_700_000_000_000_000L;

  private final Random random;
  private long now = START;
  private long number;

  ShopEvents(long seed) {
    random = new Random(seed);
  }

  /// The next events of a stream; copies have the id, and so the partition, of what they copy.
  List<ArrayRow> next(StreamSchema stream, int count) {
    List<ArrayRow> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (!rows.isEmpty() && random.nextInt(12) == 0) {
        rows.add(rows.get(random.nextInt(rows.size())));
      } else {
        boolean isCash = stream.name().equals("paid") && random.nextInt(15) == 0;
        rows.add(event(stream, isCash ? "" : "card-" + card()));
      }
    }
    return rows;
  }

  /// An event of a card, on time.
  ArrayRow punctual(StreamSchema stream, String card) {
    return row(stream, card, now, now);
  }

  /// Asks about now, and up to a day before.
  List<ArrayRow> asks(StreamSchema askStream, int count) {
    List<ArrayRow> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long age = random.nextBoolean() ? 0 : random.nextLong(24 * 3600 * SECOND);
      // One card in a few has never paid.
      rows.add(row(askStream, "card-" + random.nextInt(CARDS + 5), now - age, now + 1));
    }
    return rows;
  }

  private ArrayRow event(StreamSchema stream, String card) {
    now += random.nextLong(20 * SECOND);
    long delay = random.nextInt(3) == 0 ? random.nextLong(600 * SECOND) : 0;
    switch (random.nextInt(40)) {
      case 0 -> delay = -SECOND;
      case 1 -> delay = 7200 * SECOND;
      default -> {}
    }
    long eventTime = now - Math.max(0, delay);
    return row(stream, card, eventTime, Math.min(now, eventTime + delay));
  }

  private int card() {
    return random.nextInt(3) == 0 ? random.nextInt(2) : random.nextInt(CARDS);
  }

  private ArrayRow row(StreamSchema stream, String card, long eventTime, long knownAt) {
    number++;
    return ArrayRow.of(
        stream.fields().stream()
            .<@Nullable Object>map(field -> value(stream, field, card, eventTime, knownAt))
            .toArray());
  }

  private @Nullable Object value(
      StreamSchema stream, FieldSchema field, String card, long eventTime, long knownAt) {
    if (field.name().equals(stream.eventTime())) {
      return eventTime;
    }
    if (field.name().equals(stream.knownAt())) {
      return knownAt;
    }
    if (field.name().equals("amount") && field.isNullable() && random.nextInt(15) == 0) {
      return null;
    }
    return switch (field.name()) {
      case "card" -> card.isEmpty() ? null : card;
      case "merchant" -> "merchant-" + random.nextInt(4);
      case "amount" -> random.nextInt(9) == 0 ? 0.1 : random.nextInt(10_000) / 100.0;
      case "online", "succeeded" -> random.nextBoolean();
      case "paymentId" -> "payment-" + number;
      default -> number;
    };
  }
}
