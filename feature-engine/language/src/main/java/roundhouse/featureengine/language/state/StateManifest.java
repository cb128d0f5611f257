package roundhouse.featureengine.language.state;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The state of all entities of a plan once every event before a position of its source was
/// applied: the object `states/<id>/manifest.json`, put last, by put-if-absent. The files that it
/// names are `states/<id>/<part>-<16 hex of its sha256>.state`, in the form of [StateFileWriter].
///
/// Whoever continues applies every event at or after the positions, and none before.
///
/// @param format of this record; 1
/// @param planHash the plan whose program can read the sections
/// @param knownBefore the state holds events known before this instant, and no others
/// @param positions where to continue, one for each source partition that the state was made of
/// @param seenIds ids of events that copies may still follow: keys of files like the others, their
///   entities' kind being the stream's place in the plan, their key its id, their one section the
///   event's knownAt, eight bytes
public record StateManifest(
    int format,
    String planHash,
    Instant knownBefore,
    List<Position> positions,
    List<StateFile> entities,
    List<StateFile> seenIds) {
  /// The format that this code writes and reads.
  public static final int FORMAT = 1;

  public StateManifest {
    if (format != FORMAT) {
      throw new IllegalArgumentException(
          "State format '%d': expected %d; emit the state again with this version"
              .formatted(format, FORMAT));
    }
    positions = List.copyOf(positions);
    entities = List.copyOf(entities);
    seenIds = List.copyOf(seenIds);
  }

  /// Where to continue in one source partition of a stream.
  ///
  /// @param topic and `partition`: a recorded partition, or null and 0 where the source was
  ///   imported without one; then the position is `knownBefore`
  /// @param nextOffset the first offset that is not in the state; 0 without a recorded partition
  /// @param knownThrough greatest knownAt so far, which is the running maximum that visibility is
  ///   judged by; null where there was no event
  public record Position(
      String stream,
      @Nullable String topic,
      int partition,
      long nextOffset,
      @Nullable Instant knownThrough) {}

  /// One file.
  ///
  /// @param file object key
  /// @param sha256 of its bytes, lower-case hex
  public record StateFile(String file, long bytes, String sha256, long entities) {}
}
