package roundhouse.featureengine.stream;

import java.util.List;
import roundhouse.featureengine.language.program.EntityKind;
import roundhouse.featureengine.language.program.Program;

/// The entity kinds that a stream application keeps: those of features. Labels are about the future
/// of an ask, and are for backfills.
final class EntityKinds {
  /// A pool of more strings and lists than this is thrown away, with all words that came from it.
  static final int MOST_POOLED = 1 << 17;

  private EntityKinds() {}

  static List<EntityKind> ofFeatures(Program program) {
    return program.entities().stream().filter(kind -> kind.label().isEmpty()).toList();
  }

  /// The places among the plan's streams of those that these kinds read.
  static List<Integer> streamsRead(List<EntityKind> kinds) {
    return kinds.stream()
        .flatMap(kind -> kind.feeds().stream())
        .map(EntityKind.Feed::stream)
        .distinct()
        .sorted()
        .toList();
  }
}
