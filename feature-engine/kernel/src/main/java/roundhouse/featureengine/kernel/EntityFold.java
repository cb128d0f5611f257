package roundhouse.featureengine.kernel;

/// Everything that the events of one entity do to its values. One instance holds the state of one
/// entity at a time; [#clear] makes it another's, and keeps the memory.
///
/// Events come in the order in which they became known, of whatever feed, with event times in any
/// order. Asks come in between, in any order of event time. What an ask gets depends on the events
/// so far and on nothing else: not on their order, not on which were dropped as too old, not on
/// earlier asks.
///
/// Cost: O(1) amortised an event, and O(1) amortised for each event that enters or leaves a window;
/// no allocation once its arrays have grown to what its entities need. Mutable, for one thread.
///
/// State is read and written in *sections*, so that no store rewrites all of an entity for one
/// event: one header of bounded size, and one section for each bucket of time that holds retained
/// events, or for each tile.
public abstract class EntityFold {
  /// The section that holds everything of bounded size.
  public static final long HEADER = 0;

  /// Forgets everything: the state of an entity without events.
  public abstract void clear();

  /// Whether the state is that of an entity without events, so that it need not be kept.
  public abstract boolean isEmpty();

  /// Takes in an event that has become known, and drops what no later ask can look back on.
  ///
  /// @param feed its number among the entity kind's feeds
  /// @param words a record of the feed's layout; not kept
  /// @param at where the record starts, its key included
  public abstract void apply(int feed, long[] words, int at);

  /// Puts the outputs for an ask.
  ///
  /// @param askTime the ask's instant in microseconds: its event time, or for a label the end of
  ///   its maturity
  /// @param outputs gets words of the entity kind's output layout
  /// @param at where they start
  public abstract void answer(long askTime, long[] outputs, int at);

  /// Drops what no ask can look back on that comes after an event known at that instant, in
  /// microseconds. Changes no value.
  public abstract void expire(long now);

  /// The instant in microseconds at which, or after, [#expire] may leave the fold empty;
  /// `Long.MAX_VALUE` where it never does.
  public abstract long emptyAfter();

  /// Shows every section. What changes is not noted from then on, so that it costs nothing where
  /// all is written each time.
  public abstract void write(Sections sections);

  /// Shows every section that differs from what it was when it was last shown here or read, and
  /// every one that is no more. The first time, and after [#write], it shows all that there are, to
  /// sections that hold nothing yet.
  public abstract void writeChanges(Sections sections);

  /// Reads one section into a fold that was cleared; in any order of sections. Once all are read,
  /// the fold goes on as the one that wrote them.
  ///
  /// @throws UnreadableStateException if it is not a section of this program's entity kind
  public abstract void read(long section, byte[] bytes);

  /// Where sections go. Numbers of sections are opaque; as unsigned longs the header comes first.
  public interface Sections {
    /// A section as it is now.
    ///
    /// @param bytes valid during the call
    void put(long section, ByteWriter bytes);

    void remove(long section);
  }
}
