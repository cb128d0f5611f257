package roundhouse.scoring.registry;

import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import roundhouse.storage.Digests;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Takes the log's entries in, one after the other. Total: whatever bytes an entry has, it is
/// applied, void, or newer than this version of the platform, and then nothing from it on counts.
final class Fold {
  private final Contents contents;
  private long head;
  private String headSha256;
  private Optional<String> alarm;

  private Fold(RegistryState from) {
    contents = from.copyContents();
    head = from.head();
    headSha256 = from.headSha256();
    alarm = from.alarm();
  }

  static Fold from(RegistryState state) {
    return new Fold(state);
  }

  long head() {
    return head;
  }

  boolean isFrozen() {
    return alarm.isPresent();
  }

  /// The state so far; it stays as it is while folding goes on.
  RegistryState state() {
    return new RegistryState(head, headSha256, contents.copy(), alarm);
  }

  /// Takes in the entry after the last one.
  void add(byte[] bytes) {
    if (isFrozen()) {
      return;
    }
    long number = head + 1;
    switch (parse(number, bytes)) {
      case Parsed.Known(Entry entry) -> apply(number, entry);
      case Parsed.Newer(String what) -> alarm = Optional.of(frozen(number, what));
      case Parsed.Malformed(String why) -> contents.voids.add(new VoidEntry(number, why));
    }
    if (!isFrozen()) {
      head = number;
      headSha256 = Digests.sha256Hex(bytes);
    }
  }

  /// The entry of those bytes, where they are one that this version knows.
  static Optional<Entry> entry(long number, byte[] bytes) {
    return parse(number, bytes) instanceof Parsed.Known(Entry entry)
        ? Optional.of(entry)
        : Optional.empty();
  }

  private void apply(long number, Entry entry) {
    String flaw = flaw(entry);
    if (flaw == null) {
      contents.record(entry);
    } else {
      contents.voids.add(new VoidEntry(number, flaw));
    }
  }

  private @Nullable String flaw(Entry entry) {
    if (!entry.predecessor().equals(headSha256)) {
      return "its predecessor's digest is %s, not %s".formatted(headSha256, entry.predecessor());
    }
    if (contents.commands.containsKey(entry.command())) {
      return "entry %d has its command '%s'"
          .formatted(contents.commands.get(entry.command()), entry.command());
    }
    return switch (contents.judge(entry.change())) {
      case Judgement.Acceptable acceptable -> null;
      case Judgement.AlreadySo(long earlier) -> "entry %d says the same".formatted(earlier);
      case Judgement.Refused(var refusals) ->
          refusals.stream().map(Refusal::toString).collect(Collectors.joining("; "));
    };
  }

  private sealed interface Parsed {
    record Known(Entry entry) implements Parsed {}

    record Newer(String what) implements Parsed {}

    record Malformed(String why) implements Parsed {}
  }

  private static Parsed parse(long number, byte[] bytes) {
    try {
      JsonNode tree = RegistryJson.tree(bytes);
      if (!tree.isObject()) {
        return new Parsed.Malformed("it is no JSON object");
      }
      int format = tree.path("format").asInt(0);
      if (format > Entry.FORMAT) {
        return new Parsed.Newer("format " + format);
      }
      String kind = tree.path("change").path("kind").asString("");
      if (!kind.isEmpty() && !RegistryJson.knowsKind(kind)) {
        return new Parsed.Newer("kind '" + kind + "'");
      }
      Entry entry = RegistryJson.convert(tree, Entry.class);
      return entry.number() == number && entry.format() == Entry.FORMAT
          ? new Parsed.Known(entry)
          : new Parsed.Malformed(
              "it says number %d, format %d".formatted(entry.number(), entry.format()));
    } catch (JacksonException | IllegalArgumentException malformed) {
      return new Parsed.Malformed(firstLine(malformed));
    }
  }

  private static String firstLine(Exception failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("unreadable");
  }

  private static String frozen(long number, String what) {
    return "Registry entry '%d': has %s, which this version of the platform does not know; expected kinds and formats known here; upgrade this process, which keeps the state before that entry and writes nothing until then"
        .formatted(number, what);
  }
}
