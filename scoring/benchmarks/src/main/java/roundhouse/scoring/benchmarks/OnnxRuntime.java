package roundhouse.scoring.benchmarks;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;

/// ONNX Runtime on one thread, its values in a direct buffer as it likes them best.
final class OnnxRuntime implements Contestant {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;

  OnnxRuntime(Path model) throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    options.setInterOpNumThreads(1);
    options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
    this.session = environment.createSession(model.toString(), options);
  }

  @Override
  public String name() {
    return "onnxruntime";
  }

  @Override
  public void single(Rows rows, int count, float[] probabilities) {
    FloatBuffer row = direct(rows.width());
    for (int i = 0; i < count; i++) {
      row.clear();
      row.put(rows.matrix(), i * rows.width(), rows.width()).flip();
      score(row, 1, rows.width(), probabilities, i);
    }
  }

  @Override
  public void batch(Rows rows, float[] probabilities) {
    FloatBuffer all = direct(rows.matrix().length);
    all.put(rows.matrix()).flip();
    score(all, rows.count(), rows.width(), probabilities, 0);
  }

  private void score(FloatBuffer values, int count, int width, float[] probabilities, int place) {
    try (OnnxTensor input =
            OnnxTensor.createTensor(environment, values, new long[] {count, width});
        OrtSession.Result result = session.run(Map.of("rows", input))) {
      ((OnnxTensor) result.get(0)).getFloatBuffer().get(probabilities, place, count);
    } catch (OrtException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static FloatBuffer direct(int floats) {
    return java.nio.ByteBuffer.allocateDirect(floats * Float.BYTES)
        .order(java.nio.ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
