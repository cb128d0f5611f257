package roundhouse.scoring.server.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A request of the Open Inference Protocol, version 2. Whether its tensors are the model's inputs
/// is not looked at here.
///
/// @param id the caller's, which the answer repeats
/// @param outputs the wanted ones; none means all of them
/// @param binaryOutputs whether outputs are binary where nothing else is said of them
/// @see <a href="https://github.com/kserve/open-inference-protocol">Open Inference Protocol</a>
record InferenceRequest(
    @Nullable String id, List<Tensor> inputs, List<WantedOutput> outputs, boolean binaryOutputs) {
  InferenceRequest {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  record WantedOutput(String name, boolean binary) {}

  /// Reads a body of JSON, after which the binary values of its tensors may follow.
  ///
  /// @param jsonBytes where the JSON ends
  /// @throws roundhouse.http.problem.RefusedRequestException with every problem of the body's shape
  static InferenceRequest parse(byte[] body, int jsonBytes, int maxRows) {
    return new InferenceReader(body, jsonBytes, maxRows).read();
  }
}
