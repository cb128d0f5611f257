package roundhouse.featureengine.language.guide;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.language.Decimal;

/// An order asks whether it will be returned. It has a field of every type.
record Order(
    long orderId,
    boolean gift,
    int pieces,
    double weight,
    @Decimal(precision = 12, scale = 2) BigDecimal price,
    Channel channel,
    @Nullable String email,
    List<String> articles,
    Instant at) {

  enum Channel {
    APP,
    SHOP,
    WEB
  }
}
