package roundhouse.http;

import java.util.Optional;

/// Whether a server can do its work now. It looks at its own state only and never calls another
/// system.
public interface Readiness {
  /// Why not, in words; empty where it can.
  Optional<String> obstacle();
}
