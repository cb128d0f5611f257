package roundhouse.featureengine.language;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// How many digits a `BigDecimal` component has: `@Decimal(precision = 12, scale = 2) BigDecimal
/// amount`, or in a list `List<@Decimal(precision = 12, scale = 2) BigDecimal>`.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE_USE)
public @interface Decimal {
  /// Digits in all, 1 to 18.
  int precision();

  /// Digits after the point, 0 to the precision.
  int scale();
}
