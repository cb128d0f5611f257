package roundhouse.scoring.server.tags;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import roundhouse.scoring.server.Platform;
import roundhouse.scoring.server.tags.ServedTag.PendingMove;

class TagFollowerTest {
  private static final Map<String, Object> UNITED = Map.of("carrier", "UA", "distance", 719);

  @TempDir Path folder;
  private Platform platform;
  private FaultyStore store;
  private final MutableClock clock = new MutableClock();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  @BeforeEach
  void start() {
    platform = new Platform(folder.resolve("store")).declare("fraud", "late");
    platform.register("model-a", 0.75f).register("model-b", 1.5f);
    store = new FaultyStore(platform.store());
  }

  @AfterEach
  void stop() {
    platform.close();
  }

  @Test
  void aMoveIsServedAfterTheNextRead() {
    TagFollower follower = follower();
    follower.follow();
    assertThat(modelId(follower, "late")).isNull();

    long revision = platform.move("model-a", "late");
    follower.follow();

    assertThat(tag(follower, "late").revision()).isEqualTo(revision);
    assertThat(margin(follower, "late")).isEqualTo(0.75f);
    assertThat(modelId(follower, "fraud")).isNull();
  }

  @Test
  void aRequestsViewDoesNotChangeUnderIt() {
    platform.move("model-a", "late");
    TagFollower follower = follower();
    follower.follow();
    ServedTags before = follower.served();

    platform.move("model-b", "late");
    follower.follow();

    assertThat(modelId(before, "late")).isEqualTo("model-a");
    assertThat(modelId(follower, "late")).isEqualTo("model-b");
  }

  @Test
  void aModelThatCannotBeLoadedLeavesTheTagAsItWas() {
    platform.move("model-a", "late");
    TagFollower follower = follower();
    follower.follow();

    long revision = platform.registerWithoutFiles("model-lost").move("model-lost", "late");
    follower.follow();

    ServedTag late = tag(follower, "late");
    assertThat(modelId(follower, "late")).isEqualTo("model-a");
    assertThat(late.revision()).isLessThan(revision);
    PendingMove pending = Objects.requireNonNull(late.pending());
    assertThat(pending.revision()).isEqualTo(revision);
    assertThat(pending.reason()).contains("Model 'model-lost' cannot be loaded", "manifest.json");
    assertThat(meters.get("roundhouse.scorer.tags.pending").gauge().value()).isEqualTo(1);
  }

  @Test
  void tagsThatOneEntryMovedFlipTogetherOrNotAtAll() {
    platform.move("model-a", "fraud", "late");
    TagFollower follower = follower();
    follower.follow();
    platform.move("model-b", "fraud");

    platform.registerWithoutFiles("model-lost");
    platform.move("model-b", "late");
    long revision = platform.moveTogether(Map.of("fraud", "model-a", "late", "model-lost"));
    follower.follow();

    assertThat(modelId(follower, "fraud")).isEqualTo("model-a");
    assertThat(modelId(follower, "late")).isEqualTo("model-a");
    assertThat(Objects.requireNonNull(tag(follower, "fraud").pending()).revision())
        .isEqualTo(revision);
  }

  @Test
  void aModelOfAnotherManifestThanTheRegistrysIsNotServed() {
    platform.registerAs("model-a", "model-forged", "f".repeat(64)).move("model-forged", "late");
    TagFollower follower = follower();

    follower.follow();

    assertThat(modelId(follower, "late")).isNull();
    assertThat(Objects.requireNonNull(tag(follower, "late").pending()).reason())
        .contains("f".repeat(64));
  }

  @Test
  void aMoveThatFailedIsTriedAgainAfterItsPause() {
    platform.move("model-a", "late");
    TagFollower follower = follower();
    follower.follow();
    store.takeDownBelow("models/");
    platform.move("model-b", "late");
    follower.follow();
    store.bringBack();

    follower.follow();
    assertThat(modelId(follower, "late")).isEqualTo("model-a");
    clock.advance(Duration.ofSeconds(1));
    follower.follow();

    assertThat(modelId(follower, "late")).isEqualTo("model-b");
    assertThat(tag(follower, "late").pending()).isNull();
  }

  @Test
  void withTheStoreDownWhatIsServedStays() {
    platform.move("model-a", "late");
    TagFollower follower = follower();
    follower.follow();

    store.takeDown();
    clock.advance(Duration.ofMinutes(5));
    follower.follow();

    assertThat(modelId(follower, "late")).isEqualTo("model-a");
    assertThat(meters.get("roundhouse.scorer.registry.age").gauge().value()).isEqualTo(300);
    assertThat(meters.get("roundhouse.scorer.registry.trouble").gauge().value()).isEqualTo(1);
    store.bringBack();
    follower.follow();
    assertThat(meters.get("roundhouse.scorer.registry.trouble").gauge().value()).isZero();
  }

  @Test
  void aStartWithTheStoreDownServesFromTheCopies() {
    long revision = platform.move("model-a", "late");
    follower().follow();
    store.takeDown();

    TagFollower restarted = follower();
    restarted.start();
    restarted.stop();

    assertThat(restarted.isReady()).isTrue();
    assertThat(tag(restarted, "late").revision()).isEqualTo(revision);
    assertThat(margin(restarted, "late")).isEqualTo(0.75f);
  }

  @Test
  void aFirstStartWithTheStoreDownIsNotReady() {
    store.takeDown();
    TagFollower follower = follower();

    follower.follow();

    assertThat(follower.isReady()).isFalse();
  }

  @Test
  void aDamagedCopyIsFetchedAgain() throws IOException {
    platform.move("model-a", "late");
    follower().follow();
    Path copy = folder.resolve("cache/models/model-a/model.json");
    byte[] whole = Files.readAllBytes(copy);
    Files.write(copy, new byte[] {1, 2, 3});

    TagFollower restarted = follower();
    restarted.follow();

    assertThat(margin(restarted, "late")).isEqualTo(0.75f);
    assertThat(copy).hasBinaryContent(whole);
  }

  @Test
  void anImageThatIsDamagedOrAnothersIsMadeAnew() throws IOException {
    platform.move("model-b", "fraud");
    platform.move("model-a", "late");
    follower().follow();
    Path image = image("model-a");
    byte[] whole = Files.readAllBytes(image);
    byte[] others = Files.readAllBytes(image("model-b"));
    for (byte[] wrong : List.of(new byte[0], new byte[] {1, 2, 3}, others)) {
      Files.write(image, wrong);
      TagFollower restarted = follower();
      restarted.follow();
      assertThat(margin(restarted, "late")).isEqualTo(0.75f);
      assertThat(image).hasBinaryContent(whole);
    }
  }

  private Path image(String modelId) throws IOException {
    try (var files = Files.list(folder.resolve("cache/models").resolve(modelId))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("image-"))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void aDamagedSnapshotCountsAsNone() throws IOException {
    platform.move("model-a", "late");
    follower().follow();
    Files.writeString(folder.resolve("cache/snapshot.json"), "{");
    store.takeDown();

    TagFollower restarted = follower();
    restarted.start();
    restarted.stop();

    assertThat(restarted.isReady()).isFalse();
  }

  @Test
  void onlyCopiesOfServedModelsAreKept() {
    platform.move("model-a", "late");
    TagFollower follower = follower();
    follower.follow();
    platform.move("model-b", "late");
    follower.follow();

    assertThat(folder.resolve("cache/models")).isDirectoryContaining("glob:**model-b");
    assertThat(folder.resolve("cache/models/model-a")).doesNotExist();
  }

  @Test
  void anEntryOfAnUnknownKindFreezesMovesAndRaisesTheAlarm() {
    platform.move("model-a", "late");
    TagFollower follower = follower();
    follower.follow();

    platform.appendUnknownKind();
    follower.follow();

    assertThat(margin(follower, "late")).isEqualTo(0.75f);
    assertThat(meters.get("roundhouse.scorer.registry.trouble").gauge().value()).isEqualTo(1);
  }

  @Test
  void aModelAlreadyServedIsNotLoadedAgain() {
    platform.move("model-a", "late");
    TagFollower follower = follower();
    follower.follow();
    store.takeDownBelow("models/");

    platform.move("model-a", "fraud");
    follower.follow();

    assertThat(tag(follower, "fraud").model()).isSameAs(tag(follower, "late").model());
  }

  private TagFollower follower() {
    return new TagFollower(store, folder.resolve("cache"), Duration.ofHours(1), clock, meters);
  }

  private static ServedTag tag(TagFollower follower, String tag) {
    return follower.served().find(tag).orElseThrow();
  }

  private static double margin(TagFollower follower, String tag) {
    return Objects.requireNonNull(tag(follower, tag).model()).score(UNITED).margin();
  }

  private static @Nullable String modelId(TagFollower follower, String tag) {
    return modelId(follower.served(), tag);
  }

  private static @Nullable String modelId(ServedTags served, String tag) {
    var model = served.find(tag).orElseThrow().model();
    return model == null ? null : model.modelId();
  }
}
