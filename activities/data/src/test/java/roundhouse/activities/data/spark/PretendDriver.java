package roundhouse.activities.data.spark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import roundhouse.activities.data.Shop;
import roundhouse.featureengine.batch.Backfill;
import roundhouse.featureengine.batch.PartitionListener;
import roundhouse.featureengine.batch.source.EventSource;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;

/// Speaks as Spark's driver does, and does what the setting `spark.pretend` says: Spark itself
/// cannot be made to fail in each of these ways.
final class PretendDriver {
  private static final int MEGABYTES_OF_NOISE = 32;

  private final Map<String, String> arguments = new HashMap<>();
  private final Map<String, String> settings = new HashMap<>();

  private PretendDriver() {}

  public static void main(String[] arguments) throws Exception {
    PretendDriver driver = new PretendDriver();
    Arrays.stream(arguments).forEach(each -> put(each, driver.arguments));
    BufferedReader input = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String line = input.readLine(); !line.isEmpty(); line = input.readLine()) {
      put(line, driver.settings);
    }
    System.exit(driver.run(driver.settings.getOrDefault("spark.pretend", "")));
  }

  private static void put(String text, Map<String, String> map) {
    int equals = text.indexOf('=');
    map.put(text.substring(0, equals), text.substring(equals + 1));
  }

  private String setting(String name) {
    return Objects.requireNonNull(settings.get(name));
  }

  private int run(String wish) throws Exception {
    return switch (wish) {
      case "finish" -> finish();
      case "finish without writing" -> 0;
      case "be damaged" -> fail("Object 'sources/shop/paid' is cut short", 65);
      case "fail" -> fail("No executor came", 1);
      case "repeat the secret" -> fail(setting("spark.secret"), 1);
      case "die" -> die();
      case "make noise and finish" -> makeNoise();
      case "make noise and fail" -> fail("\u001b[2J\u0007" + "x".repeat(1 << 20), 1);
      case "hang" -> hang();
      default -> throw new IllegalArgumentException(wish);
    };
  }

  /// Says how far it is, and goes on once that was heard.
  private int finish() throws Exception {
    System.out.println("progress 0.5 10");
    Path heard = Path.of(setting("spark.heard"));
    while (!Files.exists(heard)) {
      Thread.sleep(20);
    }
    try (ObjectStore store = ObjectStores.open(Objects.requireNonNull(arguments.get("store")))) {
      Backfill backfill =
          Backfill.of(store, Shop.PLAN, EventSource.open(store, "shop"), null, null);
      backfill.write(
          backfill.partitions().stream()
              .filter(each -> each.name().equals(arguments.get("partition")))
              .findFirst()
              .orElseThrow(),
          PartitionListener.NONE);
    }
    return 0;
  }

  private static int fail(String reason, int status) {
    System.err.println("WARN something else");
    System.out.println("failed " + reason);
    return status;
  }

  private static int die() {
    System.err.println("java.lang.OutOfMemoryError: Java heap space");
    Runtime.getRuntime().halt(137);
    return 0;
  }

  private int makeNoise() throws Exception {
    byte[] noise = new byte[1 << 20];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = i % 7 == 0 ? (byte) 0xff : (byte) (i % 27 == 10 ? 'x' : i % 27);
    }
    for (int i = 0; i < MEGABYTES_OF_NOISE; i++) {
      System.out.write(noise);
      System.err.write(noise);
    }
    System.out.println();
    System.out.println(
        "progress NaN 1\nprogress 7 -3\nprogress 1e9 99999999999999999999\nprogress");
    return finish();
  }

  private int hang() throws Exception {
    Files.writeString(Path.of(System.getProperty("java.io.tmpdir"), "spilled"), "much");
    System.out.println("progress 0.25 5");
    new CountDownLatch(1).await();
    return 0;
  }
}
