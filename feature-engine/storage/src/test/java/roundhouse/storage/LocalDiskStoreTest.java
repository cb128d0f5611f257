package roundhouse.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalDiskStoreTest extends ObjectStoreContract {
  private static final ObjectKey KEY = ObjectKey.of("models/late-1/model.json");

  @TempDir Path outside;
  private Path root;
  private ObjectStore store;

  @BeforeEach
  void openStore() {
    root = folder.resolve("new").resolve("store");
    store = ObjectStores.onDisk(root);
  }

  @Override
  ObjectStore store() {
    return store;
  }

  @Test
  void nothingButTheObjectIsLeftAfterAPut() throws Exception {
    store.putIfAbsent(KEY, bytes("first"));
    store.putIfAbsent(KEY, bytes("second"));

    try (var files = Files.walk(root)) {
      assertThat(files.filter(Files::isRegularFile))
          .containsExactly(root.resolve("models/late-1/model.json"));
    }
  }

  @Test
  void whatACrashLeftIsInvisibleAndRemovedADayLater() throws Exception {
    store.putIfAbsent(KEY, bytes("first"));
    Path recent = pending("recent", Duration.ofHours(23));
    Path old = pending("old", Duration.ofHours(25));

    ObjectStore reopened = ObjectStores.onDisk(root);

    assertThat(recent).exists();
    assertThat(old).doesNotExist();
    assertThat(reopened.list(ObjectKey.of("models"))).containsExactly(KEY);
    assertThatThrownBy(() -> ObjectKey.of(LocalDiskStore.PENDING + "/recent"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void failedPutLeavesNothing() {
    Path missing = folder.resolve("missing");

    assertThatThrownBy(() -> store.putIfAbsent(KEY, missing))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("models/late-1/model.json")
        .hasMessageContaining("missing");
    assertThat(store.find(KEY)).isEmpty();
    assertThat(root.resolve(LocalDiskStore.PENDING)).isEmptyDirectory();
  }

  @Test
  void linkedFolderIsNeitherReadNorWritten() throws Exception {
    Files.writeString(outside.resolve("secret"), "secret");
    Files.createSymbolicLink(root.resolve("models"), outside);

    assertRefusesLink(() -> store.find(ObjectKey.of("models/secret")));
    assertRefusesLink(() -> store.size(ObjectKey.of("models/secret")));
    assertRefusesLink(() -> store.open(ObjectKey.of("models/secret")));
    assertRefusesLink(() -> store.list(ObjectKey.of("models")));
    assertRefusesLink(() -> store.putIfAbsent(ObjectKey.of("models/new"), bytes("x")));
    assertThat(outside.resolve("new")).doesNotExist();
  }

  @Test
  void linkedObjectIsNeitherReadNorListed() throws Exception {
    Path secret = Files.writeString(outside.resolve("secret"), "secret");
    store.putIfAbsent(ObjectKey.of("models/plain"), bytes("x"));
    Files.createSymbolicLink(root.resolve("models/linked"), secret);

    assertRefusesLink(() -> store.find(ObjectKey.of("models/linked")));
    assertRefusesLink(() -> store.putIfAbsent(ObjectKey.of("models/linked"), bytes("x")));
    assertThat(store.list(ObjectKey.of("models"))).containsExactly(ObjectKey.of("models/plain"));
    assertThat(secret).hasContent("secret");
  }

  @Test
  void keyIsAnObjectOrAFolderNeverBoth() {
    store.putIfAbsent(KEY, bytes("first"));

    assertThatThrownBy(() -> store.putIfAbsent(KEY.resolve("below"), bytes("x")))
        .isInstanceOf(UnusableKeyException.class)
        .hasMessageContaining("part of it is an object");
    assertThatThrownBy(() -> store.putIfAbsent(ObjectKey.of("models/late-1"), bytes("x")))
        .isInstanceOf(UnusableKeyException.class)
        .hasMessageContaining("that is a folder of objects");
  }

  @Test
  void folderRemovedMeanwhileIsMadeAgain() throws Exception {
    store.putIfAbsent(KEY, bytes("first"));
    Files.delete(root.resolve("models/late-1/model.json"));
    Files.delete(root.resolve("models/late-1"));

    assertThat(store.putIfAbsent(KEY, bytes("second"))).isTrue();
  }

  @Test
  void unusableFolderIsRefusedAtOpening() throws Exception {
    Path file = Files.writeString(outside.resolve("file"), "x");

    assertThatThrownBy(() -> ObjectStores.open(file.toString()))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("expected a folder");
  }

  private Path pending(String name, Duration age) throws Exception {
    Path file = Files.writeString(root.resolve(LocalDiskStore.PENDING).resolve(name), "torn");
    return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
  }

  private static void assertRefusesLink(Runnable access) {
    assertThatThrownBy(access::run)
        .isInstanceOf(UnusableKeyException.class)
        .hasMessageContaining("symbolic link");
  }
}
