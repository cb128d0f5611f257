package roundhouse.scoring.decision;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A model's inputs in row order, with their dictionaries: the one encoding that the trainer's
/// rows, the evaluation and the scorer share. Immutable and safe for any number of threads.
///
/// A number becomes a float32 by Java's cast from long or double: rounded to the nearest. A decimal
/// of JSON is a double first.
public final class InputSchema {
  private static final String FORMAT = "roundhouse-inputs@1";

  private final List<Input> inputs;
  private final InputEncoder[] encoders;
  private final Map<String, Integer> places;

  /// Throws [InvalidInputException] listing every input that has no name, one name with another, or
  /// a dictionary out of order.
  public InputSchema(List<Input> inputs) {
    this.inputs = List.copyOf(inputs);
    InvalidInputException.throwIfAny(SchemaRules.problems(this.inputs));
    this.encoders = this.inputs.stream().map(InputEncoder::new).toArray(InputEncoder[]::new);
    this.places = HashMap.newHashMap(this.inputs.size());
    for (Input input : this.inputs) {
      places.put(input.name(), places.size());
    }
  }

  /// The JSON form.
  private record Stored(String format, List<Input> inputs) {}

  /// Reads [#toJson()]; throws [InvalidInputException] listing every problem.
  public static InputSchema parse(byte[] json) {
    Stored stored = StoredJson.read("input schema", json, Stored.class);
    if (!stored.format().equals(FORMAT)) {
      throw new InvalidInputException(
          new InputProblem(
              "input schema's format", stored.format(), FORMAT, "read it with its own version"));
    }
    return new InputSchema(stored.inputs());
  }

  /// Canonical: equal schemas give equal bytes.
  public byte[] toJson() {
    return StoredJson.write(new Stored(FORMAT, inputs));
  }

  /// Digest of [#toJson()], lower-case hex.
  public String sha256() {
    return Sha256.hex(toJson());
  }

  public List<Input> inputs() {
    return inputs;
  }

  public int size() {
    return inputs.size();
  }

  public List<String> names() {
    return inputs.stream().map(Input::name).toList();
  }

  /// XGBoost's feature types: `c` for a category, else `q`.
  public List<String> featureTypes() {
    return inputs.stream().map(input -> input instanceof Input.Category ? "c" : "q").toList();
  }

  /// A row for named values (Boolean, Number, String, Instant or ISO-8601 text for a time, null). A
  /// name that is not there counts as null. Throws [InvalidInputException] listing every unknown,
  /// missing and mistyped name.
  public float[] encode(Map<String, ? extends @Nullable Object> values) {
    List<InputProblem> problems = new ArrayList<>();
    float[] row = new float[encoders.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = encoders[i].named(values.get(inputs.get(i).name()), problems::add);
    }
    for (String name : values.keySet()) {
      if (!places.containsKey(name)) {
        problems.add(SchemaRules.unknownName(name, this));
      }
    }
    InvalidInputException.throwIfAny(problems);
    return row;
  }

  /// One value of a dataset's column; the input's number counts from 0. Throws
  /// [InvalidInputException] where the input's type, policy or range refuses it.
  public float encode(int input, double value) {
    return encoders[input].number(value, InputSchema::refuse);
  }

  /// As for a double; for a time the value is in epoch microseconds.
  public float encode(int input, long value) {
    return encoders[input].whole(value, InputSchema::refuse);
  }

  public float encode(int input, boolean value) {
    return encoders[input].truth(value, InputSchema::refuse);
  }

  public float encode(int input, String value) {
    return encoders[input].text(value, InputSchema::refuse);
  }

  public float encode(int input, Instant value) {
    return encoders[input].time(value, InputSchema::refuse);
  }

  /// A value as rows hold it: a truth is 0 or 1, a time in epoch microseconds, a category its place
  /// in the dictionary; NaN is missing.
  public float encodeCoded(int input, double value) {
    return encoders[input].coded(value, InputSchema::refuse);
  }

  public float encodeMissing(int input) {
    return encoders[input].missing(InputSchema::refuse);
  }

  private static void refuse(InputProblem problem) {
    throw new InvalidInputException(problem);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof InputSchema schema && schema.inputs.equals(inputs);
  }

  @Override
  public int hashCode() {
    return inputs.hashCode();
  }

  @Override
  public String toString() {
    return "InputSchema" + names();
  }
}
