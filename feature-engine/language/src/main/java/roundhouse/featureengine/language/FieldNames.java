package roundhouse.featureengine.language;

import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;
import roundhouse.featureengine.language.ast.Expression.Field;

/// Reads the component's name out of a method reference.
final class FieldNames {
  private FieldNames() {}

  /// The name, or, for what is not a method reference, a text that is no field's name: the check
  /// then reports it among all other problems, with the fields that there are.
  static String nameOf(FieldReference<?, ?> reference) {
    try {
      // The compiler gives every serialisable lambda this method; it tells what it refers to.
      Method replace = reference.getClass().getDeclaredMethod("writeReplace");
      replace.setAccessible(true);
      SerializedLambda lambda = (SerializedLambda) replace.invoke(reference);
      String method = lambda.getImplMethodName();
      return method.startsWith("lambda$") ? "a lambda, not a method reference" : method;
    } catch (ReflectiveOperationException | ClassCastException e) {
      return "an object, not a method reference";
    }
  }

  static Field fieldOf(FieldReference<?, ?> reference) {
    return new Field(nameOf(reference));
  }
}
