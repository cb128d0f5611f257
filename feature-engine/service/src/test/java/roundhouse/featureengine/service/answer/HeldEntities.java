package roundhouse.featureengine.service.answer;

import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import roundhouse.featureengine.kernel.ByteReader;
import roundhouse.featureengine.kernel.ByteWriter;
import roundhouse.featureengine.kernel.EntityFold;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.kernel.ValuePool;
import roundhouse.featureengine.kernel.WordCodec;
import roundhouse.featureengine.language.program.EntityKind;
import roundhouse.featureengine.language.program.EventMapper;
import roundhouse.featureengine.language.program.Program;
import roundhouse.featureengine.stream.EntityAnswer;
import roundhouse.featureengine.stream.EntityAsk;
import roundhouse.featureengine.stream.SourcePosition;

/// Entities in memory, by the same folds as those of a stream application.
public final class HeldEntities implements Entities {
  private final Program program;
  private final ValuePool pool = new ValuePool();
  private final Map<String, EntityFold> folds = new HashMap<>();
  private final Map<String, SourcePosition> positions = new HashMap<>();
  private final Map<Integer, EntityAnswer> instead = new HashMap<>();
  private long appliedThrough = Long.MIN_VALUE;

  public HeldEntities(Program program) {
    this.program = program;
  }

  /// Has a kind of entity answer this, whatever it holds.
  public void answerInstead(EntityAnswer answer) {
    instead.put(answer.kind(), answer);
  }

  public void apply(int stream, Row event, SourcePosition position) {
    EventMapper mapper = program.newEventMapper(stream, pool);
    long knownAt = mapper.knownAt(event);
    appliedThrough = Math.max(appliedThrough, knownAt);
    int records = mapper.map(event, knownAt);
    for (int i = 0; i < records; i++) {
      String entity = entity(mapper.entity(i), mapper.words(), mapper.at(i));
      int kind = mapper.entity(i);
      folds
          .computeIfAbsent(entity, _ -> program.newFold(kind, pool))
          .apply(mapper.feed(i), mapper.words(), mapper.at(i));
      positions.put(entity, position);
    }
  }

  private String entity(int kind, long[] words, int at) {
    ByteWriter key = new ByteWriter();
    WordCodec.of(program.entities().get(kind).keys(), pool).write(words, at, key);
    return kind + Base64.getUrlEncoder().withoutPadding().encodeToString(key.toBytes());
  }

  @Override
  public EntityAnswer answer(EntityAsk ask) {
    EntityAnswer other = instead.get(ask.kind());
    if (other != null) {
      return other;
    }
    EntityKind kind = program.entities().get(ask.kind());
    long[] key = new long[kind.keys().size()];
    WordCodec.of(kind.keys(), pool)
        .read(new ByteReader(Base64.getUrlDecoder().decode(ask.key())), key, 0);
    String entity = entity(ask.kind(), key, 0);
    EntityFold fold = folds.getOrDefault(entity, program.newFold(ask.kind(), pool));
    long[] outputs = new long[kind.outputs().width()];
    fold.answer(ask.askTimeMicros(), outputs, 0);
    ByteWriter bytes = new ByteWriter();
    WordCodec.of(kind.outputs().kinds(), pool).write(outputs, 0, bytes);
    return new EntityAnswer.Answered(
        ask.kind(),
        Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toBytes()),
        Optional.ofNullable(positions.get(entity)).map(List::of).orElse(List.of()),
        appliedThrough == Long.MIN_VALUE
            ? Optional.empty()
            : Optional.of(Instant.ofEpochMilli(appliedThrough / 1000)));
  }
}
