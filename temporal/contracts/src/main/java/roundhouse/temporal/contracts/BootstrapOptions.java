package roundhouse.temporal.contracts;

import java.time.Duration;

/// How the paired bootstrap resamples: whole blocks of ask time, with a fixed seed.
public record BootstrapOptions(long seed, int resamples, Duration block, double confidence) {
  public static BootstrapOptions standard() {
    return new BootstrapOptions(42, 500, Duration.ofDays(1), 0.95);
  }
}
