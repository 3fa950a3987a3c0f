package ai.altairalabs.omnia.core;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import org.junit.jupiter.api.Test;

/** Data flows one way: from a class's package you can tell what it may touch. */
class DependencyTest {
    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("ai.altairalabs.omnia.core");

    @Test
    void packagesDependInOneDirection() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("problem")
                .definedBy("..core.problem..")
                .layer("call")
                .definedBy("..core.call..")
                .layer("policy")
                .definedBy("..core.policy..")
                .layer("manifest")
                .definedBy("..core.manifest..")
                .layer("cel")
                .definedBy("..core.cel..")
                .layer("lint")
                .definedBy("..core.lint..")
                .layer("decision")
                .definedBy("..core.decision..")
                .whereLayer("problem")
                .mayNotAccessAnyLayer()
                .whereLayer("call")
                .mayNotAccessAnyLayer()
                .whereLayer("policy")
                .mayOnlyAccessLayers("problem")
                .whereLayer("manifest")
                .mayOnlyAccessLayers("problem", "policy", "call")
                .whereLayer("cel")
                .mayOnlyAccessLayers("problem", "policy", "call")
                .whereLayer("lint")
                .mayOnlyAccessLayers("problem", "policy", "call", "cel")
                .whereLayer("decision")
                .mayOnlyAccessLayers("problem", "policy", "call", "manifest", "cel", "lint")
                .check(CORE);
    }

    @Test
    void coreDoesNoInputOutputReadsNoClockStartsNoThreadAndLogsNothing() {
        ArchRuleDefinition.noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.net.http..",
                        "java.nio.file..",
                        "java.util.concurrent..",
                        "java.util.logging..",
                        "org.slf4j..")
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(
                        Thread.class,
                        java.io.File.class,
                        java.io.FileInputStream.class,
                        java.net.Socket.class,
                        java.time.Clock.class)
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .check(CORE);
    }
}
