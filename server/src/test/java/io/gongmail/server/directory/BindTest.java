package io.gongmail.server.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.unboundid.ldap.sdk.BindRequest;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.DisconnectType;
import com.unboundid.ldap.sdk.EXTERNALBindRequest;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.PLAINBindRequest;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import com.unboundid.ldap.sdk.extensions.WhoAmIExtendedRequest;
import com.unboundid.ldap.sdk.extensions.WhoAmIExtendedResult;
import io.gongmail.server.config.PersonDetail;
import io.gongmail.server.config.Visibility;
import io.gongmail.server.session.EndReason;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.store.registry.Address;
import java.time.Duration;
import java.util.EnumSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing in to the directory (RFC 4511 §4.2, RFC 4513 §5). */
@Tag("either-provider")
class BindTest {
    private static Book book;

    @BeforeAll
    static void open() {
        book = Book.open();
    }

    @AfterAll
    static void close() {
        book.close();
    }

    private static String whoAmI(LDAPConnection connection) throws LDAPException {
        return ((WhoAmIExtendedResult) connection.processExtendedOperation(new WhoAmIExtendedRequest()))
                .getAuthorizationID();
    }

    private static LDAPException fails(LDAPConnection connection, BindRequest bind) {
        return catchThrowableOfType(LDAPException.class, () -> connection.bind(bind));
    }

    /** RFC 4513 §5.1.3; the names as Outlook and Thunderbird send them. */
    @ParameterizedTest
    @ValueSource(strings = {"%s", "mail=%s", "uid=%s,ou=교육부,o=Government of Korea,c=KR"})
    void addressAndPasswordSignInTheCertificatesOwner(String name) throws LDAPException {
        TestPerson hong = book.server.person("hong");
        try (LDAPConnection ldap = book.showing(hong.certificate())) {
            ldap.bind(String.format(name, hong.address()), hong.password());

            assertThat(whoAmI(ldap)).isEqualTo("u:" + hong.address());
            assertThat(book.server.sessions().of(Address.of(hong.address())))
                    .singleElement()
                    .satisfies(
                            session -> assertThat(session.origin().listener()).isEqualTo("directory"));
        }
        await().until(() ->
                book.server.sessions().of(Address.of(hong.address())).isEmpty());
    }

    @Test
    void aWrongPasswordAndACertificateOfSomebodyElseAreRefusedAlike() throws LDAPException {
        TestPerson hong = book.server.person("hong");
        TestPerson kim = book.server.person("kim");
        try (LDAPConnection own = book.showing(hong.certificate());
                LDAPConnection other = book.showing(kim.certificate())) {
            LDAPException wrong = fails(own, new SimpleBindRequest(hong.address(), "wrong"));
            LDAPException stolen = fails(other, new SimpleBindRequest(hong.address(), hong.password()));

            assertThat(wrong.getResultCode()).isEqualTo(ResultCode.INVALID_CREDENTIALS);
            assertThat(wrong.getDiagnosticMessage()).endsWith("(G-201)").isEqualTo(stolen.getDiagnosticMessage());
            assertThat(stolen.getResultCode()).isEqualTo(ResultCode.INVALID_CREDENTIALS);
        }
    }

    @Test
    void threeFailuresEndTheConnection() throws LDAPException {
        TestPerson hong = book.server.person("hong");
        try (LDAPConnection ldap = book.showing(hong.certificate())) {
            for (int i = 0; i < 3; i++) {
                assertThat(fails(ldap, new SimpleBindRequest(hong.address(), "wrong" + i))
                                .getResultCode())
                        .isEqualTo(ResultCode.INVALID_CREDENTIALS);
            }
            await().until(() -> ldap.getDisconnectType() == DisconnectType.SERVER_CLOSED_WITH_NOTICE);
        }
    }

    /** RFC 4511 §4.2.1: who fails to bind again is nobody. */
    @Test
    void aFailedBindSignsOutWhoWasSignedIn() throws LDAPException {
        TestPerson hong = book.server.person("hong");
        try (LDAPConnection ldap = book.of(hong)) {
            fails(ldap, new SimpleBindRequest(hong.address(), "wrong"));

            assertThat(whoAmI(ldap)).isEmpty();
            assertThat(book.server.sessions().of(Address.of(hong.address()))).isEmpty();
            LDAPException refused = catchThrowableOfType(
                    LDAPException.class, () -> ldap.search(Book.SUFFIX, SearchScope.SUB, "(cn=*)"));
            assertThat(refused.getResultCode()).isEqualTo(ResultCode.INSUFFICIENT_ACCESS_RIGHTS);
        }
    }

    /** RFC 4513 §5.1.1: nobody may be nobody, but finds nobody. §5.1.2: a name without a password proves nothing. */
    @Test
    void whoIsAnonymousFindsNobody() throws LDAPException {
        TestPerson hong = book.server.person("hong");
        try (LDAPConnection ldap = book.showing(hong.certificate())) {
            assertThat(ldap.bind(new SimpleBindRequest()).getResultCode()).isEqualTo(ResultCode.SUCCESS);
            LDAPException refused = catchThrowableOfType(
                    LDAPException.class, () -> ldap.search(Book.SUFFIX, SearchScope.SUB, "(cn=*)"));
            assertThat(refused.getResultCode()).isEqualTo(ResultCode.INSUFFICIENT_ACCESS_RIGHTS);
            assertThat(refused.getDiagnosticMessage()).endsWith("(G-205)");
        }
    }

    @Test
    void aNameWithoutPasswordSignsNobodyIn() throws LDAPException {
        TestPerson hong = book.server.person("hong");
        try (LDAPConnection ldap = book.showing(hong.certificate())) {
            ldap.getConnectionOptions().setBindWithDNRequiresPassword(false);
            assertThat(fails(ldap, new SimpleBindRequest(hong.address(), "")).getResultCode())
                    .isEqualTo(ResultCode.UNWILLING_TO_PERFORM);
            assertThat(whoAmI(ldap)).isEmpty();
        }
    }

    /** RFC 4513 §5.2.3. */
    @ParameterizedTest
    @ValueSource(strings = {"", "u:%s", "dn:mail=%s"})
    void whereTheCertificateSufficesExternalSignsIn(String identity) throws LDAPException {
        TestPerson ministry = book.server.agency("ministry");
        try (LDAPConnection ldap = book.showing(ministry.certificate())) {
            assertThat(ldap.getRootDSE().getSupportedSASLMechanismNames()).containsExactly("EXTERNAL");
            ldap.bind(new EXTERNALBindRequest(String.format(identity, ministry.address())));
            assertThat(whoAmI(ldap)).isEqualTo("u:" + ministry.address());
        }
    }

    @Test
    void externalAsSomebodyElseIsRefused() throws LDAPException {
        TestPerson ministry = book.server.agency("ministry");
        TestPerson hong = book.server.person("hong");
        try (LDAPConnection ldap = book.showing(ministry.certificate())) {
            assertThat(fails(ldap, new EXTERNALBindRequest("u:" + hong.address()))
                            .getDiagnosticMessage())
                    .endsWith("(G-201)");
        }
    }

    @Test
    void whereTheCertificateDoesNotSufficeExternalIsNotOffered() throws LDAPException {
        TestPerson hong = book.server.person("hong");
        try (LDAPConnection ldap = book.showing(hong.certificate())) {
            assertThat(ldap.getRootDSE().getSupportedSASLMechanismNames()).isNullOrEmpty();
            assertThat(fails(ldap, new EXTERNALBindRequest()).getResultCode())
                    .isEqualTo(ResultCode.AUTH_METHOD_NOT_SUPPORTED);
            assertThat(fails(ldap, new PLAINBindRequest("u:" + hong.address(), hong.password()))
                            .getResultCode())
                    .isEqualTo(ResultCode.AUTH_METHOD_NOT_SUPPORTED);
        }
    }

    /** RFC 4511 §4.1.11. */
    @Test
    void aCriticalControlThatIsNotKnownIsRefusedAndSignsNobodyIn() throws LDAPException {
        TestPerson hong = book.server.person("hong");
        try (LDAPConnection ldap = book.showing(hong.certificate())) {
            SimpleBindRequest bind =
                    new SimpleBindRequest(hong.address(), hong.password(), new Control("1.2.3.4", true));
            assertThat(fails(ldap, bind).getResultCode()).isEqualTo(ResultCode.UNAVAILABLE_CRITICAL_EXTENSION);
            assertThat(whoAmI(ldap)).isEmpty();
        }
    }

    /** RFC 4511 §4.4.1: the notice of disconnection tells why. */
    @Test
    void whoIsSuspendedIsToldAndDisconnectedAtOnce() throws LDAPException {
        TestPerson hong = book.server.person("hong");
        try (LDAPConnection ldap = book.of(hong)) {
            book.server.sessions().endAccount(Address.of(hong.address()), EndReason.ACCOUNT_CLOSED);

            await().atMost(Duration.ofSeconds(5))
                    .until(() -> ldap.getDisconnectType() == DisconnectType.SERVER_CLOSED_WITH_NOTICE);
            assertThat(ldap.getDisconnectMessage()).contains("(G-214)");
        }
    }

    @Test
    void whoDoesNotSignInInTimeIsAskedToLeave() throws LDAPException {
        TestPerson hong = book.server.person("hong");
        try (Book hasty = Book.open(
                        Book.config(Visibility.ALL, EnumSet.allOf(PersonDetail.class), 500, Duration.ofSeconds(1)));
                LDAPConnection ldap = hasty.showing(hong.certificate());
                LDAPConnection signedIn = hasty.of(hong)) {
            await().until(() -> ldap.getDisconnectType() == DisconnectType.SERVER_CLOSED_WITH_NOTICE);
            assertThat(ldap.getDisconnectMessage()).contains("(G-206)");
            assertThat(whoAmI(signedIn)).isEqualTo("u:" + hong.address());
        }
    }

    @Test
    void whoIsThereWhenTheServerStopsIsToldSo() throws LDAPException {
        TestPerson hong = book.server.person("hong");
        Book stopping = Book.open();
        try (LDAPConnection ldap = stopping.of(hong)) {
            stopping.close();
            await().until(() -> ldap.getDisconnectType() == DisconnectType.SERVER_CLOSED_WITH_NOTICE);
            assertThat(ldap.getDisconnectMessage()).contains("(G-217)");
        }
    }
}
