package roundhouse.featureengine.spark;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.Function2;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.batch.DatasetLayout;
import roundhouse.featureengine.batch.parquet.Column;
import roundhouse.featureengine.batch.parquet.RowBuffer;
import roundhouse.featureengine.kernel.ByteReader;
import roundhouse.featureengine.kernel.ByteWriter;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.program.AskMapper;
import roundhouse.featureengine.language.program.EntityKind;
import roundhouse.featureengine.language.program.Program;
import scala.Tuple2;

/// What entities answered, by ask, and the asks of the same slice, read once more → the dataset's
/// rows in their order, as [RowCodec] writes them.
record JoinAnswers(PartitionJob job, List<Slice> slices)
    implements Function2<Integer, Iterator<Tuple2<byte[], byte[]>>, Iterator<byte[]>> {
  private static final long serialVersionUID = 1;

  @Override
  public Iterator<byte[]> call(Integer number, Iterator<Tuple2<byte[], byte[]>> answers) {
    return new DatasetRows(job, slices.get(number), answers);
  }

  private static final class DatasetRows extends Produced<byte[]> {
    private final Program program;
    private final FirstCopies asks;
    private final Iterator<Tuple2<byte[], byte[]>> answers;
    private final int askId;
    private final boolean idIsText;
    private final RowBuffer identity;
    private final RowBuffer values;
    private final RowCodec identityCodec;
    private final RowCodec valuesCodec;
    private final ByteWriter bytes = new ByteWriter();
    private final long[] outputs;
    private EntityCodecs codecs;
    private AskMapper mapper;
    private @Nullable Tuple2<byte[], byte[]> nextAnswer;
    private long number = -1;

    DatasetRows(PartitionJob job, Slice slice, Iterator<Tuple2<byte[], byte[]>> answers) {
      this.answers = answers;
      program = job.program();
      StreamSchema schema = program.plan().askStream();
      asks = new FirstCopies(job.openSource(), schema, slice);
      askId = schema.indexOf(schema.id());
      idIsText = schema.fields().get(askId).type().text().equals("string");
      List<Column> columns = PartitionFile.columns(program.plan());
      var identityColumns = columns.subList(0, DatasetLayout.FIRST_FEATURE);
      var valueColumns = columns.subList(DatasetLayout.FIRST_FEATURE, columns.size());
      identity = new RowBuffer(identityColumns);
      identityCodec = new RowCodec(identityColumns);
      values = new RowBuffer(valueColumns);
      valuesCodec = new RowCodec(valueColumns);
      outputs = new long[program.outputWords()];
      codecs = new EntityCodecs(program);
      mapper = program.newAskMapper(codecs.pool());
      nextAnswer = answers.hasNext() ? answers.next() : null;
    }

    @Override
    boolean advance() {
      if (!asks.next()) {
        return false;
      }
      number++;
      if (codecs.isFull()) {
        codecs = new EntityCodecs(program);
        mapper = program.newAskMapper(codecs.pool());
      }
      gatherOutputs();
      putIdentity(asks.row());
      mapper.features(asks.row(), outputs, 0, values);
      mapper.labels(outputs, 0, values, program.plan().features().size());
      bytes.clear();
      identityCodec.write(identity, bytes);
      valuesCodec.write(values, bytes);
      emit(bytes.toBytes());
      return true;
    }

    private void gatherOutputs() {
      for (EntityKind entity : program.entities()) {
        program.nothing(entity.index(), outputs, entity.outputAt());
      }
      while (nextAnswer != null && ShuffleOrder.rowOf(nextAnswer._1()) == number) {
        int entity = ShuffleOrder.askedEntityOf(nextAnswer._1());
        int at = program.entities().get(entity).outputAt();
        codecs.outputs(entity).read(new ByteReader(nextAnswer._2()), outputs, at);
        nextAnswer = answers.hasNext() ? answers.next() : null;
      }
    }

    private void putIdentity(Row ask) {
      if (idIsText) {
        identity.putString(DatasetLayout.ASK_ID_COLUMN, ask.stringAt(askId));
      } else {
        identity.putLong(DatasetLayout.ASK_ID_COLUMN, ask.longAt(askId));
      }
      identity.putLong(DatasetLayout.ASK_TIME_COLUMN, asks.knownAt());
    }
  }
}
