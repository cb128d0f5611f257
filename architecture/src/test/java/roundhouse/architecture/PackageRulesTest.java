package roundhouse.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.temporal.activity.ActivityInterface;
import io.temporal.workflow.WorkflowInterface;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

class PackageRulesTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("roundhouse");

  private static final String[] PURE = {
    "roundhouse.featureengine.kernel..",
    "roundhouse.featureengine.language..",
    "roundhouse.scoring.trees..",
    "roundhouse.scoring.decision..",
    "roundhouse.scoring.evaluation..",
  };

  @Test
  void pureModulesReachNoServerClusterDatabaseOrNetwork() {
    noClasses()
        .that()
        .resideInAnyPackage(PURE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.temporal..",
            "org.springframework..",
            "io.fabric8..",
            "java.sql..",
            "javax.sql..",
            "org.apache.kafka..",
            "software.amazon..",
            "java.net..",
            "java.nio.channels..")
        .check(CLASSES);
  }

  @Test
  void workflowCodeTouchesNoFileNetworkOrThread() {
    noClasses()
        .that()
        .resideInAPackage("roundhouse.workflows..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.io..",
            "java.nio.file..",
            "java.nio.channels..",
            "java.net..",
            "java.util.concurrent..")
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    SlicesRuleDefinition.slices()
        .assignedFrom(
            new SliceAssignment() {
              @Override
              public SliceIdentifier getIdentifierOf(JavaClass type) {
                return SliceIdentifier.of(type.getPackageName());
              }

              @Override
              public String getDescription() {
                return "packages";
              }
            })
        .should()
        .beFreeOfCycles()
        .check(CLASSES);
  }

  @Test
  void everyPackageIsNullMarked() {
    Set<String> unmarked = new TreeSet<>();
    for (JavaClass type : CLASSES) {
      JavaPackage home = type.getPackage();
      if (!home.isAnnotatedWith(NullMarked.class)) {
        unmarked.add(home.getName());
      }
    }
    assertThat(unmarked).as("packages without @NullMarked in package-info").isEmpty();
  }

  @Test
  void noTypeIsNamedForNothing() {
    noClasses()
        .should()
        .haveSimpleNameEndingWith("Manager")
        .orShould()
        .haveSimpleNameEndingWith("Helper")
        .orShould()
        .haveSimpleNameEndingWith("Util")
        .orShould()
        .haveSimpleNameEndingWith("Utils")
        .orShould()
        .haveSimpleNameEndingWith("Info")
        .orShould()
        .haveSimpleNameEndingWith("Dto")
        .check(CLASSES);
  }

  @Test
  void implIsOnlyBehindATemporalInterface() {
    classes()
        .that()
        .haveSimpleNameEndingWith("Impl")
        .should()
        .implement(
            DescribedPredicate.<JavaClass>describe(
                "a Temporal interface",
                type ->
                    type.isAnnotatedWith(WorkflowInterface.class)
                        || type.isAnnotatedWith(ActivityInterface.class)))
        .allowEmptyShould(true)
        .check(CLASSES);
  }
}
