package roundhouse.workers.cli.platform;

import java.nio.file.Path;

/// The folder that Roundhouse runs from, and where things lie in it.
///
/// @param state of everything that the commands write: `.roundhouse`, or what `ROUNDHOUSE_STATE`
///   says
public record Checkout(Path root, Path state) {
  /// As `./roundhouse` says; the working folder where it does not.
  public static Checkout ofProcess() {
    Path root = Path.of(System.getProperty("roundhouse.home", "")).toAbsolutePath();
    String state = System.getenv().getOrDefault("ROUNDHOUSE_STATE", ".roundhouse");
    return new Checkout(root, root.resolve(state));
  }

  public Path demo() {
    return state().resolve("demo");
  }

  /// Where the demo says what it runs.
  public Path demoState() {
    return demo().resolve("state.json");
  }
}
