package roundhouse.featureengine.spark;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.ByteReader;
import roundhouse.featureengine.kernel.ByteWriter;
import roundhouse.featureengine.kernel.EntityFold;
import roundhouse.featureengine.language.program.EntityKind;
import roundhouse.featureengine.language.program.Program;
import scala.Tuple2;

/// Entities' records and questions, in order → what the entities answer, keyed by ask. One fold of
/// each kind serves all entities of a task, one after the other.
record FoldEntities(PartitionJob job)
    implements PairFlatMapFunction<Iterator<Tuple2<byte[], byte[]>>, byte[], byte[]> {
  private static final long serialVersionUID = 1;

  @Override
  public Iterator<Tuple2<byte[], byte[]>> call(Iterator<Tuple2<byte[], byte[]>> ordered) {
    return new Answers(job.program(), ordered);
  }

  private static final class Answers extends Produced<Tuple2<byte[], byte[]>> {
    private final Program program;
    private final Iterator<Tuple2<byte[], byte[]>> ordered;
    private final ByteWriter bytes = new ByteWriter();
    private final List<EntityFold> folds = new ArrayList<>();
    private final List<long[]> answers = new ArrayList<>();
    private final List<List<long[]>> records = new ArrayList<>();
    private EntityCodecs codecs;
    private byte @Nullable [] current;
    private int entity;

    Answers(Program program, Iterator<Tuple2<byte[], byte[]>> ordered) {
      this.program = program;
      this.ordered = ordered;
      codecs = new EntityCodecs(program);
      for (EntityKind kind : program.entities()) {
        answers.add(new long[kind.outputs().width()]);
        records.add(kind.feeds().stream().map(feed -> new long[feed.layout().width()]).toList());
      }
      newFolds();
    }

    private void newFolds() {
      folds.clear();
      for (EntityKind kind : program.entities()) {
        folds.add(program.newFold(kind.index(), codecs.pool()));
      }
    }

    @Override
    boolean advance() {
      if (!ordered.hasNext()) {
        return false;
      }
      Tuple2<byte[], byte[]> next = ordered.next();
      if (current == null || !ShuffleOrder.isSameEntity(current, next._1())) {
        begin(next._1());
      }
      current = next._1();
      if (ShuffleOrder.isAsk(next._1())) {
        answer(new ByteReader(next._2()));
      } else {
        apply(new ByteReader(next._2()));
      }
      return true;
    }

    private void begin(byte[] key) {
      entity = ShuffleOrder.entityOf(key);
      if (codecs.isFull()) {
        codecs = new EntityCodecs(program);
        newFolds();
      }
      folds.get(entity).clear();
      for (long[] record : records.get(entity)) {
        codecs.key(entity).read(new ByteReader(ShuffleOrder.keyOf(key)), record, 0);
      }
    }

    private void apply(ByteReader record) {
      int feed = (int) record.readLong();
      long[] words = records.get(entity).get(feed);
      int keyWords = program.entities().get(entity).keys().size();
      codecs.record(entity, feed).read(record, words, keyWords);
      folds.get(entity).apply(feed, words, 0);
    }

    private void answer(ByteReader question) {
      int slice = (int) question.readLong();
      long row = question.readLong();
      long[] outputs = answers.get(entity);
      folds.get(entity).answer(question.readLong(), outputs, 0);
      bytes.clear();
      codecs.outputs(entity).write(outputs, 0, bytes);
      emit(new Tuple2<>(ShuffleOrder.byAsk(slice, row, entity), bytes.toBytes()));
    }
  }
}
