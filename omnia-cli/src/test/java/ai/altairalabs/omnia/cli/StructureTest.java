package ai.altairalabs.omnia.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Which way the command line's packages depend on each other. */
class StructureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("ai.altairalabs.omnia");

    @Test
    void noOtherModuleKnowsTheCommandLine() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "ai.altairalabs.omnia.core..",
                        "ai.altairalabs.omnia.server..",
                        "ai.altairalabs.omnia.agent..",
                        "ai.altairalabs.omnia.operator..",
                        "ai.altairalabs.omnia.testkit..",
                        "ai.altairalabs.omnia.examples..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.altairalabs.omnia.cli..", "picocli..")
                .check(CLASSES);
    }

    @Test
    void theControlPlaneAndTheDataPlaneNeverSeeEachOther() {
        noClasses()
                .that()
                .resideInAPackage("ai.altairalabs.omnia.operator..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.altairalabs.omnia.server..", "ai.altairalabs.omnia.agent..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAnyPackage("ai.altairalabs.omnia.server..", "ai.altairalabs.omnia.agent..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ai.altairalabs.omnia.operator..")
                .check(CLASSES);
    }

    @Test
    void whatServersAndCommandsShareKnowsNeither() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "..cli.json..", "..cli.state..", "..cli.issuer..", "..cli.manifest..", "..cli.table..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..cli.up..", "..cli.proxy..", "..cli.admin..", "..cli.tutorial..")
                .check(CLASSES);
    }

    @Test
    void theTutorialSeesTheProductFromOutside() {
        noClasses()
                .that()
                .resideInAPackage("..cli.tutorial..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "ai.altairalabs.omnia.core..",
                        "ai.altairalabs.omnia.server..",
                        "ai.altairalabs.omnia.agent..",
                        "ai.altairalabs.omnia.examples..",
                        "..cli.up..",
                        "..cli.proxy..")
                .check(CLASSES);
    }

    @Test
    void packagesBelowTheCommandsHaveNoCycles() {
        slices().matching("ai.altairalabs.omnia.cli.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }
}
