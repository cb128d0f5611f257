package roundhouse.featureengine.language.program;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A compiled class: its code, and the fields that are given to each of its instances.
///
/// Hidden classes go away with their last instance, so plans may come and go.
final class HiddenClass {
  /// The most that a method may be estimated to take in bytes: beyond 8,000 it is never compiled to
  /// machine code, and beyond 64 KB it is no method.
  static final int LARGEST_METHOD = 4_000;

  /// The type of an instance's given objects.
  private static final ClassDesc OBJECTS = ConstantDescs.CD_Object.arrayType();

  private final ClassDesc name;
  private final ClassDesc parent;
  private final List<ClassDesc> givens = new ArrayList<>();
  private final List<Consumer<ClassBuilder>> members = new ArrayList<>();

  /// A class to be in this package.
  HiddenClass(String simpleName, ClassDesc parent) {
    this.name = ClassDesc.of(HiddenClass.class.getPackageName(), simpleName);
    this.parent = parent;
  }

  ClassDesc name() {
    return name;
  }

  /// Adds a field that holds a given object; its number among them.
  int given(ClassDesc type) {
    givens.add(type);
    return givens.size() - 1;
  }

  /// Pushes a given object.
  void loadGiven(CodeBuilder code, int number) {
    code.aload(0).getfield(name, "o" + number, givens.get(number));
  }

  void field(String field, ClassDesc type) {
    members.add(builder -> builder.withField(field, type, ClassFile.ACC_PRIVATE));
  }

  void method(String method, MethodTypeDesc type, int flags, Consumer<CodeBuilder> body) {
    members.add(builder -> builder.withMethodBody(method, type, flags, body));
  }

  /// Defines the class.
  ///
  /// @param parentArguments the parent's constructor takes so many of the given objects, the first
  ///   ones, by their types
  /// @param atEnd runs at the end of the constructor
  MethodHandle define(int parentArguments, Consumer<CodeBuilder> atEnd) {
    byte[] bytes =
        ClassFile.of()
            .build(
                name,
                builder -> {
                  builder.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER);
                  builder.withSuperclass(parent);
                  for (int i = 0; i < givens.size(); i++) {
                    builder.withField(
                        "o" + i, givens.get(i), ClassFile.ACC_PRIVATE | ClassFile.ACC_FINAL);
                  }
                  builder.withMethodBody(
                      ConstantDescs.INIT_NAME,
                      MethodTypeDesc.of(ConstantDescs.CD_void, OBJECTS),
                      0,
                      code -> construct(code, parentArguments, atEnd));
                  members.forEach(member -> member.accept(builder));
                });
    try {
      MethodHandles.Lookup hidden = MethodHandles.lookup().defineHiddenClass(bytes, true);
      return hidden
          .findConstructor(hidden.lookupClass(), MethodType.methodType(void.class, Object[].class))
          .asType(MethodType.methodType(Object.class, Object[].class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Our own class must be definable", e);
    }
  }

  static Object newInstance(MethodHandle constructor, Object[] objects) {
    try {
      return (Object) constructor.invokeExact(objects);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("A compiled constructor throws nothing checked", e);
    }
  }

  private void construct(CodeBuilder code, int parentArguments, Consumer<CodeBuilder> atEnd) {
    code.aload(0);
    for (int i = 0; i < parentArguments; i++) {
      pushObject(code, i);
    }
    code.invokespecial(
        parent,
        ConstantDescs.INIT_NAME,
        MethodTypeDesc.of(ConstantDescs.CD_void, givens.subList(0, parentArguments)));
    for (int i = 0; i < givens.size(); i++) {
      code.aload(0);
      pushObject(code, i);
      code.putfield(name, "o" + i, givens.get(i));
    }
    atEnd.accept(code);
    code.return_();
  }

  private void pushObject(CodeBuilder code, int number) {
    code.aload(1).loadConstant(number).aaload().checkcast(givens.get(number));
  }
}
