package roundhouse.scoring.server.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import roundhouse.scoring.decision.Precision;
import roundhouse.scoring.decision.ScoringModel;
import roundhouse.scoring.server.http.InferenceRequest.WantedOutput;
import roundhouse.scoring.server.tags.ServedTag;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/// The answer to an [InferenceRequest]: the tensors `output` (what the trainer's library predicts)
/// and `margin` (the raw sums), each of shape [rows, values of a row], in the precision of that
/// library.
final class InferenceAnswer {
  static final String OUTPUT = "output";
  static final String MARGIN = "margin";
  static final List<String> OUTPUTS = List.of(OUTPUT, MARGIN);

  /// Where the JSON of a body ends and binary values begin.
  static final String JSON_LENGTH = "Inference-Header-Content-Length";

  private static final JsonMapper JSON = JsonMapper.shared();

  private final ServedTag tag;
  private final ScoredRows scored;

  InferenceAnswer(ServedTag tag, ScoredRows scored) {
    this.tag = tag;
    this.scored = scored;
  }

  ResponseEntity<byte[]> response(InferenceRequest request) {
    List<WantedOutput> wanted = wanted(request);
    ByteArrayOutputStream binary = new ByteArrayOutputStream();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(body)) {
      json.writeStartObject();
      writeHead(json, request.id());
      json.writeArrayPropertyStart("outputs");
      for (WantedOutput output : wanted) {
        writeTensor(json, output, binary);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    if (binary.size() == 0) {
      return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(body.toByteArray());
    }
    int jsonLength = body.size();
    body.writeBytes(binary.toByteArray());
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_OCTET_STREAM)
        .header(JSON_LENGTH, Integer.toString(jsonLength))
        .body(body.toByteArray());
  }

  private static List<WantedOutput> wanted(InferenceRequest request) {
    return request.outputs().isEmpty()
        ? OUTPUTS.stream().map(name -> new WantedOutput(name, request.binaryOutputs())).toList()
        : request.outputs();
  }

  private void writeHead(JsonGenerator json, @Nullable String id) {
    json.writeStringProperty("model_name", tag.tag());
    json.writeStringProperty("model_version", scored.model().modelId());
    if (id != null) {
      json.writeStringProperty("id", id);
    }
    json.writeObjectPropertyStart("parameters");
    json.writeNumberProperty("revision", tag.revision());
    json.writeEndObject();
  }

  private void writeTensor(JsonGenerator json, WantedOutput output, ByteArrayOutputStream binary) {
    ScoringModel model = scored.model();
    double[] values = output.name().equals(OUTPUT) ? scored.outputs() : scored.margins();
    int width = output.name().equals(OUTPUT) ? model.outputs() : model.margins();
    json.writeStartObject();
    json.writeStringProperty("name", output.name());
    json.writeStringProperty("datatype", datatype(model).name());
    json.writeArrayPropertyStart("shape");
    json.writeNumber(scored.count());
    json.writeNumber(width);
    json.writeEndArray();
    if (output.binary()) {
      byte[] bytes = binary(datatype(model), values);
      json.writeObjectPropertyStart("parameters");
      json.writeNumberProperty("binary_data_size", bytes.length);
      json.writeEndObject();
      binary.writeBytes(bytes);
    } else {
      json.writeArrayPropertyStart("data");
      for (double value : values) {
        json.writeRawValue(model.precision().decimal(value));
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  static Datatype datatype(ScoringModel model) {
    return model.precision() == Precision.FLOAT32 ? Datatype.FP32 : Datatype.FP64;
  }

  private static byte[] binary(Datatype datatype, double[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * datatype.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      if (datatype == Datatype.FP32) {
        bytes.putFloat((float) value);
      } else {
        bytes.putDouble(value);
      }
    }
    return bytes.array();
  }
}
