package roundhouse.scoring.decision;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The list of a model's files with their digests.
///
/// @param files by name, all but the manifest itself
record Manifest(String format, String modelId, String modelFile, Map<String, FileDigest> files) {
  private static final String FORMAT = "roundhouse-model@1";

  Manifest {
    // Order of insertion: it is written sorted whatever it is.
    files = new LinkedHashMap<>(files);
  }

  record FileDigest(String sha256, long bytes) {
    static FileDigest of(byte[] bytes) {
      return new FileDigest(Sha256.hex(bytes), bytes.length);
    }
  }

  static Manifest of(String modelId, String modelFile, Map<String, byte[]> files) {
    Map<String, FileDigest> digests = new LinkedHashMap<>();
    files.forEach((name, bytes) -> digests.put(name, FileDigest.of(bytes)));
    return new Manifest(FORMAT, modelId, modelFile, digests);
  }

  List<String> expectedFiles() {
    return List.of(
        modelFile,
        ModelArtefact.SCHEMA,
        ModelArtefact.GOLDEN,
        ModelArtefact.CERTIFICATE,
        ModelArtefact.CARD);
  }

  /// Everything that makes this no manifest to go by.
  List<InputProblem> problems() {
    List<InputProblem> problems = new ArrayList<>(modelFileProblems(modelFile));
    if (!format.equals(FORMAT)) {
      problems.add(
          new InputProblem("manifest's format", format, FORMAT, "read it with its own version"));
    }
    if (problems.isEmpty() && !files.keySet().equals(Set.copyOf(expectedFiles()))) {
      problems.add(
          new InputProblem(
              "manifest's files",
              String.join(", ", files.keySet()),
              String.join(", ", expectedFiles()),
              "restore the manifest"));
    }
    return problems;
  }

  static List<InputProblem> modelFileProblems(String name) {
    return ModelArtefact.MODEL_FILES.contains(name)
        ? List.of()
        : List.of(
            new InputProblem("model file", name, "model.ubj or model.json", "save it as that"));
  }
}
