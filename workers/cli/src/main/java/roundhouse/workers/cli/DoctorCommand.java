package roundhouse.workers.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import roundhouse.workers.cli.doctor.Doctor;
import roundhouse.workers.cli.doctor.Finding;
import roundhouse.workers.cli.platform.Failures;
import roundhouse.workers.cli.platform.Platform;
import roundhouse.workers.cli.terminal.Table;
import roundhouse.workers.cli.terminal.Terminal;

@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = "Look for everything that Roundhouse needs, and say how to get what is missing.")
final class DoctorCommand implements Callable<Integer> {
  @Mixin Platform platform = new Platform();

  private final Terminal terminal;

  DoctorCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    List<Finding> findings = new Doctor(platform).examine();
    Table table = Table.of("", "", "", "");
    for (Finding finding : findings) {
      table.row(finding.state().word(), finding.subject(), finding.found(), finding.remedy());
    }
    table.lines().forEach(terminal::print);
    boolean ill = findings.stream().anyMatch(finding -> finding.state() == Finding.State.MISSING);
    return ill ? Failures.FAILED : 0;
  }
}
