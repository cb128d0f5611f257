package roundhouse.activities.data.spark;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A class path as `java -cp` takes it.
///
/// @param entries jars, folders of classes, and folders of jars as `folder/*`
record DriverClassPath(List<String> entries) {
  DriverClassPath {
    entries = List.copyOf(entries);
  }

  /// Throws [UncheckedIOException] where a file named by `@FILE` cannot be read.
  static DriverClassPath parse(String text) {
    return new DriverClassPath(
        split(text)
            .flatMap(entry -> entry.startsWith("@") ? recorded(entry) : Stream.of(entry))
            .toList());
  }

  private static Stream<String> split(String text) {
    return Stream.of(text.strip().split(File.pathSeparator, -1)).filter(entry -> !entry.isBlank());
  }

  private static Stream<String> recorded(String entry) {
    try {
      return split(Files.readString(Path.of(entry.substring(1))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean has(String className) {
    try (URLClassLoader loader = new URLClassLoader(urls(), ClassLoader.getPlatformClassLoader())) {
      return loader.findResource(className.replace('.', '/') + ".class") != null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private URL[] urls() throws IOException {
    List<URL> urls = new ArrayList<>();
    for (String entry : entries) {
      if (entry.endsWith("*")) {
        urls.addAll(jars(Path.of(entry.substring(0, entry.length() - 1))));
      } else {
        urls.add(url(Path.of(entry)));
      }
    }
    return urls.toArray(URL[]::new);
  }

  private static List<URL> jars(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<URL> jars = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).sorted().toList()) {
        jars.add(url(jar));
      }
    }
    return jars;
  }

  private static URL url(Path path) throws MalformedURLException {
    return path.toUri().toURL();
  }

  @Override
  public String toString() {
    return String.join(File.pathSeparator, entries);
  }
}
