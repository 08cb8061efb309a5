package io.gongmail.server;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import javax.net.ssl.X509TrustManager;

/** Which rooms of the server know which, and what one class alone may do. */
@AnalyzeClasses(packages = "io.gongmail.server", importOptions = ImportOption.DoNotIncludeTests.class)
class RoomsTest {
    private static final String HALL = "io.gongmail.server";
    private static final String TRUSTS_NOBODY_YET = "io.gongmail.server.tls.AcceptToJudge";
    private static final String ENCRYPTS_TO_WHOEVER_IT_IS = "io.gongmail.server.outbound.TakeAnyCertificate";
    private static final String JUDGES_IN_THE_HANDSHAKE = "io.gongmail.server.tls.JudgeInHandshake";

    /** From what knows nobody to what knows all. */
    private static final List<List<String>> RANKS = List.of(
            List.of("config", "words"),
            List.of("tls", "session", "delivery", "outbound", "agency"),
            List.of("signin", "sharing", "enrollment", "inbound", "notice", "clientsetup", "smime", "sieve"),
            List.of("imap", "smtp", "portal", "directory", "managesieve", "admin"));

    @ArchTest
    static final ArchRule everyRoomHasItsRank = classes()
            .that()
            .resideOutsideOfPackage(HALL)
            .should(new ArchCondition<>("be in a room that has a rank") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    events.add(new SimpleConditionEvent(
                            type, rank(type) < RANKS.size(), type.getName() + " is in no room of RoomsTest.RANKS"));
                }
            });

    @ArchTest
    static final ArchRule aRoomKnowsOnlyRoomsOfLowerRank = classes()
            .should(new ArchCondition<>("import only rooms of lower rank") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                        JavaClass other = dependency.getTargetClass();
                        if (other.getPackageName().startsWith(HALL)
                                && !room(other).equals(room(type))) {
                            events.add(new SimpleConditionEvent(
                                    dependency, rank(other) < rank(type), dependency.getDescription()));
                        }
                    }
                }
            });

    @ArchTest
    static final ArchRule noRoomLeadsBackToItself =
            slices().matching("io.gongmail.server.(*)..").should().beFreeOfCycles();

    /** Where a room has rooms of its own, with these too. */
    @ArchTest
    static final ArchRule noPackageLeadsBackToItself =
            slices().matching("io.gongmail.server.(**)").should().beFreeOfCycles();

    /** Values, outcomes and exceptions are made anywhere; what does work is put together in one place. */
    @ArchTest
    static final ArchRule onlyTheHallMakesServicesOfRooms = classes()
            .that()
            .resideOutsideOfPackage(HALL)
            .should(new ArchCondition<>("construct no service of another room") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    for (JavaConstructorCall call : type.getConstructorCallsFromSelf()) {
                        JavaClass made = call.getTargetOwner();
                        boolean elsewhere = made.getPackageName().startsWith(HALL)
                                && !room(made).equals(room(type));
                        boolean isValue = made.isRecord() || made.isEnum() || made.isAssignableTo(Throwable.class);
                        events.add(new SimpleConditionEvent(call, !elsewhere || isValue, call.getDescription()));
                    }
                }
            });

    @ArchTest
    static final ArchRule onlyTheGateAndTheCertificateDoorAskForThePeersCertificates = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.gongmail.server.tls.CertificateGate")
            .and()
            .doNotHaveFullyQualifiedName("io.gongmail.server.portal.Presented")
            .should()
            .accessTargetWhere(target(nameMatching("getPeerCertificates|getPeerCertificateChain|getPeerPrincipal")));

    @ArchTest
    static final ArchRule trustIsDecidedInThreeNamedClasses = classes()
            .that()
            .areAssignableTo(X509TrustManager.class)
            .should()
            .haveFullyQualifiedName(TRUSTS_NOBODY_YET)
            .orShould()
            .haveFullyQualifiedName(JUDGES_IN_THE_HANDSHAKE)
            .orShould()
            .haveFullyQualifiedName(ENCRYPTS_TO_WHOEVER_IT_IS);

    @ArchTest
    static final ArchRule onlyWhatWouldSendInClearEncryptsToWhoeverItIs = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.gongmail.server.outbound.HopTls")
            .and()
            .doNotHaveFullyQualifiedName(ENCRYPTS_TO_WHOEVER_IT_IS)
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName(ENCRYPTS_TO_WHOEVER_IT_IS);

    @ArchTest
    static final ArchRule onlyTheContextsBehindTheGateAcceptToJudge = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.gongmail.server.tls.TlsContexts")
            .and()
            .doNotHaveFullyQualifiedName(TRUSTS_NOBODY_YET)
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName(TRUSTS_NOBODY_YET);

    @ArchTest
    static final ArchRule noDemoIsInProduction = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.gongmail.pki.demo..", "io.gongmail.demo..", "io.gongmail.bench..");

    /** Rights, quota and events live in James' managers; mappers know none of them. */
    @ArchTest
    static final ArchRule nobodyGoesRoundJamesManagers = noClasses()
            .should()
            .dependOnClassesThat(describe(
                    "are mappers, or make them",
                    type -> type.isAssignableTo("org.apache.james.mailbox.store.transaction.Mapper")
                            || type.getName().matches("org\\.apache\\.james\\.mailbox\\.store\\..*Mapper(Factory)?")
                            || type.isAssignableTo("org.apache.james.mailbox.store.MailboxSessionMapperFactory")));

    /** The first part of the package below the hall's; empty in the hall. */
    private static String room(JavaClass type) {
        String below = type.getPackageName().substring(HALL.length());
        return below.isEmpty() ? "" : below.substring(1).split("\\.", 2)[0];
    }

    /** The hall has the highest; so has a room that nobody ranked, so that none may know it. */
    private static int rank(JavaClass type) {
        for (int rank = 0; rank < RANKS.size(); rank++) {
            if (RANKS.get(rank).contains(room(type))) {
                return rank;
            }
        }
        return RANKS.size();
    }
}
