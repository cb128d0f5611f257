package roundhouse.temporal.server;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/// A Temporal server that this process owns: it ends with [#close()], and with this process however
/// that ends.
public sealed interface LocalServer extends AutoCloseable permits DevServer, InMemoryServer {
  /// Host and port of the gRPC endpoint.
  String target();

  /// Its namespace, with Roundhouse's search attributes in it.
  String namespace();

  /// Temporal's web page, where it has one.
  Optional<URI> uiUrl();

  /// What a full server has and this one lacks, each a noun phrase; empty for a full one.
  List<String> lacking();

  @Override
  void close();
}
