package roundhouse.featureengine.spark;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import roundhouse.featureengine.kernel.ByteWriter;
import roundhouse.featureengine.language.program.AskMapper;
import roundhouse.featureengine.language.program.EntityKind;
import roundhouse.featureengine.language.program.Program;
import scala.Tuple2;

/// The number of a slice of asks → what each asks of its entities, keyed by [ShuffleOrder]. An ask
/// is known by its slice and its row in it, which reading again gives alike.
///
/// ```
/// question:  slice | row | instant to be asked about
/// ```
record MapAsks(PartitionJob job, List<Slice> slices)
    implements PairFlatMapFunction<Integer, byte[], byte[]> {
  private static final long serialVersionUID = 1;

  @Override
  public Iterator<Tuple2<byte[], byte[]>> call(Integer slice) {
    return new Questions(job, slice, slices.get(slice));
  }

  private static final class Questions extends Produced<Tuple2<byte[], byte[]>> {
    private final Program program;
    private final int slice;
    private final FirstCopies asks;
    private final ByteWriter bytes = new ByteWriter();
    private final long[] key;
    private EntityCodecs codecs;
    private AskMapper mapper;
    private long row = -1;

    Questions(PartitionJob job, int number, Slice slice) {
      program = job.program();
      this.slice = number;
      asks = new FirstCopies(job.openSource(), program.plan().askStream(), slice);
      key = new long[program.entities().stream().mapToInt(e -> e.keys().size()).max().orElse(0)];
      codecs = new EntityCodecs(program);
      mapper = program.newAskMapper(codecs.pool());
    }

    @Override
    boolean advance() {
      if (!asks.next()) {
        return false;
      }
      row++;
      if (codecs.isFull()) {
        codecs = new EntityCodecs(program);
        mapper = program.newAskMapper(codecs.pool());
      }
      for (EntityKind entity : program.entities()) {
        if (mapper.key(entity.index(), asks.row(), key, 0)) {
          emit(new Tuple2<>(key(entity.index()), question(entity.index())));
        }
      }
      return true;
    }

    private byte[] key(int entity) {
      bytes.clear();
      codecs.key(entity).write(key, 0, bytes);
      long visibleBefore = mapper.visibleBefore(entity, asks.row());
      return ShuffleOrder.ofAsk(entity, bytes.toBytes(), visibleBefore);
    }

    private byte[] question(int entity) {
      bytes.clear();
      bytes.putLong(slice);
      bytes.putLong(row);
      bytes.putLong(mapper.askTime(entity, asks.row()));
      return bytes.toBytes();
    }
  }
}
