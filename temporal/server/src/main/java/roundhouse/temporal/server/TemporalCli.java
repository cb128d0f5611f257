package roundhouse.temporal.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Temporal's command-line program, which holds the dev server: found on PATH, else in the cache of
/// tools, else built by Go, else downloaded where its checksum is pinned.
public final class TemporalCli {
  /// What is built or downloaded; later versions refuse `go install`.
  public static final String VERSION = "1.5.1";

  // The first server whose histories this SDK's tests cover: updates and versioning are on.
  private static final int OLDEST_SERVER_MINOR = 28;
  private static final Pattern SERVER = Pattern.compile("Server (\\d+)\\.(\\d+)\\.");
  private static final Duration BUILD_PATIENCE = Duration.ofMinutes(15);
  private static final Duration VERSION_PATIENCE = Duration.ofSeconds(30);

  private final Path cache;
  private final String searchPath;
  private final TemporalArchive archive;

  /// @param cache folder of tools shared by all checkouts
  /// @param searchPath folders as in the environment variable PATH
  public TemporalCli(Path cache, String searchPath) {
    this(cache, searchPath, new TemporalArchive(VERSION));
  }

  TemporalCli(Path cache, String searchPath, TemporalArchive archive) {
    this.cache = cache;
    this.searchPath = searchPath;
    this.archive = archive;
  }

  /// With the cache folder and the PATH that the environment names.
  public static TemporalCli ofEnvironment(Map<String, String> environment) {
    return new TemporalCli(cacheFolder(environment), environment.getOrDefault("PATH", ""));
  }

  /// `ROUNDHOUSE_CACHE`, else `roundhouse` in `XDG_CACHE_HOME`, else `~/.cache/roundhouse`.
  public static Path cacheFolder(Map<String, String> environment) {
    String own = environment.getOrDefault("ROUNDHOUSE_CACHE", "");
    if (!own.isEmpty()) {
      return Path.of(own).toAbsolutePath();
    }
    String shared = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path caches =
        shared.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(shared);
    return caches.resolve("roundhouse");
  }

  /// The program, where it is there already. Starts it once to learn its version.
  public Optional<Path> find() {
    return Stream.concat(onPath("temporal").stream(), Stream.of(cached()))
        .filter(Files::isExecutable)
        .filter(TemporalCli::isCompatible)
        .findFirst();
  }

  /// The program, built or downloaded where it is missing: minutes then, told to `progress` line by
  /// line. Processes that do it at the same time wait for the first. Throws
  /// [ServerUnavailableException] with all that was tried.
  public Path obtain(Consumer<String> progress) {
    Optional<Path> found = find();
    if (found.isPresent()) {
      return found.get();
    }
    try {
      Files.createDirectories(cached().getParent());
      try (FileChannel lock = openLock()) {
        lock.lock(); // closing the channel releases it
        return find().orElseGet(() -> make(progress));
      }
    } catch (IOException e) {
      throw new ServerUnavailableException(
          "Temporal: the cache %s cannot be written; set ROUNDHOUSE_CACHE to a folder that can"
              .formatted(cache),
          e);
    }
  }

  private FileChannel openLock() throws IOException {
    return FileChannel.open(
        cached().resolveSibling("temporal.lock"),
        StandardOpenOption.CREATE,
        StandardOpenOption.WRITE);
  }

  private Path cached() {
    return cache.resolve("bin").resolve("temporal-" + VERSION);
  }

  private Path make(Consumer<String> progress) {
    List<String> refusals = new ArrayList<>();
    for (Maker maker : List.<Maker>of(this::build, archive::fetch)) {
      try {
        Path folder = Files.createTempDirectory(cached().getParent(), "making-");
        try {
          return adopt(maker.make(folder, progress));
        } finally {
          delete(folder);
        }
      } catch (IOException e) {
        refusals.add(String.valueOf(e.getMessage()));
      }
    }
    throw new ServerUnavailableException(
        "Temporal: not on PATH, not in %s; %s. Install its command line (docs.temporal.io/cli) or Go 1.24 or later"
            .formatted(cached(), String.join("; ", refusals)));
  }

  // A rename: no other process sees half a program.
  private Path adopt(Path made) throws IOException {
    if (!isCompatible(made)) {
      throw new IOException("what was made does not run on this machine");
    }
    return Files.move(made, cached(), StandardCopyOption.ATOMIC_MOVE);
  }

  private Path build(Path folder, Consumer<String> progress) throws IOException {
    Path go =
        onPath("go").stream()
            .filter(Files::isExecutable)
            .findFirst()
            .orElseThrow(() -> new IOException("Go is not on PATH"));
    progress.accept(
        "Building Temporal " + VERSION + " with Go; this takes some three minutes, once");
    Path log = cached().resolveSibling("temporal-build.log");
    ProcessBuilder install =
        new ProcessBuilder(
            go.toString(), "install", "github.com/temporalio/cli/cmd/temporal@v" + VERSION);
    install.environment().put("GOBIN", folder.toString());
    install.environment().remove("GOFLAGS");
    install.redirectErrorStream(true).redirectOutput(log.toFile());
    run(install, BUILD_PATIENCE, "go install failed, see " + log);
    return folder.resolve("temporal");
  }

  private List<Path> onPath(String program) {
    return Stream.of(searchPath.split(":"))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, program))
        .toList();
  }

  static boolean isCompatible(Path program) {
    return isCompatible(program, VERSION_PATIENCE);
  }

  /// A program that does not end, or says more than a pipe holds, is another one.
  static boolean isCompatible(Path program, Duration patience) {
    try {
      Process process =
          new ProcessBuilder(program.toString(), "--version").redirectErrorStream(true).start();
      process.getOutputStream().close();
      try (InputStream output = process.getInputStream()) {
        return ends(process, patience)
            && isCompatible(new String(output.readAllBytes(), StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      return false;
    }
  }

  static boolean isCompatible(String version) {
    Matcher server = SERVER.matcher(version);
    return server.find()
        && (Integer.parseInt(server.group(1)) > 1
            || Integer.parseInt(server.group(2)) >= OLDEST_SERVER_MINOR);
  }

  static void run(ProcessBuilder command, Duration patience, String failure) throws IOException {
    Process process = command.start();
    if (!ends(process, patience)) {
      throw new IOException(failure + " (no end after " + patience + ")");
    }
    if (process.exitValue() != 0) {
      throw new IOException(failure);
    }
  }

  /// False: it did not end by itself, and was ended.
  private static boolean ends(Process process, Duration patience) throws IOException {
    try {
      if (process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        return true;
      }
      end(process);
      return false;
    } catch (InterruptedException e) {
      end(process);
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// One way to make the program in a folder of its own; an [IOException]'s message is a clause of
  /// the refusal.
  private interface Maker {
    Path make(Path folder, Consumer<String> progress) throws IOException;
  }
}
