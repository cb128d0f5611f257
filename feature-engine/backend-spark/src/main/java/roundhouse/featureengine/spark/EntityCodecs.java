package roundhouse.featureengine.spark;

import java.util.ArrayList;
import java.util.List;
import roundhouse.featureengine.kernel.RecordLayout;
import roundhouse.featureengine.kernel.ValuePool;
import roundhouse.featureengine.kernel.WordCodec;
import roundhouse.featureengine.language.program.EntityKind;
import roundhouse.featureengine.language.program.EntityKind.Feed;
import roundhouse.featureengine.language.program.Program;

/// How a program's words travel between tasks, over one pool of values. For one thread.
final class EntityCodecs {
  /// A pool never forgets; a task starts anew with one that has grown past this.
  private static final int MOST_VALUES = 1 << 20;

  private final ValuePool pool = new ValuePool();
  private final List<WordCodec> keys = new ArrayList<>();
  private final List<List<WordCodec>> records = new ArrayList<>();
  private final List<WordCodec> outputs = new ArrayList<>();

  EntityCodecs(Program program) {
    for (EntityKind entity : program.entities()) {
      keys.add(WordCodec.of(entity.keys(), pool));
      records.add(entity.feeds().stream().map(this::codec).toList());
      outputs.add(WordCodec.of(entity.outputs().kinds(), pool));
    }
  }

  /// Records travel beside their key, without it.
  private WordCodec codec(Feed feed) {
    RecordLayout layout = feed.layout();
    return WordCodec.of(layout.kinds().subList(layout.keyWords(), layout.width()), pool);
  }

  ValuePool pool() {
    return pool;
  }

  boolean isFull() {
    return pool.size() > MOST_VALUES;
  }

  WordCodec key(int entity) {
    return keys.get(entity);
  }

  /// Of a record's words behind its key.
  WordCodec record(int entity, int feed) {
    return records.get(entity).get(feed);
  }

  WordCodec outputs(int entity) {
    return outputs.get(entity);
  }
}
