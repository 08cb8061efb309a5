package io.gongmail.pki.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.JudgePolicy;
import io.gongmail.pki.PeerCertificate;
import io.gongmail.pki.PolicyOid;
import io.gongmail.pki.Profile;
import io.gongmail.pki.RefusalReason;
import io.gongmail.pki.RevocationPolicy;
import io.gongmail.pki.RevocationSource;
import io.gongmail.pki.Verdict;
import io.gongmail.pki.demo.identity.IdentitySimulator;
import io.gongmail.pki.path.PathJudge;
import io.gongmail.pki.revocation.CrlFiles;
import io.gongmail.pki.revocation.FetchSettings;
import io.gongmail.pki.revocation.FetchedLists;
import io.gongmail.pki.revocation.OcspClient;
import io.gongmail.pki.revocation.OcspSettings;
import io.gongmail.pki.revocation.Revocation;
import io.gongmail.pki.revocation.RevocationLists;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RevocationSimulatorTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    Path home;

    private final Clock clock = Clock.systemUTC();
    private final SecureRandom random = new SecureRandom();
    private IdentitySimulator simulator;
    private DemoAuthority authority;
    private FetchedLists fetched;
    private CrlFiles ofRoot;

    @BeforeEach
    void start() throws Exception {
        simulator = IdentitySimulator.start(new InetSocketAddress("127.0.0.1", 0), home.resolve("key"), clock, random);
        authority = DemoAuthority.open(home.resolve("pki"), simulator.base(), clock, random);
        RevocationSimulator.serve(authority, simulator, clock);
        fetched = FetchedLists.open(
                new FetchSettings(home.resolve("cache"), PATIENCE, 1 << 20, Duration.ofHours(1), 2), clock, random);
        // The issuing CA's own certificate names no point: the root's list is a file.
        Path file = home.resolve("root.crl");
        Files.write(file, authority.list("root").orElseThrow().getEncoded());
        ofRoot = new CrlFiles(List.of(file));
    }

    @AfterEach
    void stop() {
        fetched.close();
        simulator.close();
    }

    @Test
    void itsListSaysWhatWasPublished() throws Exception {
        Issued hong = authority.official("교육부", "001홍길동001");
        Issued kim = authority.officialWithEcKey("교육부", "001김철수002");
        authority.revoke(kim.certificate());
        assertThat(judged(hong, RevocationSource.CRL)).isInstanceOf(Verdict.Accepted.class);
        assertThat(reason(judged(kim, RevocationSource.CRL))).isEqualTo(RefusalReason.REVOKED);
    }

    @Test
    void itsResponderSaysTheSame() throws Exception {
        Issued hong = authority.officialWithEcKey("교육부", "001홍길동001");
        Issued kim = authority.officialWithEcKey("교육부", "001김철수002");
        Issued lee = authority.officialWithEcKey("교육부", "001이영희003");
        authority.revoke(kim.certificate());
        authority.suspend(lee.certificate());
        assertThat(judged(hong, RevocationSource.OCSP)).isInstanceOf(Verdict.Accepted.class);
        assertThat(reason(judged(kim, RevocationSource.OCSP))).isEqualTo(RefusalReason.REVOKED);
        assertThat(reason(judged(lee, RevocationSource.OCSP))).isEqualTo(RefusalReason.SUSPENDED);
    }

    @Test
    void itSaysOnItsFaceThatItIsASimulator() throws Exception {
        for (String path : List.of("/crl/", "/ocsp")) {
            HttpResponse<String> page = get(path);
            assertThat(page.body()).contains("시험용");
            assertThat(page.headers().firstValue("X-Test")).contains("simulator");
        }
        assertThat(get("/crl/issuing.crl").headers().firstValue("X-Test")).contains("simulator");
        assertThat(get("/crl/nobody.crl").statusCode()).isEqualTo(404);
        assertThat(get("/verify").statusCode()).isEqualTo(404); // the identity simulator still answers for itself
    }

    @Test
    void withoutAnAddressCertificatesNameNone() throws Exception {
        DemoAuthority alone = DemoAuthority.open(home.resolve("alone"), clock, random);
        assertThat(alone.officialWithEcKey("교육부", "001홍길동001").certificate().getExtensionValue("2.5.29.31"))
                .isNull();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(simulator.base() + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private Verdict judged(Issued issued, RevocationSource source) {
        JudgePolicy policy = new JudgePolicy(
                Profile.GPKI,
                List.of(authority.root()),
                List.of(authority.issuingCa()),
                Set.of(new PolicyOid(DemoAuthority.OFFICIAL)),
                6,
                32 * 1024,
                new RevocationPolicy(List.of(RevocationSource.FILES, source), Duration.ZERO, PATIENCE));
        RevocationLists lists = source == RevocationSource.CRL ? RevocationLists.together(ofRoot, fetched) : ofRoot;
        OcspClient ocsp = new OcspClient(new OcspSettings(PATIENCE, Duration.ofMinutes(1), true), clock, random);
        return new PathJudge(policy, new Revocation(policy.revocation(), lists, ocsp), clock)
                .judge(PeerCertificate.of(issued.chain()));
    }

    private static RefusalReason reason(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Refused.class);
        return ((Verdict.Refused) verdict).reason();
    }
}
