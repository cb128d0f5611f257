package roundhouse.temporal.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/// A port of the loopback address that was free a moment ago.
public final class FreePort {
  private FreePort() {}

  /// Any port.
  public static int choose() {
    try {
      return bind(0);
    } catch (IOException e) {
      throw new UncheckedIOException("Port: none free at the loopback address", e);
    }
  }

  /// The usual port where nothing listens at it, else any other.
  public static int preferring(int usual) {
    try {
      return bind(usual);
    } catch (IOException busy) {
      return choose();
    }
  }

  private static int bind(int port) throws IOException {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
