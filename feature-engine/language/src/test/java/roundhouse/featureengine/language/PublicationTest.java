package roundhouse.featureengine.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.check.InvalidDefinitionException;
import roundhouse.featureengine.language.plan.Publication;

class PublicationTest {
  private static final EventStream<Payments.Disputed> OTHER =
      EventStream.named("other")
          .of(Payments.Disputed.class)
          .identifiedBy(Payments.Disputed::chargeId)
          .happeningAt(Payments.Disputed::at);

  private static final Publication FRAUD =
      Payments.FRAUD.describe("spend_1d", "What the card paid in a day.").publication();

  @Test
  void holdsThePlanTheTextsAndEveryFieldOfTheStreams() {
    assertThat(FRAUD.plan()).isEqualTo(Payments.FRAUD.plan());
    assertThat(FRAUD.documentation())
        .containsExactly(Map.entry("spend_1d", "What the card paid in a day."));
    assertThat(FRAUD.streams())
        .extracting(StreamSchema::name)
        .containsExactly("authorised", "charge", "disputed");
    assertThat(FRAUD.streams().getFirst().fieldNames()).contains("settledAt", "recordedAt");
  }

  @Test
  void isReadBackAsWritten() {
    assertThat(Publication.parse(FRAUD.toJson())).isEqualTo(FRAUD);
  }

  @Test
  void aPlanAloneIsAPublicationToo() {
    Publication bare = Publication.parse(Payments.FRAUD.plan().toJson());
    assertThat(bare).isEqualTo(Publication.of(Payments.FRAUD.plan(), List.of(), Map.of()));
  }

  @Test
  void documentationIsNotPartOfTheHash() {
    assertThat(FRAUD.plan().hash()).isEqualTo(Payments.FRAUD.plan().hash());
  }

  @Test
  void whatDoesNotBelongToThePlanIsRefused() {
    assertThatThrownBy(
            () ->
                Publication.of(
                    FRAUD.plan(),
                    List.of(Payments.DISPUTED.schema(), OTHER.schema()),
                    Map.of("spend", "?")))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("Documentation of 'spend'")
        .hasMessageContaining("Stream 'other': not the stream that the plan reads");
  }

  @Test
  void hostileInputIsRefusedWithPlaces() {
    assertRefused("{\"format\":\"roundhouse-publication@1\"}", "(/streams)", "(/documentation)");
    assertRefused(
        "{\"format\":\"roundhouse-publication@1\",\"streams\":[7],\"documentation\":{\"a\":1},\"more\":0}",
        "(/streams/0/name)",
        "(/documentation/a)",
        "property 'more'");
    assertRefused("{\"format\":\"roundhouse-publication@2\"}", "'roundhouse-publication@2'");
    assertRefused("nonsense", "not JSON");
  }

  @Test
  void isWrittenByAProgram(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("fraud.json");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(write(out, Payments.class.getName() + "#FRAUD", file.toString())).isZero();
    assertThat(Publication.parse(Files.readAllBytes(file))).isEqualTo(Payments.FRAUD.publication());
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualToIgnoringNewLines("card-fraud@3, plan " + FRAUD.plan().hash());
  }

  @Test
  void theProgramSaysWhatItNeeds() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(write(out)).isEqualTo(2);
    assertThat(write(out, "com.example.Nothing", "x")).isEqualTo(2);
    assertThat(write(out, Payments.class.getName(), "x")).isEqualTo(2);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("usage: WritePublication CLASS[#FIELD] FILE")
        .contains("Class 'com.example.Nothing': not on the class path")
        .contains("its feature sets are [FRAUD, ODDITIES");
  }

  private static int write(ByteArrayOutputStream out, String... arguments) {
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    return WritePublication.run(arguments, stream, stream);
  }

  private static void assertRefused(String json, String... expected) {
    assertThatThrownBy(() -> Publication.parse(json.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContainingAll(expected);
  }
}
