package io.gongmail.pki;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What this module may know, and which of its rooms know each other. */
@AnalyzeClasses(packages = "io.gongmail.pki", importOptions = ImportOption.DoNotIncludeTests.class)
class RoomsTest {
    @ArchTest
    static final ArchRule importsOnlyTheJdkBouncyCastleAndWhatAllModulesHave = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.gongmail.pki..",
                    "java..",
                    "javax.crypto..",
                    "javax.security..",
                    "org.bouncycastle..",
                    "com.github.benmanes.caffeine..",
                    "com.unboundid.ldap.sdk..",
                    "org.slf4j..",
                    "org.jspecify..",
                    "io.micrometer..");

    @ArchTest
    static final ArchRule noRoomLeadsBackToItself =
            slices().matching("io.gongmail.pki.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theFaceKnowsNoRoom = noClasses()
            .that()
            .resideInAPackage("io.gongmail.pki")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.gongmail.pki.*..");
}
