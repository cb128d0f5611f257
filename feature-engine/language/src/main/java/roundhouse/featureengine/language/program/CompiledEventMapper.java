package roundhouse.featureengine.language.program;

import java.util.List;
import roundhouse.featureengine.kernel.Admission;
import roundhouse.featureengine.kernel.Micros;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.kernel.ValuePool;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.program.RowCompiler.Compiled;

/// Maps events by compiled code, which puts every record that an event could become at its own
/// place among the words, behind one word for each that says whether it is there.
final class CompiledEventMapper extends EventMapper {
  private final int eventTime;
  private final int knownAt;
  private final long lateness;
  private final RowCode code;
  private final long[] words;
  private final int[] entities;
  private final int[] feeds;
  private final int[] places;
  private final int[] knownAtPlaces;
  private final int[] mapped;

  /// What is compiled for a stream.
  ///
  /// @param records those that an event could become
  record StreamCode(StreamSchema stream, Compiled code, List<Place> records, int words) {
    StreamCode {
      records = List.copyOf(records);
    }
  }

  /// A record that an event could become.
  record Place(int entity, int feed, int at, int knownAt) {}

  CompiledEventMapper(StreamCode stream, ValuePool pool) {
    StreamSchema schema = stream.stream();
    eventTime = schema.indexOf(schema.eventTime());
    knownAt = schema.indexOf(schema.knownAt());
    lateness = Micros.of(schema.lateness());
    code = stream.code().newInstance(pool);
    words = new long[stream.words()];
    entities = stream.records().stream().mapToInt(Place::entity).toArray();
    feeds = stream.records().stream().mapToInt(Place::feed).toArray();
    places = stream.records().stream().mapToInt(Place::at).toArray();
    knownAtPlaces = stream.records().stream().mapToInt(Place::knownAt).toArray();
    mapped = new int[places.length];
  }

  @Override
  public Admission admit(Row event) {
    return Admission.ofTimes(event.longAt(eventTime), event.longAt(knownAt), lateness);
  }

  @Override
  public long knownAt(Row event) {
    return event.longAt(knownAt);
  }

  @Override
  public int map(Row event, long knownAt) {
    code.run(event, words, 0, null);
    int records = 0;
    for (int i = 0; i < places.length; i++) {
      if (words[i] != 0) {
        words[knownAtPlaces[i]] = knownAt;
        mapped[records++] = i;
      }
    }
    return records;
  }

  @Override
  public int entity(int record) {
    return entities[mapped[record]];
  }

  @Override
  public int feed(int record) {
    return feeds[mapped[record]];
  }

  @Override
  public long[] words() {
    return words;
  }

  @Override
  public int at(int record) {
    return places[mapped[record]];
  }
}
