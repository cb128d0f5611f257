package roundhouse.scoring.trees.ensemble;

/// The most that a model file may hold. A file beyond any of these is refused before memory is
/// spent on it: a reader takes a few times the file's size, and half a gigabyte for small values at
/// most.
public final class Limits {
  public static final int FILE_BYTES = 256 << 20;
  public static final int TREES = 100_000;

  /// Of all trees together.
  public static final int NODES = 1 << 24;

  /// Of all leaves together.
  public static final int LEAF_VALUES = 1 << 26;

  /// Edges from a root to a leaf.
  public static final int DEPTH = 512;

  public static final int FEATURES = 1 << 16;

  /// The largest category code.
  public static final int CATEGORY = (1 << 20) - 1;

  /// Of all category sets together, in words of 64 categories.
  public static final int CATEGORY_WORDS = 1 << 23;

  /// Names, scalars, lists and objects in a file; the numbers of one array count once.
  public static final int VALUES = 1 << 22;

  /// Objects and lists within each other.
  public static final int NESTING = 64;

  /// Of one name or text value.
  public static final int TEXT_BYTES = 1 << 20;

  private Limits() {}
}
