package io.gongmail.pki.revocation;

import static io.gongmail.pki.TestAuthority.END;
import static io.gongmail.pki.TestAuthority.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gongmail.pki.SetClock;
import io.gongmail.pki.TestAuthority;
import io.gongmail.pki.TestAuthority.ListOfRevoked;
import io.gongmail.pki.TestPoints;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.Provider;
import java.security.cert.CRLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;

/** What a point takes for its list, and when it is looked at again; what fetches is elsewhere. */
class PointTest {
    private static final Instant NOW = START.plus(Duration.ofDays(1));
    private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();
    private static final TestAuthority ROOT = TestAuthority.root("CN=CA131100001,C=KR");
    private static final URI FIRST = URI.create("http://a.example/1");
    private static final URI SECOND = URI.create("ldap://a.example/cn=1");
    /** Without chance: the shortest of what it might be. */
    private static final Pace PACE = new Pace(Duration.ofHours(1), () -> 0);

    private final SetClock clock = new SetClock(NOW);
    private final Point point = new Point(ROOT.certificate(), List.of(FIRST, SECOND), BOUNCY_CASTLE, NOW);

    @Test
    void itTakesItsIssuersListAndTellsWhetherItIsAnother() throws Exception {
        assertThat(point.list()).isEmpty();
        assertThat(point.isFresh(NOW)).isFalse();
        byte[] list = made(ROOT.list().number(3).until(NOW.plusSeconds(60)));
        assertThat(point.take(list, clock)).isTrue();
        assertThat(point.take(list, clock)).isFalse();
        assertThat(point.list().orElseThrow().getEncoded()).isEqualTo(list);
        assertThat(point.isFresh(NOW.plusSeconds(59))).isTrue();
        assertThat(point.isFresh(NOW.plusSeconds(60))).isFalse();
    }

    @Test
    void anOlderListNeverTakesANewersPlace() throws Exception {
        point.take(made(ROOT.list().number(3).from(START.plusSeconds(5))), clock);
        assertRefused(ROOT.list().number(2).from(NOW), "CRL number 2 of " + NOW + " is older than number 3 in hand");
        assertRefused(ROOT.list().number(3).from(START.plusSeconds(4)), "CRL number 3");
        assertThat(point.take(made(ROOT.list().number(3).from(START.plusSeconds(6))), clock))
                .isTrue();
        assertThat(point.take(made(ROOT.list().number(4)), clock)).isTrue();
        assertThat(point.state().number()).isEqualTo(BigInteger.valueOf(4));
    }

    @Test
    void whatIsNotItsListIsNotTaken() throws Exception {
        assertRefused(TestAuthority.root("CN=Another,C=KR").list(), "is a list of C=KR,CN=Another");
        assertRefused(ROOT.list().signedBy(TestAuthority.ec()), "is not signed by C=KR,CN=CA131100001");
        assertRefused(
                ROOT.list().with(new ASN1ObjectIdentifier("1.2.3.4"), true, DERNull.INSTANCE),
                "has a critical extension that is not known");
        assertRefused(
                ROOT.list().ofPoint(TestPoints.issuing("http://a.example/2", "http://a.example/3")),
                "is the list of another partition: [http://a.example/2, http://a.example/3]");
        for (byte[] none : List.of(new byte[0], "no list".getBytes(StandardCharsets.UTF_8), new byte[] {0x30, 0})) {
            assertThatThrownBy(() -> point.take(none, clock))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("is ");
        }
        assertThat(point.list()).isEmpty();
        assertThat(point.take(
                        made(ROOT.list().ofPoint(TestPoints.issuing("http://a.example/2", "ldap://a.example/cn=1"))),
                        clock))
                .isTrue();
    }

    @Test
    void aClockMayBeFiveMinutesAhead() throws Exception {
        Instant ahead = NOW.plus(Duration.ofMinutes(5));
        assertRefused(ROOT.list().from(ahead.plusSeconds(1)), "is of the future: thisUpdate " + ahead.plusSeconds(1));
        assertThat(point.take(made(ROOT.list().from(ahead)), clock)).isTrue();
    }

    @Test
    void itsListTellsWhereDeltasAre() throws Exception {
        assertThat(point.deltas()).isEmpty();
        point.take(made(ROOT.list().with(Extension.freshestCRL, false, TestPoints.each("http://a.example/d"))), clock);
        assertThat(point.deltas()).containsExactly(List.of(URI.create("http://a.example/d")));
    }

    @Test
    void oneFetchAtATimeAndWhoComesMeanwhileWaitsForIt() {
        CompletableFuture<Boolean> fetch = point.begin(NOW).orElseThrow();
        assertThat(point.begin(NOW)).isEmpty();
        assertThat(point.isQuiet()).isFalse();
        assertThat(point.awaited()).containsSame(fetch);
        point.end(null, PACE, NOW);
        assertThat(fetch).isCompletedWithValue(true);
        assertThat(point.isQuiet()).isTrue();
        assertThat(point.awaited()).isEmpty();
    }

    @Test
    void failuresAreTriedAgainInLongerStepsAndNotWaitedFor() {
        CompletableFuture<Boolean> first = point.begin(NOW).orElseThrow();
        point.end("answered 503", PACE, NOW);
        assertThat(first).isCompletedWithValue(false);
        assertThat(point.failures()).isEqualTo(1);
        assertThat(point.isDue(NOW.plusMillis(499))).isFalse();
        assertThat(point.isDue(NOW.plusMillis(500))).isTrue();
        Instant again = NOW.plusMillis(500);
        assertThat(point.begin(again)).isPresent();
        assertThat(point.awaited()).isEmpty();
        point.end("answered 404", PACE, again);
        assertThat(point.begin(again.plusMillis(999))).isEmpty();
        assertThat(point.state().failingSince()).isEqualTo(NOW);
        assertThat(point.state().failure()).isEqualTo("answered 404");
        assertThat(point.state().isFailing()).isTrue();
        assertThat(point.state().fetched()).isNull();

        assertThat(point.begin(again.plusMillis(1_000))).isPresent();
        point.end(null, PACE, again.plusMillis(1_000));
        assertThat(point.failures()).isZero();
        assertThat(point.state().isFailing()).isFalse();
        assertThat(point.state().failure()).isEmpty();
        assertThat(point.state().fetched()).isEqualTo(again.plusMillis(1_000));
    }

    @Test
    void itIsLookedAtAgainWellBeforeItsListEnds() throws Exception {
        point.take(made(ROOT.list().until(NOW.plusSeconds(1_000))), clock);
        point.begin(NOW);
        point.end(null, PACE, NOW);
        assertThat(point.isDue(NOW.plusSeconds(599))).isFalse();
        assertThat(point.isDue(NOW.plusSeconds(600))).isTrue(); // 0.8 of three quarters
        point.dueAt(NOW.plusSeconds(5));
        assertThat(point.isDue(NOW.plusSeconds(5))).isTrue();
    }

    @Test
    void itIsIdleWhenNobodyAskedAndNothingIsUnderWay() {
        assertThat(point.isIdle(NOW)).isFalse();
        assertThat(point.isIdle(NOW.plusSeconds(1))).isTrue();
        point.asked(NOW.plusSeconds(1));
        assertThat(point.isIdle(NOW.plusSeconds(1))).isFalse();
        assertThat(point.isIdle(NOW.plusSeconds(2))).isTrue();
        point.begin(NOW);
        assertThat(point.isIdle(NOW.plusSeconds(2))).isFalse();
    }

    @Test
    void itIsKnownByIssuersNameKeyAndAddresses() {
        String key = Point.key(ROOT.certificate(), List.of(FIRST, SECOND));
        assertThat(point.key()).isEqualTo(key).hasSize(64);
        assertThat(point.issuer()).isEqualTo(ROOT.certificate());
        assertThat(point.uris()).containsExactly(FIRST, SECOND);
        assertThat(List.of(
                        Point.key(ROOT.certificate(), List.of(SECOND, FIRST)),
                        Point.key(ROOT.certificate(), List.of(URI.create("http://a.example/1ldap://a.example/cn=1"))),
                        Point.key(ROOT.certificate(), List.of()),
                        Point.key(TestAuthority.root("CN=CA131100001,C=KR").certificate(), List.of(FIRST, SECOND)),
                        Point.key(renamed(), List.of(FIRST, SECOND))))
                .doesNotHaveDuplicates()
                .doesNotContain(key);
    }

    @Test
    void itsStateTellsWhatIsInHand() throws Exception {
        assertThat(point.state())
                .isEqualTo(new ListState(
                        "C=KR,CN=CA131100001",
                        List.of(FIRST.toString(), SECOND.toString()),
                        List.of(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        ""));
        point.take(made(ROOT.list().number(9).ofPoint(TestPoints.issuing(FIRST.toString()))), clock);
        assertThat(point.state())
                .isEqualTo(new ListState(
                        "C=KR,CN=CA131100001",
                        List.of(FIRST.toString(), SECOND.toString()),
                        List.of(FIRST.toString()),
                        BigInteger.valueOf(9),
                        START,
                        END,
                        null,
                        null,
                        ""));
    }

    private void assertRefused(ListOfRevoked list, String why) {
        assertThatThrownBy(() -> point.take(made(list), clock))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(why);
    }

    /** The same key under another name. */
    private static java.security.cert.X509Certificate renamed() {
        return TestAuthority.root("CN=CA131100002,C=KR", made -> made.key(ROOT.keyPair()))
                .certificate();
    }

    private static byte[] made(ListOfRevoked list) throws CRLException {
        return list.made().getEncoded();
    }
}
