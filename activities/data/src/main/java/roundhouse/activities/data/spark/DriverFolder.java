package roundhouse.activities.data.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/// Where a driver keeps what it spills and stages. Gone with it, however it ended.
record DriverFolder(Path path) implements AutoCloseable {
  static DriverFolder make() {
    try {
      return new DriverFolder(Files.createTempDirectory(prefix()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Says whose it is.
  static String prefix() {
    return "spark-driver-of-%d-".formatted(ProcessHandle.current().pid());
  }

  @Override
  public void close() {
    try {
      Files.walkFileTree(path, new Deletion());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
      Files.deleteIfExists(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
