package roundhouse.workers.cli.platform;

import java.util.Optional;
import roundhouse.scoring.registry.Change.FeatureSetRetired;
import roundhouse.scoring.registry.Recorded;
import roundhouse.workers.cli.terminal.Numbers;

/// Retirements as a person reads them.
public final class Retirements {
  private Retirements() {}

  /// `2026-11-23 14:00:00 UTC, entry 9: replaced by late-arrival@2`.
  public static String text(Recorded<FeatureSetRetired> retired) {
    String why =
        Optional.ofNullable(retired.change().reason()).map(reason -> ": " + reason).orElse("");
    return "%s, entry %d%s".formatted(Numbers.time(retired.time()), retired.entry(), why);
  }
}
