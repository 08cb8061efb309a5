package io.gongmail.connector;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import javax.net.ssl.TrustManager;

/** What this module may know, and which of its rooms know each other. */
@AnalyzeClasses(packages = "io.gongmail.connector", importOptions = ImportOption.DoNotIncludeTests.class)
class RoomsTest {
    @ArchTest
    static final ArchRule importsOfTheHouseOnlyWhatOpensKeysAndReadsCertificates = classes()
            .should()
            .onlyDependOnClassesThat(resideInAPackage("io.gongmail.connector..")
                    .or(resideInAPackage("io.gongmail.pki.keyfile"))
                    .or(resideInAPackage("io.gongmail.pki"))
                    .or(resideInAPackage("java.."))
                    .or(resideInAPackage("javax.net.."))
                    .or(resideInAPackage("javax.security.."))
                    .or(resideInAPackage("picocli.."))
                    .or(resideInAPackage("org.slf4j.."))
                    .or(resideInAPackage("org.jspecify..")));

    @ArchTest
    static final ArchRule ofTheFaceOfAuthPkiItTakesTheReadingOfFilesAlone = noClasses()
            .should()
            .dependOnClassesThat(resideInAPackage("io.gongmail.pki")
                    .and(com.tngtech.archunit.base.DescribedPredicate.describe(
                            "judge", type -> !type.getSimpleName().equals("PemFiles"))));

    @ArchTest
    static final ArchRule aRoomKnowsOnlyRoomsOfLowerRank = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("words")
            .definedBy("io.gongmail.connector.words")
            .layer("settings")
            .definedBy("io.gongmail.connector.settings")
            .layer("tls")
            .definedBy("io.gongmail.connector.tls")
            .layer("dialogue")
            .definedBy("io.gongmail.connector.dialogue")
            .layer("hall")
            .definedBy("io.gongmail.connector")
            .whereLayer("hall")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("tls")
            .mayOnlyBeAccessedByLayers("hall")
            .whereLayer("dialogue")
            .mayOnlyBeAccessedByLayers("hall")
            .whereLayer("settings")
            .mayOnlyBeAccessedByLayers("tls", "hall")
            .whereLayer("words")
            .mayOnlyBeAccessedByLayers("dialogue", "hall");

    @ArchTest
    static final ArchRule whoTheServerIsIsDecidedInOneClass = classes()
            .that()
            .areAssignableTo(TrustManager.class)
            .should()
            .haveFullyQualifiedName("io.gongmail.connector.tls.ServerTrust");
}
