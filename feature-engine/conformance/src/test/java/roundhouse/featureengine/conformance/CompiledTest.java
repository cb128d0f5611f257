package roundhouse.featureengine.conformance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// A printed test, compiled as if it had been pasted into a class of this package.
final class CompiledTest {
  private static final String CLASS = "Pasted";

  private final Class<?> type;

  private CompiledTest(Class<?> type) {
    this.type = type;
  }

  /// Throws [IllegalArgumentException] with the compiler's words where it does not compile. Once in
  /// a JVM, which cannot hold two classes of one name.
  ///
  /// @param method source of one test method
  static CompiledTest compile(String method, Path folder) {
    try {
      Path source = folder.resolve(CLASS + ".java");
      Files.writeString(source, around(method));
      compile(source, folder);
      String path = CompiledTest.class.getPackageName().replace('.', '/') + "/" + CLASS + ".class";
      byte[] bytes = Files.readAllBytes(folder.resolve(path));
      return new CompiledTest(MethodHandles.lookup().defineClass(bytes));
    } catch (IOException | IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String around(String method) {
    return """
    package %s;

    import java.util.List;
    import org.junit.jupiter.api.Test;
    import roundhouse.featureengine.kernel.ListValue;

    record %s(List<Backend> backends) {
    %s
    }
    """
        .formatted(CompiledTest.class.getPackageName(), CLASS, method);
  }

  private static void compile(Path source, Path folder) {
    var messages = new ByteArrayOutputStream();
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                messages,
                messages,
                "-classpath",
                System.getProperty("java.class.path"),
                "-d",
                folder.toString(),
                source.toString());
    if (result != 0) {
      throw new IllegalArgumentException(messages.toString(StandardCharsets.UTF_8));
    }
  }

  /// What the test throws when it is run on one backend, or null.
  @Nullable Throwable failure(Backend backend) {
    try {
      Object instance = type.getDeclaredConstructors()[0].newInstance(List.of(backend));
      Method test =
          Arrays.stream(type.getDeclaredMethods())
              .filter(method -> method.isAnnotationPresent(org.junit.jupiter.api.Test.class))
              .findFirst()
              .orElseThrow();
      test.setAccessible(true);
      test.invoke(instance);
      return null;
    } catch (InvocationTargetException failed) {
      return failed.getCause();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
