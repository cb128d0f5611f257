package roundhouse.workers.cli.platform;

import java.nio.file.Path;

/// The folder that Roundhouse runs from, and where things lie in it.
public record Checkout(Path root) {
  /// As `./roundhouse` says; the working folder where it does not.
  public static Checkout ofProcess() {
    return new Checkout(Path.of(System.getProperty("roundhouse.home", "")).toAbsolutePath());
  }

  /// Everything that Roundhouse writes in a checkout.
  public Path state() {
    return root.resolve(".roundhouse");
  }

  public Path demo() {
    return state().resolve("demo");
  }

  /// Where the demo says what it runs.
  public Path demoState() {
    return demo().resolve("state.json");
  }
}
