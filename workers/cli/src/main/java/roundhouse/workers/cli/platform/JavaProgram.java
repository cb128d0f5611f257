package roundhouse.workers.cli.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import roundhouse.temporal.server.OwnedProcess;

/// A main class of one of the checkout's modules, started in a JVM of its own on the class path
/// that the build recorded.
///
/// @param module folder of the module, `workers/worker`
/// @param mainClass name of the class
/// @param heap largest heap, as for `-Xmx`
public record JavaProgram(String module, String mainClass, String heap) {
  /// Starts it; its output is appended to `log`.
  public OwnedProcess start(Checkout checkout, List<String> arguments, Path log) {
    try {
      // In the environment, as it is too long to read in a list of processes.
      Map<String, String> environment = Map.of("CLASSPATH", classPath(checkout));
      return OwnedProcess.start(command(checkout, arguments), environment, log);
    } catch (IOException e) {
      throw new UncheckedIOException("Process " + mainClass + ": could not be started", e);
    }
  }

  /// How a run ended.
  ///
  /// @param output all that it printed
  public record Ended(int status, String output) {
    /// The last line of JSON that it printed. Throws [IllegalStateException] where there is none.
    public String report() {
      return output
          .lines()
          .filter(line -> line.startsWith("{"))
          .reduce((_, last) -> last)
          .orElseThrow(
              () -> new IllegalStateException("Program printed no report: " + output.strip()));
    }
  }

  /// Runs it to its end and returns what it printed; refuses where it fails.
  public String run(Checkout checkout, List<String> arguments, Path log) {
    Ended ended = runToEnd(checkout, arguments, log);
    if (ended.status() != 0) {
      throw RefusedException.of(
          mainClass.substring(mainClass.lastIndexOf('.') + 1),
          "status " + ended.status(),
          "it to succeed",
          "it said: " + ended.output().strip());
    }
    return ended.output();
  }

  /// Runs it to its end, whatever that is; its output replaces what `log` held.
  public Ended runToEnd(Checkout checkout, List<String> arguments, Path log) {
    try {
      Files.deleteIfExists(log);
      try (OwnedProcess process = start(checkout, arguments, log)) {
        int status = process.await();
        return new Ended(status, Files.readString(log));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while running " + mainClass, e);
    }
  }

  /// The same without a log that stays.
  public Ended runToEnd(Checkout checkout, List<String> arguments) {
    try {
      Path log = Files.createTempFile("program-", ".log");
      try {
        return runToEnd(checkout, arguments, log);
      } finally {
        Files.deleteIfExists(log);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> command(Checkout checkout, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx" + heap,
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Droundhouse.home=" + checkout.root(),
            mainClass));
    command.addAll(arguments);
    return command;
  }

  private String classPath(Checkout checkout) throws IOException {
    Path target = checkout.root().resolve(module).resolve("target");
    Path recorded = target.resolve("runtime-classpath");
    if (!Files.isReadable(recorded)) {
      throw RefusedException.of(
          "Module",
          module,
          "a build of it",
          "start through ./roundhouse, which builds what is missing");
    }
    return target.resolve("classes") + ":" + Files.readString(recorded).strip();
  }
}
