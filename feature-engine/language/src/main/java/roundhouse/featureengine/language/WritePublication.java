package roundhouse.featureengine.language;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import roundhouse.featureengine.language.check.InvalidDefinitionException;

/// Writes a feature set's publication to a file, for `roundhouse features publish`.
///
/// `WritePublication com.example.CardFraud card-fraud.json`, with the definition on the class path:
/// takes the class's only static field of type [FeatureSet]; where there are more, name one,
/// `com.example.CardFraud#FEATURES`. Exits 2 with every problem where it cannot.
public final class WritePublication {
  private static final String USAGE = "usage: WritePublication CLASS[#FIELD] FILE";

  private WritePublication() {}

  /// Runs the program.
  public static void main(String[] arguments) {
    System.exit(run(arguments, System.out, System.err));
  }

  /// Runs the program in this process and returns its exit status.
  static int run(String[] arguments, PrintStream out, PrintStream err) {
    if (arguments.length != 2) {
      err.println(USAGE);
      return 2;
    }
    try {
      FeatureSet<?> features = find(arguments[0]);
      Files.write(Path.of(arguments[1]), features.publication().toJson());
      out.printf("%s, plan %s%n", features.reference(), features.publication().plan().hash());
      return 0;
    } catch (InvalidDefinitionException | IllegalArgumentException e) {
      err.println(e.getMessage());
    } catch (IOException e) {
      err.printf("File '%s': %s; expected a file that can be written%n", arguments[1], e);
    }
    return 2;
  }

  private static FeatureSet<?> find(String name) {
    int hash = name.indexOf('#');
    Class<?> type = load(hash < 0 ? name : name.substring(0, hash));
    List<Field> fields =
        Arrays.stream(type.getDeclaredFields())
            .filter(field -> Modifier.isStatic(field.getModifiers()))
            .filter(field -> field.getType() == FeatureSet.class)
            .toList();
    List<Field> named =
        fields.stream()
            .filter(field -> hash < 0 || field.getName().equals(name.substring(hash + 1)))
            .toList();
    if (named.size() != 1) {
      throw new IllegalArgumentException(
          "Class '%s': its feature sets are %s; expected one, or a name of one, CLASS#FIELD; give its name"
              .formatted(
                  type.getName(),
                  fields.stream().map(Field::getName).collect(Collectors.joining(", ", "[", "]"))));
    }
    return read(named.getFirst());
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException(
          "Class '%s': not on the class path; expected the class that defines the features; add its folder or jar with -cp"
              .formatted(name),
          e);
    } catch (ExceptionInInitializerError e) {
      throw new IllegalArgumentException(
          "Class '%s': its initialiser failed: %s".formatted(name, e.getCause()), e);
    }
  }

  private static FeatureSet<?> read(Field field) {
    try {
      field.setAccessible(true);
      return (FeatureSet<?>) field.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("A field made accessible can be read", e);
    }
  }
}
