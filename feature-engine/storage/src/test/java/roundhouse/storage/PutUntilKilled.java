package roundhouse.storage;

import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

/// A process that puts objects named by their digests, says each key once its put returned, and
/// never ends by itself for long.
final class PutUntilKilled {
  private static final int THREADS = 4;
  private static final int PUTS_PER_THREAD = 20_000;

  private PutUntilKilled() {}

  public static void main(String[] arguments) {
    ObjectStore store = ObjectStores.onDisk(Path.of(arguments[0]));
    for (int thread = 0; thread < THREADS; thread++) {
      Thread.ofPlatform().start(() -> put(store));
    }
  }

  private static void put(ObjectStore store) {
    Random random = ThreadLocalRandom.current();
    for (int i = 0; i < PUTS_PER_THREAD; i++) {
      byte[] content = new byte[1 + random.nextInt(200_000)];
      random.nextBytes(content);
      String digest = Digests.sha256Hex(content);
      ObjectKey key = ObjectKey.of("objects/" + digest.substring(0, 2) + "/" + digest);
      store.putIfAbsent(key, content);
      System.out.println(key);
    }
  }
}
