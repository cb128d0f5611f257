package roundhouse.featureengine.language.program;

import java.lang.constant.ClassDesc;
import java.util.List;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.ListValue;
import roundhouse.featureengine.kernel.ValueKind;

/// One value that compiled code computes. Equal expressions are one node.
///
/// @param number in the order of computation: operands have smaller ones
/// @param kind what its value is held as
/// @param isNullable whether it may be null; else no code for null is made
/// @param isConstant whether it reads no row, so that it is computed once
record Node(
    int number,
    ValueKind kind,
    boolean isNullable,
    boolean isConstant,
    Operation operation,
    List<Node> operands) {
  Node {
    operands = List.copyOf(operands);
  }

  /// Nodes are told apart by identity: a graph makes no two of the same meaning.
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return number;
  }

  /// How a value is computed. Where it is null, its value is any of its kind: code computes on
  /// without branches, and every operation is total.
  sealed interface Operation {}

  /// A field of the row, of a type's accessor.
  ///
  /// @param accessor a method of `Row`
  record Field(int field, String accessor) implements Operation {}

  /// An output of a fold, among the words.
  ///
  /// @param bitsAt where the word of its null's bit is
  /// @param valueAt where its word is
  /// @param nothing the list that a word of 0 stands for
  record Output(int bitsAt, int bit, int valueAt, ListValue nothing) implements Operation {}

  /// A value that is the same for every row.
  ///
  /// @param value a Long, Double, String or null
  record Constant(@Nullable Object value) implements Operation {}

  /// Whether the operand is null.
  record IsNull() implements Operation {}

  /// A static method of the operands' values.
  ///
  /// @param owner the class that has it
  /// @param before objects that are its first arguments, the same for every row
  /// @param nulls how its null comes about
  record Call(ClassDesc owner, String method, List<Object> before, Nulls nulls)
      implements Operation {
    Call {
      before = List.copyOf(before);
    }
  }

  /// How the null of a call comes about.
  enum Nulls {
    /// It is null iff an operand is.
    OF_OPERANDS,
    /// It is null iff an operand is, or if the method whose name ends in `IsNull` says so of the
    /// same arguments.
    OF_OPERANDS_OR_METHOD,
    /// The method takes each operand's null, 0 or 1, behind its value, and so does the one whose
    /// name ends in `IsNull`, which alone decides.
    OF_METHOD
  }
}
