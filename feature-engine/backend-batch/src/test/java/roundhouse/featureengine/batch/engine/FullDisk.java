package roundhouse.featureengine.batch.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/// A way to make the operating system refuse a write to a folder's files, after 64 KiB.
public enum FullDisk {
  /// A small file system, where this process may mount one.
  SMALL_DISK("No space left on device") {
    @Override
    Optional<Closeable> fill(Path folder) throws IOException {
      boolean mounted =
          run("mount", "-t", "tmpfs", "-o", "size=" + BYTES, "tmpfs", folder.toString());
      return mounted
          ? Optional.of(() -> assertThat(run("umount", folder.toString())).isTrue())
          : Optional.empty();
    }
  },
  /// A bound on the size of any file that this process writes, which each may set for itself.
  SMALL_FILES("File too large") {
    @Override
    Optional<Closeable> fill(Path folder) {
      long before = limitFileSize(BYTES);
      return Optional.of(() -> limitFileSize(before));
    }
  };

  private static final long BYTES = 1 << 16;

  /// `RLIMIT_FSIZE`, on Linux and macOS alike.
  private static final int FILE_SIZE = 1;

  private final String reason;

  FullDisk(String reason) {
    this.reason = reason;
  }

  /// Has the test use a folder on each full disk that this machine can have.
  ///
  /// @param test takes the folder and what the operating system says of it
  public static void onEach(Path parent, BiConsumer<Path, String> test) throws IOException {
    List<FullDisk> tried = new ArrayList<>();
    for (FullDisk disk : values()) {
      Path folder = Files.createDirectories(parent.resolve(disk.name()));
      Optional<Closeable> full = disk.fill(folder);
      if (full.isPresent()) {
        tried.add(disk);
        try (Closeable _ = full.get()) {
          test.accept(folder, disk.reason);
        }
      }
    }
    assertThat(tried).contains(SMALL_FILES);
  }

  /// What ends it, or empty: not on this machine.
  abstract Optional<Closeable> fill(Path folder) throws IOException;

  private static boolean run(String... command) throws IOException {
    try {
      return new ProcessBuilder(List.of(command)).start().waitFor() == 0;
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  /// Sets the soft limit, and returns the one before.
  @SuppressWarnings("restricted")
  private static long limitFileSize(long bytes) {
    Linker linker = Linker.nativeLinker();
    FunctionDescriptor signature =
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment limits = arena.allocate(ValueLayout.JAVA_LONG, 2);
      int read =
          (int)
              linker
                  .downcallHandle(linker.defaultLookup().findOrThrow("getrlimit"), signature)
                  .invokeExact(FILE_SIZE, limits);
      long before = limits.get(ValueLayout.JAVA_LONG, 0);
      limits.set(ValueLayout.JAVA_LONG, 0, bytes);
      int written =
          (int)
              linker
                  .downcallHandle(linker.defaultLookup().findOrThrow("setrlimit"), signature)
                  .invokeExact(FILE_SIZE, limits);
      if (read != 0 || written != 0) {
        throw new IllegalStateException("the limit cannot be set");
      }
      return before;
    } catch (Throwable failure) {
      throw new IllegalStateException("setrlimit", failure);
    }
  }
}
