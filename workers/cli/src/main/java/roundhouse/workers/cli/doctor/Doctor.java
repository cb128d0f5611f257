package roundhouse.workers.cli.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.StoreUnavailableException;
import roundhouse.temporal.server.TemporalCli;
import roundhouse.workers.cli.platform.Platform;
import roundhouse.workers.cli.platform.RefusedException;

/// Looks for everything that the demo and the commands need on this machine. Changes nothing.
public final class Doctor {
  private static final long ROOM_BYTES = 3L << 30;

  private final Platform platform;

  public Doctor(Platform platform) {
    this.platform = platform;
  }

  /// Every finding, in the order in which a first run needs the things.
  public List<Finding> examine() {
    return Stream.of(
            jdk(),
            maven(),
            temporalCli(),
            go(),
            python(),
            disk(),
            port("Port of Temporal", 7233),
            port("Port of Temporal's pages", 8233),
            port("Port of the scorer", 8090),
            store(),
            temporal())
        .toList();
  }

  private static Finding jdk() {
    int version = Runtime.version().feature();
    String home = System.getProperty("java.home");
    return version >= 25
        ? Finding.ok("JDK", Runtime.version() + " at " + home)
        : Finding.missing("JDK", version + " at " + home, "install JDK 25: see ./mvnw");
  }

  private static Finding maven() {
    return Programs.firstLineOf("mvn", "--version")
        .map(line -> Finding.ok("Maven", plain(line)))
        .orElseGet(
            () ->
                Finding.missing(
                    "Maven", "not on PATH", "apt-get install maven, or let ./mvnw do so as root"));
  }

  /// Without the colours that Maven writes.
  private static String plain(String line) {
    return line.replaceAll("\u001b\\[[0-9;]*m", "");
  }

  private static Finding temporalCli() {
    Optional<Path> found = TemporalCli.ofEnvironment(System.getenv()).find();
    return found
        .map(path -> Finding.ok("Temporal", path.toString()))
        .orElseGet(
            () ->
                Finding.note(
                    "Temporal",
                    "not on PATH, not in the cache",
                    "the demo builds it with Go, or downloads it; else it runs in memory, without pages and schedules"));
  }

  private static Finding go() {
    return Programs.firstLineOf("go", "version")
        .map(line -> Finding.ok("Go", line))
        .orElseGet(
            () ->
                Finding.note(
                    "Go", "not on PATH", "only needed to build Temporal where it is missing"));
  }

  private static Finding python() {
    return Programs.firstLineOf(
            "python3",
            "-c",
            "import sys, venv, ensurepip; assert sys.version_info >= (3, 11);"
                + " print('Python %d.%d.%d' % sys.version_info[:3])")
        .map(line -> Finding.ok("Python", line + " with venv"))
        .orElseGet(
            () ->
                Finding.note(
                    "Python",
                    "no python3 of 3.11 or later with venv on PATH",
                    "apt-get install python3-venv; until then models are trained by the JVM's XGBoost4J"));
  }

  private Finding disk() {
    try {
      Path folder = platform.checkout().root();
      long free = Files.getFileStore(folder).getUsableSpace();
      String found = "%.1f GiB free at %s".formatted(free / (double) (1 << 30), folder);
      return free >= ROOM_BYTES
          ? Finding.ok("Disk", found)
          : Finding.missing("Disk", found, "make room: tools, libraries and state take 3 GiB");
    } catch (IOException e) {
      return Finding.missing("Disk", "unreadable: " + e.getMessage(), "correct its permissions");
    }
  }

  private static Finding port(String subject, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
      return Finding.note(subject, port + " is taken", "the demo chooses another one");
    } catch (IOException nobody) {
      return Finding.ok(subject, port + " is free");
    }
  }

  private Finding store() {
    try (ObjectStore store = platform.openStore()) {
      long head = platform.openRegistry(store).state().head();
      return Finding.ok("Store", "%s, %d registry entries".formatted(store.location(), head));
    } catch (RefusedException none) {
      return Finding.note("Store", "none at " + platform.storeLocation(), "./roundhouse demo");
    } catch (StoreUnavailableException e) {
      return Finding.missing("Store", String.valueOf(e.getMessage()), "correct --store");
    }
  }

  private Finding temporal() {
    String address = platform.temporalAddress();
    try {
      URI uri = URI.create("temporal://" + address);
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), 1000);
        return Finding.ok("Temporal server", "answers at " + address);
      }
    } catch (IOException | IllegalArgumentException nobody) {
      return Finding.note("Temporal server", "none at " + address, "./roundhouse demo starts one");
    }
  }
}
