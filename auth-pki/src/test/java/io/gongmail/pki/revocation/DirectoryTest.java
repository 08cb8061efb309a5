package io.gongmail.pki.revocation;

import static io.gongmail.pki.TestAuthority.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import io.gongmail.pki.Adversary;
import io.gongmail.pki.SetClock;
import io.gongmail.pki.TestAuthority;
import io.gongmail.pki.TestPoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.asn1.x509.CRLReason;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists from OpenLDAP's slapd, in the shape of the administrative PKI's directories. */
@Tag("clients")
class DirectoryTest {
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final String SUFFIX = "o=Government of Korea,c=KR";
    private static final String MANAGER = "cn=manager," + SUFFIX;
    private static final String POINT = "cn=crl1p1dp%d,cn=CA131100001,ou=GPKI," + SUFFIX;

    private static final Duration LIMIT = Duration.ofMinutes(1);

    @TempDir
    static Path folder;

    @TempDir
    Path cache;

    private static TestAuthority authority;
    private static Process slapd;
    private static int port;

    private final SetClock clock = new SetClock(NOW);
    private FetchedLists lists;

    @BeforeAll
    static void startSlapd() throws Exception {
        Path program = Program.named("slapd");
        Path loader = Program.named("slapadd");
        authority = TestAuthority.root("CN=CA131100001,OU=GPKI,O=Government of Korea,C=KR");
        Files.createDirectories(folder.resolve("db"));
        Files.writeString(folder.resolve("slapd.conf"), """
                include /etc/ldap/schema/core.schema
                modulepath /usr/lib/ldap
                moduleload back_mdb
                pidfile %1$s/slapd.pid
                database mdb
                maxsize 10485760
                suffix "%2$s"
                rootdn "%3$s"
                rootpw secret
                directory %1$s/db
                access to * by * read
                """.formatted(folder, SUFFIX, MANAGER));
        StringBuilder entries = new StringBuilder("""
                dn: %1$s
                objectClass: organization
                o: Government of Korea

                dn: ou=GPKI,%1$s
                objectClass: organizationalUnit
                ou: GPKI

                dn: cn=CA131100001,ou=GPKI,%1$s
                objectClass: organizationalRole
                cn: CA131100001

                """.formatted(SUFFIX));
        for (int point = 1; point <= 2; point++) {
            X509CRL list = list(point == 1 ? 1 : 9).made();
            entries.append("dn: ").append(POINT.formatted(point));
            entries.append("\nobjectClass: cRLDistributionPoint\ncn: crl1p1dp").append(point);
            entries.append("\ncertificateRevocationList;binary:: ");
            entries.append(Base64.getEncoder().encodeToString(list.getEncoded()))
                    .append("\n\n");
        }
        Files.writeString(folder.resolve("entries.ldif"), entries);
        Program.run(folder, List.of(loader.toString(), "-f", "slapd.conf", "-l", "entries.ldif"));
        // As late as can be: a port that was free a moment ago may be somebody else's.
        port = Program.freePort();
        slapd = Program.background(
                folder,
                List.of(program.toString(), "-f", "slapd.conf", "-h", "ldap://127.0.0.1:" + port + "/", "-d", "0"));
        await().atMost(LIMIT).until(DirectoryTest::answers);
    }

    @AfterAll
    static void stopSlapd() throws InterruptedException {
        if (slapd != null) {
            slapd.destroy();
            slapd.waitFor(1, TimeUnit.MINUTES);
        }
    }

    @BeforeEach
    void open() throws Exception {
        publish(list(1).made());
        lists = new FetchedLists(
                new FetchSettings(cache, LIMIT, 1 << 20, Duration.ofHours(1), 2), clock, new Random(1));
    }

    @AfterEach
    void close() {
        lists.close();
    }

    @Test
    void aPartitionIsReadFromAnAddressWithRawSpaces() {
        X509Certificate hong = person(address(1) + "?certificateRevocationList;binary");
        assertThat(demanded(hong)).extracting(CrlFiles::number).containsExactly(java.math.BigInteger.ONE);
    }

    @Test
    void theAttributeIsFoundWithAndWithoutItsOptionAndUnnamed() {
        for (String asked : List.of(
                "?certificateRevocationList;binary?base?objectClass=cRLDistributionPoint",
                "?certificateRevocationList",
                "?certificateRevocationList?base",
                "")) {
            assertThat(demanded(person(address(1) + asked))).as(asked).hasSize(1);
        }
    }

    @Test
    void anEntryOrAttributeThatIsNotThereIsAFailure() {
        assertThat(demanded(person(address(7) + "?certificateRevocationList;binary")))
                .isEmpty();
        assertThat(demanded(person(address(1) + "?deltaRevocationList;binary"))).isEmpty();
        assertThat(lists.states()).filteredOn(ListState::isFailing).hasSize(2);
    }

    @Test
    @Adversary("CRL of another partition")
    void aPartitionServedInAnothersPlaceIsNotTaken() throws Exception {
        String first = address(1) + "?certificateRevocationList;binary";
        X509CRL other = authority
                .list()
                .number(3)
                .ofPoint(TestPoints.issuing(address(2) + "?certificateRevocationList;binary"))
                .made();
        publish(other);
        assertThat(demanded(person(first))).isEmpty();
        publish(authority.list().number(3).ofPoint(TestPoints.issuing(first)).made());
        clock.advance(Duration.ofSeconds(5));
        X509Certificate hong = person(first);
        demanded(hong); // retried behind
        await().atMost(LIMIT)
                .until(() -> !lists.about(hong, authority.certificate()).isEmpty());
    }

    @Test
    void aNewListInTheDirectoryIsSwappedInAndAnOlderOneIsNot() throws Exception {
        X509Certificate hong = person(address(1) + "?certificateRevocationList;binary");
        demanded(hong);
        publish(list(2).revoking(hong, CRLReason.keyCompromise, START).made());
        lookAfterAnHour();
        assertThat(numbers(hong)).containsExactly(2);
        publish(list(1).made());
        lookAfterAnHour();
        assertThat(numbers(hong)).containsExactly(2);
        assertThat(lists.states()).filteredOn(ListState::isFailing).hasSize(1);
    }

    private void lookAfterAnHour() {
        clock.advance(Duration.ofHours(1));
        lists.look();
        await().atMost(LIMIT).until(lists::isQuiet);
    }

    private List<Integer> numbers(X509Certificate certificate) {
        return lists.about(certificate, authority.certificate()).stream()
                .map(list -> CrlFiles.number(list).intValue())
                .toList();
    }

    private List<X509CRL> demanded(X509Certificate certificate) {
        lists.demand(certificate, authority.certificate(), Patience.of(Duration.ofMinutes(2)));
        return lists.about(certificate, authority.certificate());
    }

    private static X509Certificate person(String point) {
        return authority.issue(authority.person().listedAt(point));
    }

    /** With raw spaces, as real certificates have it. */
    private static String address(int point) {
        return "ldap://127.0.0.1:" + port + "/" + POINT.formatted(point);
    }

    private static TestAuthority.ListOfRevoked list(long number) {
        return authority.list().number(number);
    }

    private static void publish(X509CRL list) throws Exception {
        try (LDAPConnection manager = new LDAPConnection("127.0.0.1", port, MANAGER, "secret")) {
            manager.modify(
                    POINT.formatted(1),
                    new Modification(ModificationType.REPLACE, "certificateRevocationList;binary", list.getEncoded()));
        }
    }

    private static boolean answers() throws IOException {
        assertThat(slapd.isAlive())
                .as("slapd: %s", Files.readString(folder.resolve("program.log")))
                .isTrue();
        try (LDAPConnection connection = new LDAPConnection("127.0.0.1", port)) {
            return connection.getEntry(SUFFIX) != null;
        } catch (LDAPException e) {
            return false;
        }
    }
}
