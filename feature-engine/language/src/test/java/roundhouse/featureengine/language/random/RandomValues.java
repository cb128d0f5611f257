package roundhouse.featureengine.language.random;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.ListValue;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.featureengine.language.ast.ValueType.Decimal;

/// Cells made to hurt: few different ones, so that they meet; nulls, NaN, both zeros and
/// infinities, values that cancel and overflow, text beyond the basic plane.
public final class RandomValues {
  private static final List<Double> DOUBLES =
      List.of(
          0.0,
          -0.0,
          Double.NaN,
          Double.POSITIVE_INFINITY,
          Double.NEGATIVE_INFINITY,
          Double.MAX_VALUE,
          -Double.MAX_VALUE,
          Double.MIN_VALUE,
          -Double.MIN_NORMAL,
          1e-300,
          1e16,
          1.0,
          -1.0,
          0.1,
          0.2,
          0.3,
          1e3,
          0x1p63);
  private static final List<String> TEXTS =
      List.of("", "GB", "gb ", "US", "\uFFEE", "\uD83D\uDE00", "a'b", "a,b,,", "İ-42");
  private static final List<Long> LONGS =
      List.of(0L, 1L, 2L, Long.MAX_VALUE, Long.MIN_VALUE, -7L, 1_000_000_000_000_000_000L);

  private final Random random;

  /// A special value, such as NaN, is drawn once in so many.
  private final int specialOneIn;

  public RandomValues(Random random) {
    this.random = random;
    specialOneIn = 2 + random.nextInt(40);
  }

  /// A cell of that field, null now and then if it may be.
  public @Nullable Object cell(FieldSchema field) {
    return field.isNullable() && random.nextInt(5) == 0 ? null : present(field.type());
  }

  /// A cell that is not null.
  public Object present(ValueType type) {
    return switch (type) {
      case ValueType.Simple.BOOLEAN -> random.nextBoolean();
      case ValueType.Simple.LONG -> special() ? pick(LONGS) : (Object) (long) random.nextInt(3);
      case ValueType.Simple.INSTANT ->
          special() ? pick(LONGS) : (Object) RandomHistory.someInstant(random);
      case ValueType.Simple.DOUBLE ->
          special() ? pick(DOUBLES) : (Object) (random.nextInt(2000) / 10.0);
      case ValueType.Simple.STRING -> pick(TEXTS);
      case Decimal decimal -> unscaled(decimal);
      case ValueType.Enumeration enumeration -> pick(enumeration.symbols());
      case ValueType.ListOf list -> list(list.element());
    };
  }

  private long unscaled(Decimal type) {
    long beyond = powerOfTen(type.precision());
    return special()
        ? pick(List.of(0L, 1L, -1L, beyond - 1, 1 - beyond, beyond / 2))
        : random.nextInt(2000) % beyond;
  }

  private ListValue list(ValueType element) {
    List<@Nullable Object> elements = new ArrayList<>();
    int size = random.nextInt(4);
    for (int i = 0; i < size; i++) {
      elements.add(random.nextInt(6) == 0 ? null : present(element));
    }
    return new ListValue(elements);
  }

  private boolean special() {
    return random.nextInt(specialOneIn) == 0;
  }

  private <T> T pick(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  private static long powerOfTen(int exponent) {
    return Long.parseLong("1" + "0".repeat(exponent));
  }
}
