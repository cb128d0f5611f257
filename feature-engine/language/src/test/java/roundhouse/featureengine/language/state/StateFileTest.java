package roundhouse.featureengine.language.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import roundhouse.featureengine.language.state.EntityState.Section;

class StateFileTest {
  private static final List<EntityState> ENTITIES =
      List.of(
          new EntityState(0, text("card 1"), List.of(new Section(0, text("header")))),
          new EntityState(3, text(""), List.of()),
          new EntityState(
              1, text("x"), List.of(new Section(-7, text("")), new Section(1L << 40, text("b")))));

  @Test
  void entitiesAreReadBackAsWritten() throws IOException {
    assertThat(read(written())).isEqualTo(ENTITIES);
  }

  @Test
  void aFileCutShortAnywhereIsRefused() throws IOException {
    byte[] whole = written();
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> read(part)).isInstanceOf(IOException.class);
    }
  }

  private static byte[] written() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (StateFileWriter writer = new StateFileWriter(bytes)) {
      for (EntityState entity : ENTITIES) {
        writer.write(entity);
      }
    }
    return bytes.toByteArray();
  }

  private static List<EntityState> read(byte[] file) throws IOException {
    List<EntityState> entities = new ArrayList<>();
    try (StateFileReader reader = new StateFileReader(new ByteArrayInputStream(file))) {
      for (Optional<EntityState> next = reader.next(); next.isPresent(); next = reader.next()) {
        entities.add(next.get());
      }
    }
    return entities;
  }

  private static Bytes text(String text) {
    return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
