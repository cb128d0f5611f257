package roundhouse.http;

/// Where a server listens.
///
/// @param bind address of this machine
/// @param port 0 means any free one
public record ListenAddress(String bind, int port) {}
