package roundhouse.workers.features;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;
import roundhouse.storage.S3Options;

/// Arguments of a program, each a name and its value.
final class ProgramArguments {
  private ProgramArguments() {}

  /// Throws [IllegalArgumentException] with everything that is wrong with them, and the usage.
  static Map<String, String> parse(
      String[] arguments, Set<String> required, Set<String> optional, String usage) {
    Map<String, String> options = new HashMap<>();
    List<String> problems = new ArrayList<>();
    for (int i = 0; i < arguments.length; i += 2) {
      String name = arguments[i];
      if (!required.contains(name) && !optional.contains(name)) {
        problems.add("unknown argument '%s'".formatted(name));
      } else if (i + 1 == arguments.length) {
        problems.add("'%s' lacks its value".formatted(name));
      } else if (options.put(name, arguments[i + 1]) != null) {
        problems.add("'%s' is given twice".formatted(name));
      }
    }
    required.stream()
        .filter(name -> !options.containsKey(name))
        .sorted()
        .forEach(name -> problems.add("'%s' is missing".formatted(name)));
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems) + "; " + usage);
    }
    return options;
  }

  /// The store of `--store` and, where it is given, `--s3-endpoint`.
  static ObjectStore openStore(Map<String, String> options) {
    String endpoint = options.get("--s3-endpoint");
    return ObjectStores.open(
        options.getOrDefault("--store", ""),
        new S3Options(endpoint == null ? null : URI.create(endpoint), null, null));
  }
}
