package roundhouse.featureengine.batch.engine;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.batch.archive.ArchiveLayout;
import roundhouse.featureengine.batch.parquet.InstantRange;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.program.Program;

/// What one program wants of a stream: its asks, or its events.
final class StreamUse {
  static final int ASKS = -1;

  private final int program;
  private final int stream;
  private final StreamSchema schema;
  private final BitSet fields;
  private final InstantRange range;
  private final boolean isUnique;
  private final boolean isRecorded;
  private RowBits @Nullable [] copies;

  private StreamUse(
      int program,
      int stream,
      StreamSchema schema,
      BitSet read,
      InstantRange range,
      EventInput input) {
    this.program = program;
    this.stream = stream;
    this.schema = schema;
    this.range = range;
    isUnique = input.isUnique(schema);
    isRecorded = input.isRecorded(schema);
    fields = (BitSet) read.clone();
    fields.set(schema.indexOf(schema.eventTime()));
    fields.set(schema.indexOf(schema.knownAt()));
  }

  /// What a program wants of all its streams.
  ///
  /// @param number the program's place in the run
  static List<StreamUse> of(int number, Program program, InstantRange asks, EventInput input) {
    List<StreamUse> uses = new ArrayList<>();
    StreamSchema ask = program.plan().askStream();
    uses.add(new StreamUse(number, ASKS, ask, program.askFieldsRead(), asks, input));
    for (int stream = 0; stream < program.plan().streams().size(); stream++) {
      StreamSchema schema = program.plan().streams().get(stream);
      InstantRange range = PlanRun.eventRange(program, stream, asks);
      uses.add(new StreamUse(number, stream, schema, program.fieldsRead(stream), range, input));
    }
    return uses;
  }

  /// The place in the run of the program that it is for.
  int program() {
    return program;
  }

  boolean isOfAsks() {
    return stream == ASKS;
  }

  int stream() {
    return stream;
  }

  StreamSchema schema() {
    return schema;
  }

  boolean isUnique() {
    return isUnique;
  }

  /// The rows that are of use.
  InstantRange range() {
    return range;
  }

  /// The rows that must be seen: a copy is told by an original that may have come earlier.
  InstantRange rangeRead() {
    return isUnique ? range : range.startingEarlier(schema.lateness());
  }

  boolean isRecorded() {
    return isRecorded;
  }

  /// The column that says when an event became visible.
  String visibleAt() {
    return isRecorded ? ArchiveLayout.VISIBLE_AT : schema.knownAt();
  }

  List<String> columnNames() {
    return Stream.concat(
            fields.stream().mapToObj(field -> schema.fields().get(field).name()),
            Stream.of(visibleAt()))
        .distinct()
        .toList();
  }

  /// Where the fields of this use lie among columns, -1 for those that are not read, and after them
  /// when an event became visible.
  int[] placesAmong(List<String> columns) {
    int[] places = new int[schema.fields().size() + 1];
    for (int field = 0; field < places.length - 1; field++) {
      places[field] = fields.get(field) ? columns.indexOf(schema.fields().get(field).name()) : -1;
    }
    places[places.length - 1] = columns.indexOf(visibleAt());
    return places;
  }

  void setCopies(RowBits[] found) {
    copies = found;
  }

  /// Whether a row repeats an event that came earlier.
  boolean isCopy(int group, int row) {
    return copies != null && copies[group].get(row);
  }
}
