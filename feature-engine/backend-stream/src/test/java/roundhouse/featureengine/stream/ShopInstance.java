package roundhouse.featureengine.stream;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.common.utils.Exit;

/// An instance of a shop's application in a process of its own, to be killed.
final class ShopInstance {
  private ShopInstance() {}

  /// Runs until the process ends.
  public static void main(String[] arguments) throws Exception {
    try (LiveShop shop = LiveShop.joining(arguments[0], Integer.parseInt(arguments[1]))) {
      StreamApplication instance =
          shop.start(shop.options(Path.of(arguments[2])).advertisedAs(arguments[3]));
      System.out.println("running");
      // The parent holds the other end: it ends with the parent, however that ends.
      while (System.in.read() >= 0) {}
      instance.close();
    }
    Exit.halt(0);
  }

  /// Starts one, and returns once it runs.
  static Process start(String bootstrapServers, int version, Path stateFolder, String advertised)
      throws IOException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    ShopInstance.class.getName(),
                    bootstrapServers,
                    Integer.toString(version),
                    stateFolder.toString(),
                    advertised))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    InputStream output = process.getInputStream();
    String said = new String(output.readNBytes("running".length()), StandardCharsets.UTF_8);
    if (!said.equals("running")) {
      process.destroyForcibly();
      throw new IOException("Instance said '%s'; expected it to run".formatted(said));
    }
    return process;
  }
}
