package roundhouse.workers.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import roundhouse.workers.cli.platform.Platform;

class DoctorTest {
  private final List<Finding> findings = new Doctor(new Platform()).examine();

  @Test
  void everyThingThatARunNeedsIsLookedFor() {
    assertThat(findings)
        .extracting(Finding::subject)
        .containsExactly(
            "JDK",
            "Maven",
            "Temporal",
            "Go",
            "Python",
            "Disk",
            "Port of Temporal",
            "Port of Temporal's pages",
            "Port of the scorer",
            "Store",
            "Temporal server");
  }

  @Test
  void theJdkOfTheTestsIsGoodEnough() {
    assertThat(findings.getFirst().state()).isEqualTo(Finding.State.OK);
  }

  @Test
  void whatIsNotAsItShouldBeHasARemedy() {
    assertThat(findings)
        .filteredOn(finding -> finding.state() != Finding.State.OK)
        .allSatisfy(finding -> assertThat(finding.remedy()).isNotBlank());
  }

  @Test
  void aProgramThatIsNotThereHasNoVersion() {
    assertThat(Programs.firstLineOf("no-such-program-anywhere")).isEmpty();
    assertThat(Programs.firstLineOf("sh", "-c", "echo version 1; exit 3")).isEmpty();
    assertThat(Programs.firstLineOf("sh", "-c", "echo version 1; echo more")).contains("version 1");
  }
}
