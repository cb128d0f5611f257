package roundhouse.http.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import roundhouse.storage.Digests;

/// The bearer tokens that count, by their SHA-256, so that the file holds no secret. One token a
/// line, `name role sha256hex`; the same name and digest on a further line adds a role. Blank lines
/// and lines that start with `#` are passed over. Immutable.
public final class Tokens {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

  private final Map<String, Identity> byDigest;

  private Tokens(Map<String, Identity> byDigest) {
    this.byDigest = Map.copyOf(byDigest);
  }

  /// Throws [IllegalArgumentException] with one line for each line of the file that is wrong.
  public static Tokens read(Path file) {
    Map<String, Identity> byDigest = new HashMap<>();
    List<String> problems = new ArrayList<>();
    List<String> lines = lines(file);
    for (int i = 0; i < lines.size(); i++) {
      String problem = add(lines.get(i).strip(), byDigest);
      if (problem != null) {
        problems.add("Token file '%s', line %d: %s".formatted(file, i + 1, problem));
      }
    }
    if (problems.isEmpty() && byDigest.isEmpty()) {
      problems.add(
          "Token file '%s': holds no token; expected at least one line 'name role sha256hex'"
              .formatted(file));
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
    return new Tokens(byDigest);
  }

  /// Whose token this is, or empty for an unknown one.
  public Optional<Identity> find(String token) {
    return Optional.ofNullable(byDigest.get(Digests.sha256Hex(token)));
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException failure) {
      throw new IllegalArgumentException(
          "Token file '%s': cannot be read (%s); expected lines 'name role sha256hex'; create the file or correct its path"
              .formatted(file, failure.getClass().getSimpleName()),
          failure);
    }
  }

  /// What is wrong with the line, or null. The message never repeats the third word: a token put
  /// there instead of its digest must not reach a log.
  private static @Nullable String add(String line, Map<String, Identity> byDigest) {
    if (line.isEmpty() || line.startsWith("#")) {
      return null;
    }
    String[] words = line.split("\\s+", -1);
    if (words.length != 3) {
      return "has %d words; expected three, 'name role sha256hex'".formatted(words.length);
    }
    Optional<Role> role = Role.find(words[1]);
    if (!NAME.matcher(words[0]).matches()) {
      return "the name is not of the form %s; rename the holder".formatted(NAME);
    }
    if (role.isEmpty()) {
      return "role '%s' is unknown; expected one of %s".formatted(words[1], Role.allTexts());
    }
    if (!DIGEST.matcher(words[2]).matches()) {
      return "the third word is no SHA-256 in 64 lower-case hexadecimal digits; write printf %s \"$TOKEN\" | sha256sum";
    }
    Identity known = byDigest.computeIfAbsent(words[2], digest -> new Identity(words[0], Set.of()));
    if (!known.name().equals(words[0])) {
      return "has the token of '%s'; expected one token for each name".formatted(known.name());
    }
    byDigest.put(words[2], known.with(role.get()));
    return null;
  }
}
