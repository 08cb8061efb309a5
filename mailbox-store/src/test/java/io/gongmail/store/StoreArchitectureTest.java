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
class StoreArchitectureTest {
    @ArchTest
    static final ArchRule REGISTRY_DOES_NOT_KNOW_MAIL = noClasses()
            .that()
            .resideInAPackage("io.gongmail.store.registry..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.gongmail.store.mail..");

    @ArchTest
    static final ArchRule MAIL_DOES_NOT_KNOW_REGISTRY = noClasses()
            .that()
            .resideInAPackage("io.gongmail.store.mail..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.gongmail.store.registry..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule DB_KNOWS_NO_OTHER_ROOM = noClasses()
            .that()
            .resideInAPackage("io.gongmail.store.db..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.gongmail.store.registry..", "io.gongmail.store.mail..");

    @ArchTest
    static final ArchRule OF_PKI_ONE_VALUE_IS_KNOWN = noClasses()
            .should()
            .dependOnClassesThat(new DescribedPredicate<JavaClass>("io.gongmail.pki but CertificateKey") {
                @Override
                public boolean test(JavaClass type) {
                    return type.getPackageName().startsWith("io.gongmail.pki")
                            && !type.getFullName().equals("io.gongmail.pki.CertificateKey");
                }
            });

    @ArchTest
    static final ArchRule NOTHING_OF_SERVERS_IS_KNOWN = noClasses()
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
    static final ArchRule ONLY_MAIL_KNOWS_JAMES = classes()
            .that()
            .resideOutsideOfPackage("io.gongmail.store.mail..")
            .should()
            .onlyDependOnClassesThat()
            .resideOutsideOfPackages("org.apache.james..", "reactor..", "javax.mail..", "com.google.common..");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("io.gongmail.store.(**)").should().beFreeOfCycles();
}
