package roundhouse.scoring.decision;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Fetches a model's files by their fixed names and compares each with the manifest's digest before
/// anything parses it.
final class ArtefactReader {
  private final Function<String, Optional<byte[]>> source;
  private final List<InputProblem> problems = new ArrayList<>();
  private final Map<String, byte[]> files = new LinkedHashMap<>();

  ArtefactReader(Function<String, Optional<byte[]>> source) {
    this.source = source;
  }

  ModelArtefact read() {
    byte[] bytes =
        source
            .apply(ModelArtefact.MANIFEST)
            .orElseThrow(() -> new InvalidInputException(missing(ModelArtefact.MANIFEST)));
    Manifest manifest = StoredJson.read("file 'manifest.json'", bytes, Manifest.class);
    InvalidInputException.throwIfAny(manifest.problems());
    manifest.files().forEach(this::verify);
    InvalidInputException.throwIfAny(problems);
    files.put(ModelArtefact.MANIFEST, bytes);
    return ModelArtefact.ofVerified(manifest, files);
  }

  private void verify(String name, Manifest.FileDigest expected) {
    Optional<byte[]> found = source.apply(name);
    if (found.isEmpty()) {
      problems.add(missing(name));
      return;
    }
    Manifest.FileDigest digest = Manifest.FileDigest.of(found.get());
    if (!digest.equals(expected)) {
      problems.add(
          new InputProblem(
              "file '%s'".formatted(name),
              "%d bytes, sha256 %s".formatted(digest.bytes(), digest.sha256()),
              "%d bytes, sha256 %s".formatted(expected.bytes(), expected.sha256()),
              "restore the file or train again"));
    }
    files.put(name, found.get());
  }

  private static InputProblem missing(String name) {
    return new InputProblem(
        "file '%s'".formatted(name), "absent", "it in the model's directory", "restore the file");
  }
}
