package roundhouse.featureengine.language.program;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.Admission;
import roundhouse.featureengine.kernel.Micros;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.kernel.SeenIds;
import roundhouse.featureengine.kernel.ValuePool;
import roundhouse.featureengine.language.ast.Expression;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.check.ExpressionCheck;
import roundhouse.featureengine.language.check.Scope;

/// Takes in the events of one stream: refuses what is late or a copy, and passes the records of the
/// others to the folds of their entities.
final class EventIntake {
  private final EventMapper mapper;
  private final int id;
  private final @Nullable SeenIds seenIds;

  private EventIntake(EventMapper mapper, int id, @Nullable SeenIds seenIds) {
    this.mapper = mapper;
    this.id = id;
    this.seenIds = seenIds;
  }

  /// An intake that keeps the ids of events to find copies, unless the stream is among those that
  /// have none.
  static EventIntake of(Program program, int stream, ValuePool pool, Set<String> uniqueStreams) {
    StreamSchema schema = program.plan().streams().get(stream);
    Expression id = new Expression.Field(schema.id());
    SeenIds seenIds =
        uniqueStreams.contains(schema.name())
            ? null
            : new SeenIds(
                Graph.kind(ExpressionCheck.typeOf(id, Scope.ofEvent(schema)).type()),
                Micros.of(schema.lateness()));
    return new EventIntake(
        program.newEventMapper(stream, pool), schema.indexOf(schema.id()), seenIds);
  }

  long knownAt(Row event) {
    return mapper.knownAt(event);
  }

  /// Whether the event counts; if so, a later copy of it does not.
  Admission admit(Row event) {
    Admission admission = mapper.admit(event);
    boolean isCopy =
        admission == Admission.ACCEPTED
            && seenIds != null
            && !seenIds.isFirst(event, id, knownAt(event));
    return isCopy ? Admission.DUPLICATE : admission;
  }

  /// Brings an event that counts to its entities.
  ///
  /// @param folds by entity kind; kinds beyond them are left out
  void apply(Row event, EntityFolds[] folds) {
    long knownAt = knownAt(event);
    int records = mapper.map(event, knownAt);
    for (int i = 0; i < records; i++) {
      int entity = mapper.entity(i);
      if (entity < folds.length) {
        folds[entity].apply(mapper.feed(i), mapper.words(), mapper.at(i), knownAt);
      }
    }
  }

  /// Brings an event that counts to the entities of one kind.
  void apply(Row event, int entity, EntityFolds folds) {
    long knownAt = knownAt(event);
    int records = mapper.map(event, knownAt);
    for (int i = 0; i < records; i++) {
      if (mapper.entity(i) == entity) {
        folds.apply(mapper.feed(i), mapper.words(), mapper.at(i), knownAt);
      }
    }
  }
}
