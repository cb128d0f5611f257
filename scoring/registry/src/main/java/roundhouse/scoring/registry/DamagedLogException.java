package roundhouse.scoring.registry;

/// An entry that must exist cannot be found: someone removed objects below the registry.
public final class DamagedLogException extends RuntimeException {
  private static final long serialVersionUID = 1;

  DamagedLogException(long entry, String location) {
    super(
        "Registry entry '%d': expected in %s, for later ones exist; entries are never deleted, so restore the object from a backup"
            .formatted(entry, location));
  }
}
