package roundhouse.featureengine.spark;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import roundhouse.featureengine.kernel.ByteWriter;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.program.EntityKind;
import roundhouse.featureengine.language.program.EventMapper;
import roundhouse.featureengine.language.program.Program;
import scala.Tuple2;

/// The number of a slice of events → records of the entities that they are about, keyed by
/// [ShuffleOrder].
///
/// ```
/// record:  feed | the words behind the key
/// ```
record MapEvents(PartitionJob job, List<Slice> slices)
    implements PairFlatMapFunction<Integer, byte[], byte[]> {
  private static final long serialVersionUID = 1;

  @Override
  public Iterator<Tuple2<byte[], byte[]>> call(Integer slice) {
    return new Records(job, slices.get(slice));
  }

  private static final class Records extends Produced<Tuple2<byte[], byte[]>> {
    private final Program program;
    private final int stream;
    private final FirstCopies events;
    private final ByteWriter bytes = new ByteWriter();
    private EntityCodecs codecs;
    private EventMapper mapper;

    Records(PartitionJob job, Slice slice) {
      program = job.program();
      stream = slice.stream();
      StreamSchema schema = program.plan().streams().get(stream);
      events = new FirstCopies(job.openSource(), schema, slice);
      codecs = new EntityCodecs(program);
      mapper = program.newEventMapper(stream, codecs.pool());
    }

    @Override
    boolean advance() {
      if (!events.next()) {
        return false;
      }
      if (codecs.isFull()) {
        codecs = new EntityCodecs(program);
        mapper = program.newEventMapper(stream, codecs.pool());
      }
      int records = mapper.map(events.row(), events.knownAt());
      for (int record = 0; record < records; record++) {
        emit(new Tuple2<>(key(record), value(record)));
      }
      return true;
    }

    private byte[] key(int record) {
      int entity = mapper.entity(record);
      bytes.clear();
      codecs.key(entity).write(mapper.words(), mapper.at(record), bytes);
      return ShuffleOrder.ofEvent(entity, bytes.toBytes(), events.knownAt());
    }

    private byte[] value(int record) {
      EntityKind entity = program.entities().get(mapper.entity(record));
      int feed = mapper.feed(record);
      bytes.clear();
      bytes.putLong(feed);
      codecs
          .record(entity.index(), feed)
          .write(mapper.words(), mapper.at(record) + entity.keys().size(), bytes);
      return bytes.toBytes();
    }
  }
}
