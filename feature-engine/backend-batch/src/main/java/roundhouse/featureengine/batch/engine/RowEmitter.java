package roundhouse.featureengine.batch.engine;

import java.util.List;
import roundhouse.featureengine.batch.parquet.Column;
import roundhouse.featureengine.batch.parquet.ColumnType;
import roundhouse.featureengine.batch.parquet.RowBatch;
import roundhouse.featureengine.batch.parquet.RowGroupEncoder;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.program.AskMapper;

/// Makes the rows of one output of asks and their answers, on one thread.
final class RowEmitter {
  private final EngineOutput output;
  private final AskRows rows;
  private final Answers answers;
  private final TableWriter writer;
  private final AskMapper mapper;
  private final List<Records> records;
  private final long[] outputs;
  private final int outputWords;
  private final RowBatch table;
  private final RowBatch features;
  private final RowGroupEncoder encoder;
  private final int idField;
  private final int timeField;
  private final boolean idIsText;
  private int block = -1;
  private int group;
  private long place;

  RowEmitter(EngineOutput output, PlanRun plan, Answers answers, TableWriter writer) {
    this.output = output;
    rows = plan.rows();
    this.answers = answers;
    this.writer = writer;
    mapper = plan.program().newAskMapper(plan.pool());
    records = answers.newRecords();
    outputWords = plan.program().outputWords();
    outputs = new long[Math.toIntExact(rows.blockRows() * outputWords)];
    table = new RowBatch(output.columns(), RowGroupEncoder.groupRows(output.columns()));
    features = table.view(output.featureColumns());
    encoder = new RowGroupEncoder(output.columns(), output.codec());
    StreamSchema schema = plan.plan().askStream();
    idField = schema.indexOf(schema.id());
    timeField = schema.indexOf(schema.knownAt());
    Column id = output.columns().getFirst();
    idIsText = id.type() == ColumnType.TEXT;
  }

  /// Rows of that group of asks follow.
  void begin(int number) {
    group = number;
    place = rows.firstPlace(number);
  }

  /// Makes a row for each of a batch's rows that is answered, and says how many.
  ///
  /// @param firstRow number of the batch's first row within its group
  /// @param turn returns when it is this task's turn to write
  long emit(RowBatch asks, int size, int firstRow, Runnable turn) {
    long before = place;
    for (int row = 0; row < size; row++) {
      if (rows.isAsk(group, firstRow + row)) {
        emit(asks.moveTo(row));
        if (table.size() == table.capacity()) {
          flush(turn);
        }
      }
    }
    return place - before;
  }

  private void emit(RowBatch ask) {
    gather(rows.blockOf(place));
    table.append();
    if (idIsText) {
      table.putString(EngineOutput.ID_COLUMN, ask.stringAt(idField));
    } else {
      table.putLong(EngineOutput.ID_COLUMN, ask.longAt(idField));
    }
    if (output.timeColumn().isPresent()) {
      table.putLong(output.timeColumn().getAsInt(), ask.longAt(timeField));
    }
    int at = rows.rowInBlock(place++) * outputWords;
    mapper.features(ask, outputs, at, features.moveTo(table.size() - 1));
    mapper.labels(outputs, at, table, output.firstLabel());
  }

  private void gather(int wanted) {
    if (wanted != block) {
      answers.gather(wanted, rows.blockRows(), records, outputs);
      block = wanted;
    }
  }

  /// Writes the rows so far, once it is this thread's turn.
  void flush(Runnable turn) {
    if (table.size() > 0) {
      var encoded = encoder.encode(table);
      turn.run();
      writer.write(table, encoded);
      table.clear();
    }
  }
}
