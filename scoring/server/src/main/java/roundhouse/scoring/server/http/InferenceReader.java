package roundhouse.scoring.server.http;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import roundhouse.http.problem.Problem;
import roundhouse.http.problem.RefusedRequestException;
import roundhouse.scoring.server.http.InferenceRequest.WantedOutput;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Reads one [InferenceRequest]. What a shape announces is compared with the body's length before
/// memory is spent on it.
final class InferenceReader {
  private static final String BINARY_SIZE = "binary_data_size";

  private final byte[] body;
  private final int jsonBytes;
  private final int maxRows;
  private final ByteBuffer binary;
  private final List<Problem> problems = new ArrayList<>();

  InferenceReader(byte[] body, int jsonBytes, int maxRows) {
    this.body = body;
    this.jsonBytes = jsonBytes;
    this.maxRows = maxRows;
    this.binary =
        ByteBuffer.wrap(body, jsonBytes, body.length - jsonBytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  InferenceRequest read() {
    JsonNode root = root();
    String id = id(root.path("id"));
    List<Tensor> inputs = inputs(root.path("inputs"));
    boolean binaryOutputs = root.path("parameters").path("binary_data_output").asBoolean(false);
    List<WantedOutput> outputs = outputs(root.path("outputs"), binaryOutputs);
    if (problems.isEmpty() && binary.hasRemaining()) {
      problem(
          "Body",
          binary.remaining() + " bytes after the last tensor",
          "binary values of the tensors that have a " + BINARY_SIZE,
          "correct the sizes, or the header Inference-Header-Content-Length");
    }
    if (!problems.isEmpty()) {
      throw new RefusedRequestException(HttpStatus.BAD_REQUEST, problems);
    }
    return new InferenceRequest(id, inputs, outputs, binaryOutputs);
  }

  private JsonNode root() {
    try {
      JsonNode root = RequestJson.MAPPER.readTree(body, 0, jsonBytes);
      if (root.isObject()) {
        return root;
      }
      throw malformed("the whole of it", "it is no object");
    } catch (JacksonException malformed) {
      var at = malformed.getLocation();
      throw malformed(
          at == null ? "" : "line %d, column %d".formatted(at.getLineNr(), at.getColumnNr()),
          malformed.getOriginalMessage().lines().findFirst().orElse(""));
    }
  }

  private static RefusedRequestException malformed(String place, String reason) {
    return new RefusedRequestException(
        HttpStatus.BAD_REQUEST,
        new Problem(
            "Body",
            place,
            "a JSON object, {\"inputs\": [{\"name\": …, \"datatype\": …, \"shape\": […], \"data\": […]}]}",
            "correct the JSON there: " + reason));
  }

  private @Nullable String id(JsonNode id) {
    if (id.isMissingNode() || id.isNull()) {
      return null;
    }
    if (!id.isString()) {
      problem("Field id", id.toString(), "a text", "send it as a text or leave it out");
    }
    return id.asString();
  }

  private List<Tensor> inputs(JsonNode inputs) {
    if (!inputs.isArray() || inputs.isEmpty()) {
      problem(
          "Field inputs",
          inputs.isMissingNode() ? "" : inputs.toString(),
          "a list of tensors",
          "send at least one");
      return List.of();
    }
    List<Tensor> tensors = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (JsonNode input : inputs) {
      tensor(input).ifPresent(tensors::add);
      String name = input.path("name").asString("");
      if (!names.add(name)) {
        problem("Tensor '%s'".formatted(name), "again", "each name once", "remove one of them");
      }
    }
    return tensors;
  }

  private Optional<Tensor> tensor(JsonNode input) {
    JsonNode name = input.path("name");
    if (!name.isString()) {
      problem("Tensor", name.toString(), "a tensor with a name", "name it");
      return Optional.empty();
    }
    String subject = "Tensor '%s'".formatted(name.stringValue());
    Optional<Datatype> datatype = datatype(subject, input.path("datatype"));
    Optional<int[]> shape = shape(subject, input.path("shape"));
    if (datatype.isEmpty() || shape.isEmpty()) {
      return Optional.empty();
    }
    int rows = shape.get()[0];
    int columns = shape.get()[1];
    return values(subject, input, datatype.get(), rows * columns)
        .map(values -> new Tensor(name.stringValue(), datatype.get(), rows, columns, values));
  }

  private Optional<Datatype> datatype(String subject, JsonNode datatype) {
    Optional<Datatype> found = Datatype.find(datatype.asString(""));
    if (found.isEmpty()) {
      problem(
          subject,
          "datatype " + datatype,
          "one of BOOL, UINT8 to UINT64, INT8 to INT64, FP32, FP64, BYTES",
          "send it as one of them");
    }
    return found;
  }

  /// Rows and columns, whose product is no more than the body could hold.
  private Optional<int[]> shape(String subject, JsonNode shape) {
    boolean fits = shape.isArray() && (shape.size() == 1 || shape.size() == 2);
    for (JsonNode size : shape) {
      fits &= size.isIntegralNumber() && size.canConvertToInt() && size.intValue() >= 0;
    }
    if (!fits) {
      problem(
          subject,
          "shape " + shape,
          "[rows] or [rows, columns]",
          "send one row for each thing to score");
      return Optional.empty();
    }
    int rows = shape.get(0).intValue();
    int columns = shape.size() == 1 ? 1 : shape.get(1).intValue();
    if (rows > maxRows) {
      throw new RefusedRequestException(
          HttpStatus.CONTENT_TOO_LARGE,
          new Problem(
              subject,
              rows + " rows",
              "at most %d in one request".formatted(maxRows),
              "send them in several requests"));
    }
    if ((long) rows * columns > body.length) {
      problem(
          subject,
          "shape " + shape,
          "no more values than the body has bytes",
          "send as many values as the shape says");
      return Optional.empty();
    }
    return Optional.of(new int[] {rows, columns});
  }

  private Optional<List<@Nullable Object>> values(
      String subject, JsonNode input, Datatype datatype, int count) {
    JsonNode data = input.path("data");
    JsonNode size = input.path("parameters").path(BINARY_SIZE);
    if (data.isMissingNode() == size.isMissingNode()) {
      problem(
          subject,
          data.isMissingNode() ? "no values" : "data and " + BINARY_SIZE,
          "either data or " + BINARY_SIZE,
          "send its values one way");
      return Optional.empty();
    }
    List<@Nullable Object> values = new ArrayList<>(count);
    boolean read =
        data.isMissingNode()
            ? readBinary(subject, size, datatype, count, values)
            : readJson(subject, data, datatype, values);
    if (read && values.size() != count) {
      problem(
          subject,
          values.size() + " values",
          "as many as its shape says, %d".formatted(count),
          "send all of them");
      return Optional.empty();
    }
    return read ? Optional.of(values) : Optional.empty();
  }

  /// Flat or nested, row by row; null is missing.
  private boolean readJson(
      String subject, JsonNode data, Datatype datatype, List<@Nullable Object> values) {
    if (!data.isArray()) {
      problem(subject, "data " + data, "a list of values", "send one");
      return false;
    }
    for (JsonNode value : data) {
      if (value.isArray()) {
        if (!readJson(subject, value, datatype, values)) {
          return false;
        }
      } else if (value.isNull()) {
        values.add(null);
      } else {
        Optional<Object> found = datatype.read(value);
        if (found.isEmpty()) {
          problem(subject, value.toString(), "values of " + datatype, "send them or null");
          return false;
        }
        values.add(found.get());
      }
    }
    return true;
  }

  private boolean readBinary(
      String subject, JsonNode size, Datatype datatype, int count, List<@Nullable Object> values) {
    if (!size.isIntegralNumber()
        || !size.canConvertToInt()
        || size.intValue() < 0
        || size.intValue() > binary.remaining()) {
      problem(
          subject,
          BINARY_SIZE + " " + size,
          "at most the %d bytes that follow the JSON and earlier tensors"
              .formatted(binary.remaining()),
          "correct it, or the header Inference-Header-Content-Length");
      return false;
    }
    ByteBuffer own =
        binary.slice(binary.position(), size.intValue()).order(ByteOrder.LITTLE_ENDIAN);
    binary.position(binary.position() + size.intValue());
    while (values.size() < count) {
      Optional<Object> value = datatype.read(own);
      if (value.isEmpty()) {
        problem(
            subject,
            "byte %d of its binary values".formatted(own.position()),
            "%d values of %s".formatted(count, datatype),
            "send them little-endian, texts after their length in four bytes");
        return false;
      }
      values.add(value.get());
    }
    if (own.hasRemaining()) {
      problem(
          subject,
          own.remaining() + " bytes after its last value",
          "%d values of %s".formatted(count, datatype),
          "correct its shape or " + BINARY_SIZE);
      return false;
    }
    return true;
  }

  private List<WantedOutput> outputs(JsonNode outputs, boolean binaryOutputs) {
    List<WantedOutput> wanted = new ArrayList<>();
    if (!outputs.isMissingNode() && !outputs.isArray()) {
      problem("Field outputs", outputs.toString(), "a list", "send one or leave it out");
      return wanted;
    }
    for (JsonNode output : outputs) {
      String name = output.path("name").asString("");
      if (!InferenceAnswer.OUTPUTS.contains(name)) {
        problem(
            "Output",
            name,
            "one of " + String.join(", ", InferenceAnswer.OUTPUTS),
            "ask for one of them, or leave outputs out for all");
      }
      boolean binaryOutput = output.path("parameters").path("binary_data").asBoolean(binaryOutputs);
      wanted.add(new WantedOutput(name, binaryOutput));
    }
    return wanted;
  }

  private void problem(String subject, String value, String expectation, String remedy) {
    problems.add(new Problem(subject, value, expectation, remedy));
  }
}
