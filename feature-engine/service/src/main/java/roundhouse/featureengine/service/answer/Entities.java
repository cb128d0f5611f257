package roundhouse.featureengine.service.answer;

import roundhouse.featureengine.stream.EntityAnswer;
import roundhouse.featureengine.stream.EntityAsk;

/// The entities whose state this instance holds. Safe for use by many threads.
public interface Entities {
  /// Answers at once, from this machine: where another instance holds the entity, or nobody can
  /// answer now, the answer says so.
  EntityAnswer answer(EntityAsk ask);
}
