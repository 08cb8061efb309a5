package io.gongmail.store;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What this module and its rooms may import. */
@AnalyzeClasses(packages = "io.gongmail.store", importOptions = ImportOption.DoNotIncludeTests.class)
class RoomsTest {
    @ArchTest
    static final ArchRule registryDoesNotKnowMail = noClasses()
            .that()
            .resideInAPackage("io.gongmail.store.registry..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.gongmail.store.mail..");

    @ArchTest
    static final ArchRule mailDoesNotKnowRegistry = noClasses()
            .that()
            .resideInAPackage("io.gongmail.store.mail..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.gongmail.store.registry..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule dbKnowsNoOtherRoom = noClasses()
            .that()
            .resideInAPackage("io.gongmail.store.db..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.gongmail.store.registry..", "io.gongmail.store.mail..");

    @ArchTest
    static final ArchRule ofPkiOneValueIsKnown = noClasses()
            .should()
            .dependOnClassesThat(new DescribedPredicate<JavaClass>("io.gongmail.pki but CertificateKey") {
                @Override
                public boolean test(JavaClass type) {
                    return type.getPackageName().startsWith("io.gongmail.pki")
                            && !type.getFullName().equals("io.gongmail.pki.CertificateKey");
                }
            });

    @ArchTest
    static final ArchRule nothingOfServersIsKnown = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.gongmail.server..",
                    "io.netty..",
                    "org.apache.james.protocols..",
                    "org.apache.james.imap..",
                    "org.apache.james.smtpserver..",
                    "io.javalin..",
                    "org.eclipse.jetty..");

    @ArchTest
    static final ArchRule onlyMailKnowsJames = classes()
            .that()
            .resideOutsideOfPackage("io.gongmail.store.mail..")
            .should()
            .onlyDependOnClassesThat()
            .resideOutsideOfPackages("org.apache.james..", "reactor..", "javax.mail..", "com.google.common..");

    @ArchTest
    static final ArchRule noRoomLeadsBackToItself =
            slices().matching("io.gongmail.store.(**)").should().beFreeOfCycles();
}
