package roundhouse.temporal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnedProcessTest {
  private final Path log;
  private final Set<ProcessHandle> before =
      ProcessHandle.current().descendants().collect(Collectors.toSet());

  OwnedProcessTest(@TempDir Path folder) {
    log = folder.resolve("logs").resolve("log");
  }

  @Test
  void closingLeavesNoProcessBehind() throws IOException {
    OwnedProcess process = start("sleep", "100");
    assertThat(process.isAlive()).isTrue();
    process.close();
    assertNothingLeft();
  }

  @Test
  void endingByItselfLeavesNoProcessBehind() throws Exception {
    try (OwnedProcess process = start("sh", "-c", "echo said; exit 3")) {
      assertThat(process.await()).isEqualTo(3);
      assertThat(process.logTail()).isEqualTo("said");
      assertNothingLeft();
    }
  }

  @Test
  void itIsInAGroupOfItsOwn() throws Exception {
    try (OwnedProcess process = start("sh", "-c", "ps -o pgid= -p $$")) {
      process.await();
      assertThat(process.logTail().strip()).isEqualTo(Long.toString(process.handle().pid()));
    }
  }

  @Test
  void aSignalToItsOwnersWholeGroupSparesTheGuard() throws Exception {
    try (OwnedProcess process = start("sh", "-c", "ps -o sid= -p $PPID; ps -o sid= -p $$")) {
      process.await();
      assertThat(process.logTail().lines().map(String::strip))
          .doesNotContain(sessionOf(ProcessHandle.current()))
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void variablesAreAddedToItsEnvironment() throws Exception {
    try (OwnedProcess process =
        OwnedProcess.start(List.of("sh", "-c", "echo $WORD"), Map.of("WORD", "given"), log)) {
      process.await();
      assertThat(process.logTail()).isEqualTo("given");
    }
  }

  @Test
  void aCommandThatCannotBeRunEndsAtOnce() throws Exception {
    try (OwnedProcess process = start("/no/such/program")) {
      assertThat(process.await()).isNotZero();
    }
  }

  private static String sessionOf(ProcessHandle process) throws IOException {
    Process ps = new ProcessBuilder("ps", "-o", "sid=", "-p", "" + process.pid()).start();
    return ps.inputReader().readLine().strip();
  }

  private OwnedProcess start(String... command) throws IOException {
    return OwnedProcess.start(List.of(command), Map.of(), log);
  }

  private void assertNothingLeft() {
    await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(
            () ->
                assertThat(ProcessHandle.current().descendants())
                    .filteredOn(left -> !before.contains(left))
                    .isEmpty());
  }
}
