package io.gongmail.pki.revocation;

import static io.gongmail.pki.TestAuthority.START;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gongmail.pki.Adversary;
import io.gongmail.pki.SetClock;
import io.gongmail.pki.TestAuthority;
import io.gongmail.pki.TestPoints;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetchedListsTest {
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    /** Of a fetch that is to succeed, also on a machine with much else to do. */
    private static final Duration LIMIT = Duration.ofMinutes(1);
    /** Of one that is to fail. */
    private static final Duration SHORT = Duration.ofMillis(400);

    private static final int LARGEST = 100_000;

    private static TestAuthority root;

    @TempDir
    Path folder;

    private final SetClock clock = new SetClock(NOW);
    private final List<FetchedLists> opened = new ArrayList<>();
    private WebServer web;

    @BeforeAll
    static void makeAuthority() {
        root = TestAuthority.root("CN=CA131100001,OU=GPKI,O=Government of Korea,C=KR");
    }

    @BeforeEach
    void start() throws IOException {
        web = new WebServer();
    }

    @AfterEach
    void stop() {
        opened.forEach(FetchedLists::close);
        web.close();
    }

    @Test
    void aListComesFromThePointThatACertificateNames() throws Exception {
        X509CRL list = list(1).made();
        web.serve("/a.crl", list.getEncoded());
        FetchedLists lists = opened();
        X509Certificate hong = person(web.at("/a.crl"));
        assertThat(about(lists, hong)).isEmpty();
        demand(lists, hong);
        assertThat(about(lists, hong)).containsExactly(list);
        assertThat(lists.of(root.certificate().getSubjectX500Principal())).containsExactly(list);
        assertThat(lists.changes()).isEqualTo(1);
        assertThat(lists.states()).filteredOn(ListState::isFailing).isEmpty();
    }

    @Test
    void aListInPemIsTakenToo() throws Exception {
        String pem = "-----BEGIN X509 CRL-----\n"
                + Base64.getMimeEncoder().encodeToString(list(1).made().getEncoded())
                + "\n-----END X509 CRL-----\n";
        web.serve("/a.crl", pem.getBytes(US_ASCII));
        assertThat(fetched(web.at("/a.crl"))).hasSize(1);
    }

    @Test
    void theFirstAddressOfAPointThatHasAListIsEnough() throws Exception {
        web.serve("/forged.crl", list(9).signedBy(TestAuthority.ec()).made().getEncoded());
        web.serve("/a.crl", list(1).made().getEncoded());
        X509Certificate hong = root.issue(root.person()
                .with(
                        Extension.cRLDistributionPoints,
                        false,
                        TestPoints.alternatives("ldap://127.0.0.1:1/cn=x", web.at("/forged.crl"), web.at("/a.crl"))));
        FetchedLists lists = opened();
        demand(lists, hong);
        assertThat(about(lists, hong)).extracting(CrlFiles::number).containsExactly(BigInteger.ONE);
    }

    @Test
    void partitionsOfOneIssuerAreKeptApart() throws Exception {
        X509CRL one = list(1).ofPoint(TestPoints.issuing(web.at("/1.crl"))).made();
        X509CRL two = list(9).ofPoint(TestPoints.issuing(web.at("/2.crl"))).made();
        web.serve("/1.crl", one.getEncoded());
        web.serve("/2.crl", two.getEncoded());
        FetchedLists lists = opened();
        X509Certificate hong = person(web.at("/1.crl"));
        X509Certificate kim = person(web.at("/2.crl"));
        demand(lists, hong);
        demand(lists, kim);
        assertThat(about(lists, hong)).containsExactly(one);
        assertThat(about(lists, kim)).containsExactly(two);
        assertThat(lists.all()).containsExactlyInAnyOrder(one, two);
    }

    @Test
    void manyWhoWantOnePointShareOneFetch() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        byte[] list = list(1).made().getEncoded();
        web.answer("/a.crl", question -> {
            awaitGate(gate);
            return list;
        });
        FetchedLists lists = opened(LIMIT);
        X509Certificate hong = person(web.at("/a.crl"));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> waiting = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                waiting.add(threads.submit(() -> demand(lists, hong)));
            }
            await().atMost(LIMIT).until(() -> web.asked() == 1);
            gate.countDown();
            for (Future<?> one : waiting) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(about(lists, hong)).hasSize(1);
        assertThat(web.asked()).isEqualTo(1);
    }

    @Test
    void nobodyWaitsForASlowServerLongerThanTheirPatience() throws Exception {
        try (RudeServer silent = RudeServer.silent()) {
            FetchedLists lists = opened(Duration.ofSeconds(60));
            X509Certificate hong = person(silent.at("http", "/a.crl"));
            assertThat(took(() -> lists.demand(hong, root.certificate(), Patience.of(Duration.ofMillis(300)))))
                    .isBetween(Duration.ofMillis(300), Duration.ofSeconds(20));
            assertThat(took(() -> lists.demand(hong, root.certificate(), Patience.NONE)))
                    .isLessThan(Duration.ofSeconds(20));
            // The fetch that goes on behind may not have come as far as the server.
            await().atMost(LIMIT).until(() -> silent.connections() > 0);
            assertThat(silent.connections()).isEqualTo(1);
        }
    }

    @Test
    void aPointThatFailedCostsNobodyElseAWait() throws Exception {
        byte[] unavailable =
                "HTTP/1.1 503 Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".getBytes(US_ASCII);
        AtomicInteger treated = new AtomicInteger();
        // Fails at once, and when it is asked again says nothing.
        try (RudeServer failing = new RudeServer((out, closed) -> {
            if (treated.incrementAndGet() == 1) {
                out.write(unavailable);
                out.flush();
            }
            closed.await();
        })) {
            FetchedLists lists = opened(LIMIT);
            X509Certificate hong = person(failing.at("http", "/a.crl"));
            demand(lists, hong);
            assertThat(lists.states()).filteredOn(ListState::isFailing).hasSize(1);
            assertThat(took(() -> demand(lists, hong))).isLessThan(Duration.ofSeconds(20));
            assertThat(failing.connections()).isEqualTo(1);
            clock.advance(Duration.ofSeconds(5));
            assertThat(took(() -> demand(lists, hong))).isLessThan(Duration.ofSeconds(20));
            await().atMost(LIMIT).until(() -> failing.connections() == 2); // retried behind
        }
    }

    @Test
    void retriesStepBackAndEndWithSuccess() throws Exception {
        FetchedLists lists = opened();
        X509Certificate hong = person(web.at("/a.crl"));
        demand(lists, hong);
        for (int second = 0; second < 500; second++) {
            lookAfter(lists, Duration.ofSeconds(1));
        }
        // 1 + 2 + 4 + … + 256 s make 511, and each step is between half and the whole of it.
        assertThat(web.asked()).isBetween(9, 11);
        web.serve("/a.crl", list(1).made().getEncoded());
        lookAfter(lists, Duration.ofMinutes(5));
        assertThat(lists.states()).filteredOn(ListState::isFailing).isEmpty();
        assertThat(about(lists, hong)).hasSize(1);
    }

    @Test
    void everyKindOfRudenessEndsInTime() throws Exception {
        for (RudeServer rude : List.of(
                RudeServer.silent(), RudeServer.dripping(), RudeServer.endless(), RudeServer.endlessDirectory())) {
            try (rude) {
                for (String scheme : List.of("http", "ldap")) {
                    FetchedLists lists = opened(SHORT);
                    X509Certificate hong = person(rude.at(scheme, "/cn=a?certificateRevocationList"));
                    assertThat(took(() -> demand(lists, hong))).isLessThan(Duration.ofSeconds(30));
                    assertThat(lists.states()).filteredOn(ListState::isFailing).hasSize(1);
                    assertThat(about(lists, hong)).isEmpty();
                }
            }
        }
    }

    @Test
    void aServerThatIsNotThereIsAFailure() throws Exception {
        String gone;
        try (RudeServer closed = RudeServer.silent()) {
            gone = closed.at("", "");
        }
        assertThat(fetched("http" + gone + "/a.crl")).isEmpty();
        assertThat(fetched("ldap" + gone + "/cn=a")).isEmpty();
    }

    @Test
    void aListLargerThanTheBoundIsNotTaken() throws Exception {
        web.serve("/a.crl", new byte[LARGEST + 1]);
        assertThat(fetched(web.at("/a.crl"))).isEmpty();
    }

    @Test
    @Adversary("CRL of another partition")
    void liesAreNotTaken() throws Exception {
        TestAuthority other = TestAuthority.root("CN=Other,C=KR");
        for (byte[] lie : List.of(
                "no list at all".getBytes(US_ASCII),
                new byte[0],
                other.list().made().getEncoded(),
                list(2).signedBy(TestAuthority.ec()).made().getEncoded(),
                list(2).from(NOW.plusSeconds(600)).made().getEncoded(),
                list(2).ofPoint(TestPoints.issuing("http://elsewhere.example/b.crl"))
                        .made()
                        .getEncoded(),
                list(2).with(new ASN1ObjectIdentifier("1.2.3.4"), true, DERNull.INSTANCE)
                        .made()
                        .getEncoded())) {
            web.serve("/a.crl", lie);
            assertThat(fetched(web.at("/a.crl"))).isEmpty();
        }
        web.serve(
                "/a.crl",
                list(2).ofPoint(TestPoints.issuing(web.at("/a.crl"))).made().getEncoded());
        assertThat(fetched(web.at("/a.crl"))).hasSize(1);
    }

    @Test
    void redirectsAreNotFollowed() throws Exception {
        web.serve("/a.crl", list(1).made().getEncoded());
        String target = web.at("/a.crl");
        try (RudeServer moved = new RudeServer((out, closed) -> {
            out.write(
                    ("HTTP/1.1 302 Found\r\nLocation: " + target + "\r\nContent-Length: 0\r\n\r\n").getBytes(US_ASCII));
            out.flush();
            closed.await();
        })) {
            assertThat(fetched(moved.at("http", "/a.crl"))).isEmpty();
        }
        assertThat(web.asked()).isZero();
    }

    @Test
    @Adversary("older CRL replayed")
    void anOlderListReplayedIsNotTakenNotEvenAfterARestart() throws Exception {
        X509CRL newer = list(2).made();
        web.serve("/a.crl", newer.getEncoded());
        FetchedLists lists = opened();
        X509Certificate hong = person(web.at("/a.crl"));
        demand(lists, hong);
        web.serve("/a.crl", list(1).made().getEncoded());
        lookAfter(lists, Duration.ofHours(2));
        assertThat(lists.states()).filteredOn(ListState::isFailing).hasSize(1);
        assertThat(about(lists, hong)).containsExactly(newer);
        lists.close();

        FetchedLists restarted = opened();
        lookAfter(restarted, Duration.ofHours(2));
        assertThat(restarted.states()).filteredOn(ListState::isFailing).hasSize(1);
        assertThat(about(restarted, hong)).containsExactly(newer);
    }

    @Test
    void aNewListIsSwappedInBeforeTheOldOneEnds() throws Exception {
        web.serve(
                "/a.crl", list(1).until(NOW.plus(Duration.ofMinutes(40))).made().getEncoded());
        FetchedLists lists = opened();
        X509Certificate hong = person(web.at("/a.crl"));
        demand(lists, hong);
        X509CRL next = list(2).from(NOW.plusSeconds(60)).made();
        web.serve("/a.crl", next.getEncoded());
        lookAfter(lists, Duration.ofMinutes(20));
        assertThat(web.asked()).isEqualTo(1); // not due yet
        lookAfter(lists, Duration.ofMinutes(10));
        assertThat(about(lists, hong)).containsExactly(next);
        assertThat(lists.changes()).isEqualTo(2);
    }

    @Test
    void anUnchangedListIsNoChangeAndLookedAtAgain() throws Exception {
        web.serve("/a.crl", list(1).made().getEncoded());
        FetchedLists lists = opened();
        demand(lists, person(web.at("/a.crl")));
        lookAfter(lists, Duration.ofHours(1));
        lookAfter(lists, Duration.ofHours(1));
        assertThat(web.asked()).isEqualTo(3);
        assertThat(lists.changes()).isEqualTo(1);
    }

    @Test
    void aStaleListIsTakenForWhatItRevokesButIsAFailure() throws Exception {
        X509Certificate hong = person(web.at("/a.crl"));
        web.serve(
                "/a.crl",
                list(1).until(NOW.minusSeconds(1))
                        .revoking(hong, CRLReason.keyCompromise, START)
                        .made()
                        .getEncoded());
        FetchedLists lists = opened();
        demand(lists, hong);
        assertThat(about(lists, hong)).hasSize(1);
        assertThat(lists.states()).filteredOn(ListState::isFailing).hasSize(1);
    }

    @Test
    void listsSurviveARestartWithoutTheirServer() throws Exception {
        X509CRL list = list(1).made();
        web.serve("/a.crl", list.getEncoded());
        FetchedLists lists = opened();
        X509Certificate hong = person(web.at("/a.crl"));
        demand(lists, hong);
        lists.close();
        web.close();
        FetchedLists restarted = opened();
        assertThat(about(restarted, hong)).containsExactly(list);
        assertThat(took(() -> demand(restarted, hong))).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void whatTheFolderHoldsIsVerifiedAgain() throws Exception {
        X509CRL list = list(1).made();
        web.serve("/a.crl", list.getEncoded());
        FetchedLists lists = opened();
        demand(lists, person(web.at("/a.crl")));
        lists.close();
        Path kept = file(".crl");
        Path point = file(".point");

        Files.write(kept, list(2).signedBy(TestAuthority.ec()).made().getEncoded());
        assertThat(opened().all()).isEmpty();
        Files.write(kept, new byte[] {1, 2, 3});
        assertThat(opened().all()).isEmpty();
        Files.write(kept, new byte[LARGEST + 1]);
        assertThat(opened().all()).isEmpty();
        Files.write(kept, list.getEncoded());
        assertThat(opened().all()).containsExactly(list);

        String text = Files.readString(point);
        Files.writeString(point, text.replace("/a.crl", "/b.crl"));
        assertThat(opened().all()).isEmpty();
        Files.writeString(point, "");
        assertThat(opened().all()).isEmpty();
    }

    @Test
    void deltasComeFromWhereTheCompleteListSays() throws Exception {
        X509Certificate hong = person(web.at("/a.crl"));
        web.serve(
                "/a.crl",
                list(1).with(Extension.freshestCRL, false, TestPoints.each(web.at("/delta.crl")))
                        .made()
                        .getEncoded());
        X509CRL delta = list(2).deltaUpon(1)
                .revoking(hong, CRLReason.keyCompromise, START)
                .made();
        web.serve("/delta.crl", delta.getEncoded());
        FetchedLists lists = opened();
        demand(lists, hong);
        assertThat(about(lists, hong)).hasSize(2).contains(delta);
    }

    @Test
    void deltasComeFromWhereACertificateSays() throws Exception {
        X509Certificate hong = root.issue(root.person()
                .listedAt(web.at("/a.crl"))
                .with(Extension.freshestCRL, false, TestPoints.each(web.at("/delta.crl"))));
        web.serve("/a.crl", list(1).made().getEncoded());
        web.serve("/delta.crl", list(2).deltaUpon(1).made().getEncoded());
        FetchedLists lists = opened();
        demand(lists, hong);
        assertThat(about(lists, hong)).hasSize(2);
    }

    @Test
    void aPointThatNobodyAskedForInAWeekIsForgotten() throws Exception {
        web.serve("/a.crl", list(1).made().getEncoded());
        FetchedLists lists = opened();
        X509Certificate hong = person(web.at("/a.crl"));
        demand(lists, hong);
        lookAfter(lists, Duration.ofDays(6));
        demand(lists, hong);
        lookAfter(lists, Duration.ofDays(6));
        assertThat(about(lists, hong)).hasSize(1);
        long version = lists.version();
        lookAfter(lists, Duration.ofDays(2));
        assertThat(about(lists, hong)).isEmpty();
        assertThat(lists.version()).isGreaterThan(version);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    private static TestAuthority.ListOfRevoked list(long number) {
        return root.list().number(number);
    }

    private static X509Certificate person(String... points) {
        return root.issue(root.person().listedAt(points));
    }

    private List<X509CRL> fetched(String point) {
        FetchedLists lists = opened();
        X509Certificate hong = person(point);
        demand(lists, hong);
        List<X509CRL> found = about(lists, hong);
        assertThat(lists.states()).filteredOn(ListState::isFailing).hasSize(found.isEmpty() ? 1 : 0);
        return found;
    }

    private FetchedLists opened() {
        return opened(LIMIT);
    }

    private FetchedLists opened(Duration limit) {
        FetchSettings settings = new FetchSettings(folder, limit, LARGEST, Duration.ofHours(1), 4);
        FetchedLists lists = new FetchedLists(settings, clock, new Random(1));
        opened.add(lists);
        return lists;
    }

    private static void demand(FetchedLists lists, X509Certificate certificate) {
        lists.demand(certificate, root.certificate(), Patience.of(Duration.ofMinutes(2)));
    }

    private static List<X509CRL> about(FetchedLists lists, X509Certificate certificate) {
        return lists.about(certificate, root.certificate());
    }

    /** Looks at what is due once that time has passed, and waits until it was done. */
    private void lookAfter(FetchedLists lists, Duration time) {
        clock.advance(time);
        lists.look();
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .atMost(Duration.ofMinutes(2))
                .until(lists::isQuiet);
    }

    private Path file(String end) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(end))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static Duration took(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static void awaitGate(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
