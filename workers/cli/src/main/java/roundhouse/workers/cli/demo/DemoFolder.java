package roundhouse.workers.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import roundhouse.workers.cli.platform.Checkout;
import roundhouse.workers.cli.platform.RefusedException;

/// The state of one demo on disk, held by one process at a time.
record DemoFolder(Path root, FileChannel lock) implements AutoCloseable {
  /// The lasting one: a demo that runs again goes on from it.
  static DemoFolder lasting(Checkout checkout) {
    return claim(checkout.demo());
  }

  /// A fresh one, kept afterwards so that what the report names can be looked at.
  static DemoFolder fresh(Checkout checkout) {
    String time = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString().replaceAll("[^0-9T]", "");
    return claim(checkout.state().resolve("once").resolve(time.toLowerCase(java.util.Locale.ROOT)));
  }

  private static DemoFolder claim(Path root) {
    try {
      Files.createDirectories(root.resolve("store"));
      FileChannel channel =
          FileChannel.open(
              root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock held = channel.tryLock();
      if (held == null) {
        channel.close();
        throw RefusedException.of(
            "Demo", root.toString(), "no other one running on this state", "end that one first");
      }
      return new DemoFolder(root, channel);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Demo: its folder '%s' cannot be written; correct its permissions".formatted(root), e);
    }
  }

  Path store() {
    return root.resolve("store");
  }

  Path state() {
    return root.resolve("state.json");
  }

  Path log(String process) {
    return root.resolve("logs").resolve(process + ".log");
  }

  Path temporalDatabase() {
    return root.resolve("temporal.db");
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
