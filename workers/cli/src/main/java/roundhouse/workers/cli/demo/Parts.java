package roundhouse.workers.cli.demo;

import java.util.ArrayDeque;
import java.util.Deque;
import roundhouse.temporal.server.DevServer;
import roundhouse.temporal.server.OwnedProcess;
import roundhouse.workers.cli.platform.RefusedException;

/// Everything that the demo has running: stopped in the reverse order of its start, once, also by
/// Ctrl-C.
final class Parts implements AutoCloseable {
  private record Part(String name, AutoCloseable running) {}

  private final Deque<Part> parts = new ArrayDeque<>();
  private boolean closed;

  /// Adds what was started; stops it at once where the end has begun.
  synchronized <T extends AutoCloseable> T add(String name, T running) {
    if (closed) {
      stop(new Part(name, running));
      throw new IllegalStateException(name + ": started while the demo was ending");
    }
    parts.push(new Part(name, running));
    return running;
  }

  /// Whether there is anything to stop.
  synchronized boolean isRunning() {
    return !parts.isEmpty();
  }

  /// Refuses where a process has ended by itself, with the end of its log.
  synchronized void requireAlive() {
    for (Part part : parts) {
      if (closed) {
        return;
      }
      if (part.running() instanceof OwnedProcess process && !process.isAlive()) {
        throw RefusedException.of(
            part.name(), "ended", "it to run on", "its log ends with:\n" + process.logTail());
      }
      if (part.running() instanceof DevServer server && !server.process().isAlive()) {
        throw RefusedException.of(
            part.name(), "ended", "it to run on", "read its log, " + server.options().log());
      }
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    while (!parts.isEmpty()) {
      stop(parts.pop());
    }
  }

  private static void stop(Part part) {
    try {
      part.running().close();
    } catch (Exception e) {
      System.err.println(part.name() + ": could not be stopped: " + e.getMessage());
    }
  }
}
