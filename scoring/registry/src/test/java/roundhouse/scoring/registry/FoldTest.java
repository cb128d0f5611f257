package roundhouse.scoring.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static roundhouse.scoring.registry.Samples.FRAUD;
import static roundhouse.scoring.registry.Samples.LATE;
import static roundhouse.scoring.registry.Samples.command;
import static roundhouse.scoring.registry.Samples.declared;
import static roundhouse.scoring.registry.Samples.model;
import static roundhouse.scoring.registry.Samples.moved;

import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import roundhouse.storage.Digests;
import roundhouse.storage.ObjectKey;

final class FoldTest {
  private final InMemoryStore store = new InMemoryStore();
  private final Registry registry = Registry.open(store);

  /// What is in every registry from now on: changing it needs a new format or kind.
  @Test
  void entryIsThisText() {
    Entry entry =
        new Entry(
            Entry.FORMAT,
            7,
            Digests.sha256Hex("six"),
            command("retrain-7/move"),
            Instant.parse("2026-01-01T12:00:00.000001Z"),
            moved(LATE, 3, "late-1"));

    assertThat(new String(RegistryJson.write(entry), UTF_8))
        .isEqualTo(
            """
            {"format":1,"number":7,"predecessor":"%s","command":"retrain-7/move",\
            "time":"2026-01-01T12:00:00.000001Z","change":{"kind":"tags-moved","moves":[\
            {"tag":"late","expectedRevision":3,"modelId":"late-1","decisionId":null}]}}"""
                .formatted(Digests.sha256Hex("six")));
  }

  @Test
  void everyKindSurvivesTheWayThroughJson() {
    Change[] changes = {
      Samples.published("plan"),
      Samples.documented("texts"),
      Samples.retired(),
      Samples.dataset("d-1", "rows"),
      model("late-1"),
      declared(LATE),
      moved(LATE, 0, "late-1"),
      Samples.decided("decision-1", LATE, 0, "late-1")
    };
    assertThat(changes).hasSize(Change.class.getPermittedSubclasses().length);

    for (Change change : changes) {
      Entry entry = entry(1, RegistryState.EMPTY.headSha256(), "a", change);
      assertThat(Fold.entry(1, RegistryJson.write(entry))).hasValue(entry);
    }
  }

  @Test
  void garbageIsVoidAndTheLogGoesOn() {
    registry.append(command("a"), declared(LATE)).orThrow();
    putRaw(2, "no json at all".getBytes(UTF_8));
    putRaw(3, new byte[0]);
    putRaw(4, "[]".getBytes(UTF_8));

    assertThat(registry.append(command("b"), model("late-1")).orThrow()).isEqualTo(5);
    assertThat(registry.append(command("c"), moved(LATE, 0, "late-1")).orThrow()).isEqualTo(6);
    RegistryState state = Registry.open(store).state();
    assertThat(state.voids()).extracting(VoidEntry::entry).containsExactly(2L, 3L, 4L);
    assertThat(state.alarm()).isEmpty();
    assertThat(state.tag(LATE).map(Tag::revision)).hasValue(6L);
  }

  @Test
  void entryOfAWriterThatSkippedTheRulesIsVoid() {
    long first = registry.append(command("a"), declared(LATE)).orThrow();
    String head = registry.state().headSha256();

    putVoid(entry(2, head, "b", moved(LATE, 5, "late-1")), "Model 'late-1'");
    putVoid(entry(3, headSha256(), "a", declared(FRAUD)), "entry 1 has its command 'a'");
    putVoid(entry(4, headSha256(), "c", declared(LATE)), "entry 1 says the same");
    putVoid(entry(5, head, "d", declared(FRAUD)), "its predecessor's digest is");
    putVoid(entry(9, headSha256(), "e", declared(FRAUD)), "it says number 9");

    RegistryState state = registry.state();
    assertThat(state.tags()).extracting(Tag::name).containsExactly(LATE);
    assertThat(state.entryOf(command("a"))).hasValue(first);
    assertThat(state.entryOf(command("b"))).isEmpty();
  }

  @Test
  void unknownKindFreezesTheStateAndRaisesAnAlarm() {
    registry.append(command("a"), declared(LATE)).orThrow();
    registry.append(command("b"), model("late-1")).orThrow();
    String newer = text(entry(3, headSha256(), "c", declared(FRAUD)));
    putRaw(3, newer.replace("tag-declared", "tag-split").getBytes(UTF_8));
    putRaw(
        4,
        text(entry(4, Digests.sha256Hex(store.read(key(3))), "d", moved(LATE, 0, "late-1")))
            .getBytes(UTF_8));

    RegistryState state = Registry.open(store).state();

    assertThat(state.head()).isEqualTo(2);
    assertThat(state.model(ModelId.of("late-1"))).isPresent();
    assertThat(state.tag(LATE).map(Tag::revision)).hasValue(0L);
    assertThat(state.alarm().orElseThrow())
        .contains("Registry entry '3'", "kind 'tag-split'", "upgrade");
  }

  @Test
  void writersRefuseBeyondAnUnknownKind() {
    registry.append(command("a"), declared(LATE)).orThrow();
    String newer = text(entry(2, headSha256(), "b", declared(FRAUD)));
    putRaw(2, newer.replace("\"format\":1", "\"format\":2").getBytes(UTF_8));

    Outcome.Refused refused =
        (Outcome.Refused) Registry.open(store).append(command("c"), model("late-1"));

    assertThat(refused.isStale()).isFalse();
    assertThat(refused.refusals())
        .singleElement()
        .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(Refusal.Reason.NEWER_LOG))
        .satisfies(refusal -> assertThat(refusal.remedy()).contains("format 2"));
    assertThat(store.objects).doesNotContainKey(key(3));
  }

  @Test
  void unknownFieldOfAKnownKindIsPassedOver() {
    String extended =
        text(entry(1, RegistryState.EMPTY.headSha256(), "a", declared(LATE)))
            .replace("\"format\":1", "\"comment\":\"hello\",\"format\":1");
    putRaw(1, extended.getBytes(UTF_8));

    assertThat(registry.state().tag(LATE)).isPresent();
  }

  @Test
  void retirementWrittenWithoutAReasonIsRead() {
    String entry = text(entry(1, RegistryState.EMPTY.headSha256(), "a", Samples.retired()));
    String older = entry.replace(",\"reason\":\"replaced by late-arrival@2\"", "");
    assertThat(older).isNotEqualTo(entry);
    assertThat(Fold.entry(1, older.getBytes(UTF_8)).orElseThrow().change())
        .isEqualTo(new Change.FeatureSetRetired(Samples.SET, null));
  }

  /// A scorer of a version that does not know the kind keeps what it serves, and says so.
  @Test
  void olderReadersFreezeBeforeDocumentationAndOlderWritersRefuse() {
    registry.append(command("a"), Samples.published("plan")).orThrow();
    String documented = text(entry(2, headSha256(), "b", Samples.documented("texts")));
    String unknownToUs = documented.replace("feature-set-documented", "feature-set-illustrated");
    putRaw(2, unknownToUs.getBytes(UTF_8));

    Registry older = Registry.open(store);
    assertThat(older.state().featureSet(Samples.SET)).isPresent();
    assertThat(older.state().alarm().orElseThrow()).contains("kind 'feature-set-illustrated'");
    assertThat(older.append(command("c"), declared(LATE))).isInstanceOf(Outcome.Refused.class);
  }

  @Property(tries = 500)
  void anyBytesAreTakenIn(@ForAll byte[] bytes) {
    Fold fold = Fold.from(RegistryState.EMPTY);

    fold.add(bytes);

    assertThat(fold.state().head()).isEqualTo(1);
    assertThat(fold.state().voids()).hasSize(1);
  }

  @Property(tries = 2000)
  void anyDamageToAnEntryIsTakenIn(
      @ForAll @IntRange(min = 0, max = 5000) int position, @ForAll byte damage) {
    byte[] bytes =
        RegistryJson.write(entry(1, RegistryState.EMPTY.headSha256(), "a", model("late-1")));
    bytes[position % bytes.length] = damage;
    Fold fold = Fold.from(RegistryState.EMPTY);

    fold.add(bytes);

    assertThat(fold.isFrozen() || fold.head() == 1).isTrue();
  }

  private void putVoid(Entry entry, String reason) {
    long number = registry.state().head() + 1;
    putRaw(number, RegistryJson.write(entry));
    VoidEntry last = registry.state().voids().getLast();
    assertThat(last.entry()).isEqualTo(number);
    assertThat(last.reason()).contains(reason);
  }

  private String headSha256() {
    return registry.state().headSha256();
  }

  private void putRaw(long number, byte[] bytes) {
    assertThat(store.putIfAbsent(key(number), bytes)).isTrue();
  }

  private static ObjectKey key(long number) {
    return ObjectKey.of("registry/log/%020d.json".formatted(number));
  }

  private static Entry entry(long number, String predecessor, String command, Change change) {
    Instant time = Instant.parse("2026-01-01T12:00:00Z");
    return new Entry(Entry.FORMAT, number, predecessor, CommandId.of(command), time, change);
  }

  private static String text(Entry entry) {
    return new String(RegistryJson.write(entry), UTF_8);
  }
}
