package roundhouse.featureengine.language.program;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.ListValue;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.kernel.RowSink;
import roundhouse.featureengine.kernel.ValueKind;
import roundhouse.featureengine.kernel.ValuePool;

/// Compiles a graph and where its values go to one class: straight lines of calls, without
/// branches, objects or virtual calls other than to the row and the columns.
///
/// Values live in local variables. Where there are too many for one method the lines are cut into
/// several, and a value that crosses a cut lives in a field besides.
final class RowCompiler {
  private static final ClassDesc OPERATIONS = desc(Operations.class);
  private static final ClassDesc ROW = desc(Row.class);
  private static final ClassDesc COLUMNS = desc(RowSink.class);
  private static final ClassDesc POOL = desc(ValuePool.class);
  private static final ClassDesc LIST = desc(ListValue.class);
  private static final ClassDesc WORDS = ConstantDescs.CD_long.arrayType();
  private static final MethodTypeDesc RUN =
      MethodTypeDesc.of(ConstantDescs.CD_void, ROW, WORDS, ConstantDescs.CD_int, COLUMNS);

  private static final int THIS_ROW = 1;
  private static final int THE_WORDS = 2;
  private static final int AT = 3;
  private static final int THE_COLUMNS = 4;

  private final HiddenClass compiled = new HiddenClass("CompiledRow", desc(RowCode.class));
  private final int pool = compiled.given(POOL);
  private final List<Object> objects = new ArrayList<>();
  private final IdentityHashMap<Object, Integer> objectNumbers = new IdentityHashMap<>();
  private final List<Part> constants = new ArrayList<>();
  private final List<Part> lines = new ArrayList<>();
  private final BitSet placed = new BitSet();
  private final Map<Node, Integer> chunkOf = new HashMap<>();

  /// The nodes whose values live in fields, by number.
  private final Map<Integer, Node> fields = new TreeMap<>();

  /// Where a value goes.
  sealed interface Target {
    /// Among the words, as its kind has it; 0 where it is null.
    ///
    /// @param condition 0 is stored, and no text kept, where it is false
    record Word(Node node, int offset, @Nullable Node condition) implements Target {}

    /// Into one word, a bit for each.
    record Bits(int offset, List<Bit> bits) implements Target {
      public Bits {
        bits = List.copyOf(bits);
      }
    }

    /// To a column.
    ///
    /// @param method the one of [Operations]
    record Column(Node node, int column, String method) implements Target {}
  }

  /// A bit of a word: whether the node is null, or else whether it is true.
  record Bit(Node node, boolean isOfNull, int bit) {}

  /// One thing to compute or to put.
  private sealed interface Part {
    record Compute(Node node) implements Part {}

    record Put(Target target) implements Part {}
  }

  /// A compiled class, for any number of instances.
  record Compiled(MethodHandle constructor, List<Object> objects) {
    Compiled {
      objects = List.copyOf(objects);
    }

    RowCode newInstance(ValuePool pool) {
      return (RowCode)
          HiddenClass.newInstance(
              constructor, Stream.concat(Stream.of(pool), objects.stream()).toArray());
    }
  }

  private RowCompiler() {}

  static Compiled compile(List<Target> targets) {
    return new RowCompiler().run(targets);
  }

  private Compiled run(List<Target> targets) {
    for (Target target : targets) {
      nodesOf(target).forEach(this::place);
      lines.add(new Part.Put(target));
    }
    List<List<Part>> constantChunks = cut(constants);
    List<List<Part>> chunks = cut(lines);
    for (int i = 0; i < chunks.size(); i++) {
      findFields(chunks.get(i), i);
    }
    declareFields();
    for (int i = 0; i < constantChunks.size(); i++) {
      method("constants" + i, constantChunks.get(i), ClassFile.ACC_PRIVATE);
    }
    for (int i = 0; i < chunks.size(); i++) {
      method("lines" + i, chunks.get(i), ClassFile.ACC_PRIVATE);
    }
    compiled.method("run", RUN, 0, code -> callAll(code, "lines", chunks.size()));
    MethodHandle constructor =
        compiled.define(0, code -> callConstants(code, constantChunks.size()));
    return new Compiled(constructor, objects);
  }

  private static Stream<Node> nodesOf(Target target) {
    return switch (target) {
      case Target.Word word ->
          Stream.concat(Stream.of(word.node()), Stream.ofNullable(word.condition()));
      case Target.Bits bits -> bits.bits().stream().map(Bit::node);
      case Target.Column column -> Stream.of(column.node());
    };
  }

  /// Puts a node and what it needs into the lines, operands first.
  private void place(Node node) {
    if (node.operation() instanceof Node.Constant || placed.get(node.number())) {
      return;
    }
    placed.set(node.number());
    node.operands().forEach(this::place);
    (node.isConstant() ? constants : lines).add(new Part.Compute(node));
    if (node.isConstant()) {
      fields.put(node.number(), node);
    }
    switch (node.operation()) {
      case Node.Call call ->
          call.before().stream().filter(RowCompiler::isGiven).forEach(this::numberOf);
      case Node.Output output -> numberOf(output.nothing());
      case Node.Field _, Node.Constant _, Node.IsNull _ -> {}
    }
  }

  private static boolean isGiven(Object object) {
    return !(object instanceof Integer || object instanceof Long || object instanceof String);
  }

  private int numberOf(Object object) {
    return objectNumbers.computeIfAbsent(
        object,
        _ -> {
          objects.add(object);
          return compiled.given(desc(object.getClass()));
        });
  }

  private static List<List<Part>> cut(List<Part> parts) {
    List<List<Part>> chunks = new ArrayList<>();
    int size = HiddenClass.LARGEST_METHOD;
    for (Part part : parts) {
      int cost = costOf(part);
      if (size + cost > HiddenClass.LARGEST_METHOD) {
        chunks.add(new ArrayList<>());
        size = 0;
      }
      chunks.getLast().add(part);
      size += cost;
    }
    return chunks;
  }

  /// About how many bytes of code a part takes.
  private static int costOf(Part part) {
    return switch (part) {
      case Part.Compute compute -> 24 + 16 * compute.node().operands().size();
      case Part.Put(Target.Bits bits) -> 8 + 12 * bits.bits().size();
      case Part.Put(Target.Word _), Part.Put(Target.Column _) -> 24;
    };
  }

  /// Finds the values that are used in another chunk than where they are computed.
  private void findFields(List<Part> chunk, int number) {
    for (Part part : chunk) {
      Stream<Node> used =
          switch (part) {
            case Part.Compute compute -> compute.node().operands().stream();
            case Part.Put put -> nodesOf(put.target());
          };
      used.forEach(
          node -> {
            Integer home = chunkOf.get(node);
            if (home != null && home != number) {
              fields.put(node.number(), node);
            }
          });
      if (part instanceof Part.Compute compute) {
        chunkOf.put(compute.node(), number);
      }
    }
  }

  private void declareFields() {
    fields
        .values()
        .forEach(
            node -> {
              compiled.field(valueField(node), type(node.kind()));
              if (node.isNullable()) {
                compiled.field(nullField(node), ConstantDescs.CD_int);
              }
            });
  }

  private void method(String name, List<Part> parts, int flags) {
    compiled.method(name, RUN, flags, code -> new Body(code).write(parts));
  }

  private void callAll(CodeBuilder code, String name, int count) {
    for (int i = 0; i < count; i++) {
      code.aload(0).aload(THIS_ROW).aload(THE_WORDS).iload(AT).aload(THE_COLUMNS);
      code.invokevirtual(compiled.name(), name + i, RUN);
    }
    code.return_();
  }

  private void callConstants(CodeBuilder code, int count) {
    for (int i = 0; i < count; i++) {
      code.aload(0).aconst_null().aconst_null().iconst_0().aconst_null();
      code.invokevirtual(compiled.name(), "constants" + i, RUN);
    }
  }

  private static String valueField(Node node) {
    return "v" + node.number();
  }

  private static String nullField(Node node) {
    return "n" + node.number();
  }

  private static ClassDesc type(ValueKind kind) {
    return switch (kind) {
      case LONG -> ConstantDescs.CD_long;
      case DOUBLE -> ConstantDescs.CD_double;
      case TEXT -> ConstantDescs.CD_String;
      case LIST -> LIST;
    };
  }

  private static TypeKind slotKind(ValueKind kind) {
    return switch (kind) {
      case LONG -> TypeKind.LONG;
      case DOUBLE -> TypeKind.DOUBLE;
      case TEXT, LIST -> TypeKind.REFERENCE;
    };
  }

  static ClassDesc desc(Class<?> type) {
    return type.describeConstable().orElseThrow();
  }

  /// The body of one method.
  private final class Body {
    private final CodeBuilder code;
    private final Map<Node, Integer> values = new HashMap<>();
    private final Map<Node, Integer> nulls = new HashMap<>();

    Body(CodeBuilder code) {
      this.code = code;
    }

    void write(List<Part> parts) {
      for (Part part : parts) {
        switch (part) {
          case Part.Compute compute -> compute(compute.node());
          case Part.Put put -> put(put.target());
        }
      }
      code.return_();
    }

    private void compute(Node node) {
      if (node.isNullable()) {
        pushNull(node);
        int slot = code.allocateLocal(TypeKind.INT);
        code.istore(slot);
        nulls.put(node, slot);
      }
      pushValue(node);
      int slot = code.allocateLocal(slotKind(node.kind()));
      code.storeLocal(slotKind(node.kind()), slot);
      values.put(node, slot);
      if (fields.containsKey(node.number())) {
        keep(node);
      }
    }

    private void keep(Node node) {
      code.aload(0);
      loadValue(node);
      code.putfield(compiled.name(), valueField(node), type(node.kind()));
      if (node.isNullable()) {
        code.aload(0);
        loadNull(node);
        code.putfield(compiled.name(), nullField(node), ConstantDescs.CD_int);
      }
    }

    private void pushNull(Node node) {
      switch (node.operation()) {
        case Node.Field field ->
            code.aload(THIS_ROW)
                .loadConstant(field.field())
                .invokeinterface(
                    ROW,
                    "isNull",
                    MethodTypeDesc.of(ConstantDescs.CD_boolean, ConstantDescs.CD_int));
        case Node.Output output -> {
          pushWord(output.bitsAt());
          code.loadConstant(output.bit()).lushr().l2i().iconst_1().iand();
        }
        case Node.Call call -> pushNull(node, call);
        case Node.Constant _, Node.IsNull _ ->
            throw new IllegalStateException("Not computed, or never null: " + node);
      }
    }

    private void pushNull(Node node, Node.Call call) {
      if (call.nulls() != Node.Nulls.OF_OPERANDS) {
        call(node, call, call.method() + "IsNull", ConstantDescs.CD_int);
      } else {
        code.iconst_0();
      }
      if (call.nulls() != Node.Nulls.OF_METHOD) {
        for (Node operand : node.operands()) {
          if (operand.isNullable()) {
            loadNull(operand);
            code.ior();
          }
        }
      }
    }

    private void pushValue(Node node) {
      switch (node.operation()) {
        case Node.Field field -> {
          code.aload(THIS_ROW).loadConstant(field.field());
          loadNull(node);
          code.invokestatic(
              OPERATIONS,
              field.accessor(),
              MethodTypeDesc.of(
                  type(node.kind()), ROW, ConstantDescs.CD_int, ConstantDescs.CD_int));
        }
        case Node.Output output -> pushOutput(node.kind(), output);
        case Node.IsNull _ -> {
          loadNull(node.operands().getFirst());
          code.i2l();
        }
        case Node.Call call -> call(node, call, call.method(), type(node.kind()));
        case Node.Constant _ -> throw new IllegalStateException("Not computed: " + node);
      }
    }

    private void pushOutput(ValueKind kind, Node.Output output) {
      switch (kind) {
        case LONG -> pushWord(output.valueAt());
        case DOUBLE -> {
          pushWord(output.valueAt());
          code.invokestatic(
              ConstantDescs.CD_Double,
              "longBitsToDouble",
              MethodTypeDesc.of(ConstantDescs.CD_double, ConstantDescs.CD_long));
        }
        case TEXT -> {
          compiled.loadGiven(code, pool);
          pushWord(output.valueAt());
          code.invokevirtual(
              POOL, "text", MethodTypeDesc.of(ConstantDescs.CD_String, ConstantDescs.CD_long));
        }
        case LIST -> {
          compiled.loadGiven(code, pool);
          pushWord(output.valueAt());
          compiled.loadGiven(code, numberOf(output.nothing()));
          code.invokestatic(
              OPERATIONS, "list", MethodTypeDesc.of(LIST, POOL, ConstantDescs.CD_long, LIST));
        }
      }
    }

    private void pushWord(int offset) {
      code.aload(THE_WORDS).iload(AT).loadConstant(offset).iadd().laload();
    }

    private void call(Node node, Node.Call call, String method, ClassDesc result) {
      List<ClassDesc> types = new ArrayList<>();
      for (Object object : call.before()) {
        types.add(push(object));
      }
      for (Node operand : node.operands()) {
        loadValue(operand);
        types.add(type(operand.kind()));
        if (call.nulls() == Node.Nulls.OF_METHOD) {
          loadNull(operand);
          types.add(ConstantDescs.CD_int);
        }
      }
      code.invokestatic(call.owner(), method, MethodTypeDesc.of(result, types));
    }

    /// Pushes what is the same for every row; its type.
    private ClassDesc push(Object object) {
      switch (object) {
        case Integer value -> {
          code.loadConstant(value.intValue());
          return ConstantDescs.CD_int;
        }
        case Long value -> {
          code.loadConstant(value.longValue());
          return ConstantDescs.CD_long;
        }
        case String value -> {
          code.loadConstant(value);
          return ConstantDescs.CD_String;
        }
        default -> {
          compiled.loadGiven(code, numberOf(object));
          return desc(object.getClass());
        }
      }
    }

    private void loadValue(Node node) {
      Integer slot = values.get(node);
      if (node.operation() instanceof Node.Constant constant) {
        loadConstant(node.kind(), constant);
      } else if (slot != null) {
        code.loadLocal(slotKind(node.kind()), slot);
      } else {
        code.aload(0).getfield(compiled.name(), valueField(node), type(node.kind()));
      }
    }

    private void loadConstant(ValueKind kind, Node.Constant constant) {
      switch (constant.value()) {
        case null -> loadAny(kind);
        case Long value -> code.loadConstant(value.longValue());
        case Double value -> code.loadConstant(value.doubleValue());
        case String value -> code.loadConstant(value);
        default -> throw new IllegalStateException("No constant: " + constant.value());
      }
    }

    /// A value for a null.
    private void loadAny(ValueKind kind) {
      switch (kind) {
        case LONG -> code.lconst_0();
        case DOUBLE -> code.dconst_0();
        case TEXT -> code.loadConstant("");
        case LIST -> code.invokestatic(OPERATIONS, "emptyList", MethodTypeDesc.of(LIST));
      }
    }

    private void loadNull(Node node) {
      Integer slot = nulls.get(node);
      if (!node.isNullable()) {
        code.iconst_0();
      } else if (node.operation() instanceof Node.Constant) {
        code.iconst_1();
      } else if (slot != null) {
        code.iload(slot);
      } else {
        code.aload(0).getfield(compiled.name(), nullField(node), ConstantDescs.CD_int);
      }
    }

    private void put(Target target) {
      switch (target) {
        case Target.Word word -> putWord(word);
        case Target.Bits bits -> putBits(bits);
        case Target.Column column -> {
          loadValue(column.node());
          loadNull(column.node());
          code.aload(THE_COLUMNS).loadConstant(column.column());
          code.invokestatic(
              OPERATIONS,
              column.method(),
              MethodTypeDesc.of(
                  ConstantDescs.CD_void,
                  type(column.node().kind()),
                  ConstantDescs.CD_int,
                  COLUMNS,
                  ConstantDescs.CD_int));
        }
      }
    }

    private void putWord(Target.Word word) {
      ValueKind kind = word.node().kind();
      List<ClassDesc> types = new ArrayList<>();
      code.aload(THE_WORDS).iload(AT).loadConstant(word.offset()).iadd();
      if (kind.isPooled()) {
        compiled.loadGiven(code, pool);
        types.add(POOL);
      }
      loadValue(word.node());
      types.add(type(kind));
      loadNull(word.node());
      types.add(ConstantDescs.CD_int);
      if (word.condition() != null) {
        loadValue(word.condition());
        code.l2i().iconst_1().ixor().ior();
      }
      code.invokestatic(OPERATIONS, "word", MethodTypeDesc.of(ConstantDescs.CD_long, types));
      code.lastore();
    }

    private void putBits(Target.Bits bits) {
      code.aload(THE_WORDS).iload(AT).loadConstant(bits.offset()).iadd().lconst_0();
      for (Bit bit : bits.bits()) {
        if (bit.isOfNull()) {
          loadNull(bit.node());
          code.i2l();
        } else {
          loadValue(bit.node());
        }
        code.loadConstant(bit.bit()).lshl().lor();
      }
      code.lastore();
    }
  }
}
