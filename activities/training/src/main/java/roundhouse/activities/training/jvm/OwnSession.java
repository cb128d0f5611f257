package roundhouse.activities.training.jvm;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// Separates this process from its parent's terminal and signals, and yet ends it with its parent.
final class OwnSession {
  private OwnSession() {}

  /// Makes a session and process group of its own, whose id is this process's. A process that leads
  /// a group already stays as it is.
  @SuppressWarnings("restricted")
  static void begin() {
    try {
      MethodHandle setsid =
          Linker.nativeLinker()
              .downcallHandle(
                  Linker.nativeLinker().defaultLookup().findOrThrow("setsid"),
                  FunctionDescriptor.of(ValueLayout.JAVA_INT));
      int session = (int) setsid.invokeExact();
      assert session == -1 || session == ProcessHandle.current().pid();
    } catch (Throwable failure) {
      throw new IllegalStateException("setsid: cannot be called on this platform", failure);
    }
  }

  /// Ends this process at once when its standard input does, which is when its parent ends.
  static void endWithStandardInput() {
    Thread.ofPlatform().daemon().name("parent-watch").start(OwnSession::waitForEnd);
  }

  private static void waitForEnd() {
    try {
      while (System.in.read() >= 0) {
        // Nothing is ever said there.
      }
    } catch (IOException gone) {
      // As good as its end.
    }
    Runtime.getRuntime().halt(1);
  }
}
