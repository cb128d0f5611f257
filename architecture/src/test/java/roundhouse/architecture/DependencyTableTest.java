package roundhouse.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

class DependencyTableTest {
  private final ProjectModules modules = ProjectModules.read(ProjectModules.root());

  @Test
  void everyModuleUsesOnlyWhatTheTableAllows() {
    assertThat(modules.byPath().values())
        .flatMap(module -> DependencyTable.violations(module.path(), module.uses()))
        .isEmpty();
  }

  @Test
  void testOnlyModulesStayInTestScope() {
    assertThat(modules.byPath().values())
        .filteredOn(module -> !DependencyTable.TEST_ONLY.contains(module.path()))
        .flatMap(ProjectModules.Module::uses)
        .doesNotContainAnyElementsOf(DependencyTable.TEST_ONLY);
  }

  @Test
  void architectureTestsSeeEveryModule() {
    assertThat(modules.byPath().get("architecture"))
        .extracting(ProjectModules.Module::testUses)
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.list(String.class))
        .containsExactlyInAnyOrderElementsOf(
            modules.byPath().keySet().stream().filter(DependencyTableTest::hasClasses).toList());
  }

  /// Modules of tests alone have no classes that others could see.
  private static boolean hasClasses(String module) {
    return Files.isDirectory(ProjectModules.root().resolve(module).resolve("src/main"));
  }

  @Test
  void aForbiddenUseIsFound() {
    assertThat(DependencyTable.violations("feature-engine/kernel", List.of("temporal/contracts")))
        .containsExactly("feature-engine/kernel uses temporal/contracts");
    assertThat(DependencyTable.violations("activities/data", List.of("activities/training")))
        .containsExactly("activities/data uses activities/training");
    assertThat(DependencyTable.violations("workers/plugins/training", List.of("activities/data")))
        .containsExactly("workers/plugins/training uses activities/data");
    assertThat(DependencyTable.violations("unheard/of", List.of())).hasSize(1);
  }
}
