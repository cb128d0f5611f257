package roundhouse.temporal.contracts;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a promotion waits for, for a person to read and answer.
///
/// @param decided the answer that counted, or null while it is awaited
/// @param refused answers that did not count, each with why
public record PendingPromotion(
    PromotionRequest request, String stage, @Nullable Approval decided, List<String> refused) {
  public PendingPromotion {
    refused = List.copyOf(refused);
  }
}
