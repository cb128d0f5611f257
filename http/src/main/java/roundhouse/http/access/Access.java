package roundhouse.http.access;

/// How callers are told apart.
public sealed interface Access {
  /// There are no tokens: the server listens on the loopback interface, and whoever reaches it
  /// there may do everything.
  record LoopbackOnly() implements Access {}

  /// Every caller needs a token.
  record ByToken(Tokens tokens) implements Access {}
}
