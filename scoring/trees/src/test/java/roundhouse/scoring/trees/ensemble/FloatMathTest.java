package roundhouse.scoring.trees.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The port gives glibc's own bits: golden values in every build, all floats in the full one.
class FloatMathTest {
  private static final String C_LIBRARY = "libm.so.6";

  @Test
  void chosenArgumentsGiveTheCLibrarysBits() throws IOException {
    List<String> lines = golden();
    for (String line : lines.subList(1, lines.size())) {
      String[] words = line.split(" ", -1);
      float x = Float.intBitsToFloat(Integer.parseUnsignedInt(words[0], 16));
      assertThat(bits(FloatMath.exp(x))).as("exp %s", x).isEqualTo(words[1]);
      assertThat(bits(FloatMath.log(x))).as("log %s", x).isEqualTo(words[2]);
    }
    assertThat(lines).hasSizeGreaterThan(900);
  }

  @Test
  void floatsAtAStrideGiveTheCLibrarysBits() throws IOException {
    String[] words = golden().getFirst().split(" ", -1);
    long stride = Long.parseLong(words[0]);
    CRC32 crc = new CRC32();
    ByteBuffer pair = ByteBuffer.allocate(8);
    for (long i = 0; i < 1L << 32; i += stride) {
      float x = Float.intBitsToFloat((int) i);
      pair.putInt(0, Float.floatToIntBits(FloatMath.exp(x)));
      pair.putInt(4, Float.floatToIntBits(FloatMath.log(x)));
      crc.update(pair.array());
    }
    assertThat("%08x".formatted(crc.getValue())).isEqualTo(words[1]);
  }

  /// Where the machine has no glibc there is nothing to compare with.
  @Test
  @Tag("full")
  void everyFloatGivesTheCLibrarysBits() throws Throwable {
    assumeTrue(hasCLibrary(), "needs " + C_LIBRARY);
    for (long i = 0; i < 1L << 32; i++) {
      float x = Float.intBitsToFloat((int) i);
      requireSame("exp", x, FloatMath.exp(x), (float) CLibrary.EXP.invokeExact(x));
      requireSame("log", x, FloatMath.log(x), (float) CLibrary.LOG.invokeExact(x));
    }
  }

  @SuppressWarnings("restricted")
  private static boolean hasCLibrary() {
    try {
      return SymbolLookup.libraryLookup(C_LIBRARY, Arena.global()).find("expf").isPresent();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static void requireSame(String name, float x, float ours, float theirs) {
    if (Float.floatToIntBits(ours) != Float.floatToIntBits(theirs)) {
      assertThat(ours).as("%s %s", name, x).isEqualTo(theirs);
    }
  }

  /// Constant handles: four billion calls through others would take minutes.
  @SuppressWarnings("restricted")
  private static final class CLibrary {
    static final MethodHandle EXP = function("expf");
    static final MethodHandle LOG = function("logf");

    private static MethodHandle function(String name) {
      return Linker.nativeLinker()
          .downcallHandle(
              SymbolLookup.libraryLookup(C_LIBRARY, Arena.global()).find(name).orElseThrow(),
              FunctionDescriptor.of(ValueLayout.JAVA_FLOAT, ValueLayout.JAVA_FLOAT),
              Linker.Option.critical(false));
    }
  }

  private static String bits(float value) {
    return "%08x".formatted(Float.floatToIntBits(value));
  }

  private static List<String> golden() throws IOException {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(FloatMathTest.class.getResourceAsStream("float-math.txt")),
                StandardCharsets.US_ASCII))) {
      return in.lines().toList();
    }
  }
}
