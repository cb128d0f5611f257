package roundhouse.temporal.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DataConverterException;
import io.temporal.common.converter.DefaultDataConverter;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import roundhouse.temporal.contracts.BackfillRequest;
import roundhouse.temporal.contracts.HoldOut;
import roundhouse.temporal.contracts.TagContract;

class PayloadsTest {
  private static final DataConverter OURS = Payloads.converter();
  private static final DataConverter STANDARD = DefaultDataConverter.newDefaultInstance();

  static List<Record> samples() {
    return Samples.all();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void aRecordSurvivesOurConverterTheStandardOneAndTheWayBetween(Record sample) {
    assertThat(read(OURS, write(OURS, sample), sample)).isEqualTo(sample);
    assertThat(read(STANDARD, write(OURS, sample), sample)).isEqualTo(sample);
    assertThat(read(OURS, write(STANDARD, sample), sample)).isEqualTo(sample);
  }

  private static Payload write(DataConverter converter, Record sample) {
    return converter.toPayload(sample).orElseThrow();
  }

  private static Record read(DataConverter converter, Payload payload, Record sample) {
    return converter.fromPayload(payload, sample.getClass(), sample.getClass());
  }

  @Test
  void everyExchangedRecordHasASample() throws Exception {
    assertThat(samples().stream().map(Record::getClass).<Class<?>>map(type -> type).toList())
        .containsAll(recordsBeside(TagContract.class));
  }

  private static List<Class<?>> recordsBeside(Class<?> neighbour) throws Exception {
    Path root = Path.of(neighbour.getProtectionDomain().getCodeSource().getLocation().toURI());
    String folder = neighbour.getPackageName().replace('.', '/');
    if (Files.isDirectory(root)) {
      return records(root.resolve(folder), neighbour.getPackageName());
    }
    try (FileSystem jar = FileSystems.newFileSystem(root)) {
      return records(jar.getPath(folder), neighbour.getPackageName());
    }
  }

  private static List<Class<?>> records(Path folder, String packageName) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".class"))
          .<Class<?>>map(name -> load(packageName + "." + name.substring(0, name.length() - 6)))
          .filter(Class::isRecord)
          .toList();
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void timesAndDurationsAreWrittenAsAPersonWouldWriteThem() {
    HoldOut holdOut = HoldOut.last(Duration.ofHours(36));
    assertThat(write(OURS, holdOut).getData().toStringUtf8())
        .isEqualTo("{\"length\":\"PT36H\",\"gap\":\"PT0S\"}");
  }

  @Test
  void aMisspeltFieldIsRefusedByName() {
    assertThatThrownBy(() -> request("{\"featureSet\":\"a@1\",\"sauce\":\"flights\"}"))
        .isInstanceOf(DataConverterException.class)
        .hasStackTraceContaining("sauce");
  }

  @Test
  void aMalformedTimeIsRefusedWithItsValue() {
    assertThatThrownBy(
            () ->
                request("{\"featureSet\":\"a@1\",\"source\":\"flights\",\"from\":\"2013-13-01\"}"))
        .isInstanceOf(DataConverterException.class)
        .hasStackTraceContaining("2013-13-01");
  }

  @Test
  void whatIsLeftOutIsNull() {
    assertThat(request("{\"featureSet\":\"a@1\",\"source\":\"flights\"}"))
        .isEqualTo(new BackfillRequest("a@1", "flights", null, null));
  }

  private static BackfillRequest request(String json) {
    Payload payload =
        Payload.newBuilder()
            .putMetadata("encoding", ByteString.copyFromUtf8("json/plain"))
            .setData(ByteString.copyFromUtf8(json))
            .build();
    return OURS.fromPayload(payload, BackfillRequest.class, BackfillRequest.class);
  }
}
