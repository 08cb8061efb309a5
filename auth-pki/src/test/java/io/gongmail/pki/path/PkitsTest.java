package io.gongmail.pki.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gongmail.pki.JudgePolicy;
import io.gongmail.pki.PeerCertificate;
import io.gongmail.pki.PemFiles;
import io.gongmail.pki.Profile;
import io.gongmail.pki.Verdict;
import io.gongmail.pki.Verdict.Refused;
import io.gongmail.pki.revocation.RevocationLists;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * NIST's Public Key Interoperability Test Suite (PKITS 1.0.1) in the plain profile, at 2010-02-01. The data lies in the
 * folder named by the system property {@code pkits}, or in {@code ../shared/data/pkits} beside the repository. Rows that
 * end otherwise stand in {@code pkits-deviations.tsv} with the reason, and leave it when they no longer do.
 *
 * <p>Rows that the profile of the administrative PKI decides otherwise, at the same time and with the same policies asked for,
 * stand in {@code pkits-gpki.tsv}; {@code -Dgolden.rewrite=true} writes it anew and leaves the reason to whoever looks why.
 */
class PkitsTest {
    private static final Clock THEN = Clock.fixed(Instant.parse("2010-02-01T00:00:00Z"), ZoneOffset.UTC);
    private static final String POLICY_ARC = "2.16.840.1.101.3.2.1.48.";
    private static final int ROWS = 248;
    private static final String HEAD_OF_DIFFERENCES =
            "# Rows of PKITS that the profiles decide otherwise: number, in rfc5280, in gpki, its reason, its reason if"
                    + " the short keys and SHA-1 of that time were let pass, why.";

    /** One line of expected.tsv. */
    private record Row(String number, boolean valid, String leaf, String above, String lists, String settings) {
        static Row of(String line) {
            String[] columns = line.split("\t", -1);
            return new Row(columns[0], columns[1].equals("valid"), columns[2], columns[3], columns[4], columns[5]);
        }
    }

    private final Map<String, List<X509Certificate>> certificates = new HashMap<>();
    private final Map<String, List<X509CRL>> lists = new HashMap<>();

    @TestFactory
    Stream<DynamicTest> everyRowEndsAsExpected() throws IOException {
        Path data = data();
        List<Row> rows = rows(data);
        Map<String, String> deviations = deviations();
        return rows.stream()
                .map(row -> DynamicTest.dynamicTest(row.number() + " " + row.leaf(), () -> {
                    Verdict verdict = judged(data, row, Profile.RFC5280, false);
                    boolean asExpected = valid(row, verdict) == row.valid();
                    if (deviations.containsKey(row.number())) {
                        assertThat(asExpected)
                                .as("in the list of deviations, but as expected")
                                .isFalse();
                    } else {
                        assertThat(asExpected)
                                .as("%s: expected valid=%s, was %s", row, row.valid(), verdict)
                                .isTrue();
                    }
                }));
    }

    @Test
    void everyRowIsRunAndEveryDeviationIsOfARow() throws IOException {
        List<Row> rows = rows(data());
        assertThat(rows).hasSize(ROWS);
        assertThat(rows).extracting(Row::number).containsAll(deviations().keySet());
    }

    @Test
    void theProfilesDifferWhereListedAndWhyIsSaid() throws IOException {
        Path data = data();
        Map<String, String> reasons = new HashMap<>();
        for (String line : lines("/pkits-gpki.tsv")) {
            String[] columns = line.split("\t", -1);
            assertThat(columns).as("six columns in: %s", line).hasSize(6);
            reasons.put(columns[0], columns[5]);
        }
        List<String> differing = new ArrayList<>();
        for (Row row : rows(data)) {
            String plain = outcome(row, judged(data, row, Profile.RFC5280, false));
            Verdict verdict = judged(data, row, Profile.GPKI, false);
            String strict = outcome(row, verdict);
            if (!strict.equals(plain)) {
                differing.add(String.join(
                        "\t",
                        row.number(),
                        plain,
                        strict,
                        reason(verdict),
                        reason(judged(data, row, Profile.GPKI, true)),
                        reasons.getOrDefault(row.number(), "")));
            }
        }
        if (Boolean.getBoolean("golden.rewrite")) {
            Files.write(
                    repository().resolve("auth-pki/src/test/resources/pkits-gpki.tsv"),
                    Stream.concat(Stream.of(HEAD_OF_DIFFERENCES), differing.stream())
                            .toList());
        }
        assertThat(lines("/pkits-gpki.tsv")).containsExactlyElementsOf(differing);
        assertThat(differing)
                .allMatch(line -> line.split("\t", -1)[2].equals("refused"))
                .noneMatch(line -> line.endsWith("\t"));
    }

    private static String outcome(Row row, Verdict verdict) {
        return valid(row, verdict) ? "accepted" : "refused";
    }

    private static String reason(Verdict verdict) {
        return verdict.fold(
                accepted -> "accepted",
                refused -> refused.reason().code() + " " + refused.reason().name());
    }

    /** Where the suite asks for policies, a path under none of them is good in RFC 5280 but of no use to who asked. */
    private static boolean valid(Row row, Verdict verdict) {
        return verdict instanceof Verdict.Accepted accepted
                && (settings(row.settings()).initialPolicies().isEmpty()
                        || !accepted.policies().isEmpty());
    }

    /** @param asOld whether keys and signatures are as good as they were in 2010 */
    private Verdict judged(Path data, Row row, Profile profile, boolean asOld) throws IOException {
        List<X509Certificate> chain = new ArrayList<>(certificates(data, row.leaf()));
        List<X509Certificate> intermediates = new ArrayList<>();
        List<X509CRL> crls = new ArrayList<>(lists(data, "TrustAnchorRootCRL.crl"));
        if (row.above().equals("*")) {
            intermediates.addAll(folder(data.resolve("certs")));
        } else {
            for (String name : names(row.above())) {
                chain.addAll(certificates(data, name));
            }
        }
        if (row.lists().equals("*")) {
            crls.clear();
            crls.addAll(folderOfLists(data.resolve("crls")));
        } else {
            for (String name : names(row.lists())) {
                crls.addAll(lists(data, name));
            }
        }
        PkixSettings settings = settings(row.settings());
        JudgePolicy policy = new JudgePolicy(
                profile, certificates(data, "TrustAnchorRootCertificate.crt"), intermediates, Set.of(), 20, 64 * 1024);
        PathJudge judge = asOld
                ? new PathJudge(policy, new Fixed(crls), THEN, settings) {
                    @Override
                    Optional<Refused> weak(PathFinder.Path path) {
                        return Optional.empty();
                    }

                    @Override
                    Optional<Refused> weakLists(RevocationCheck check) {
                        return Optional.empty();
                    }
                }
                : new PathJudge(policy, new Fixed(crls), THEN, settings);
        return judge.judge(PeerCertificate.of(chain));
    }

    private static PkixSettings settings(String written) {
        Map<String, String> settings = Stream.of(written.split(";"))
                .filter(part -> part.contains("="))
                .map(part -> part.split("="))
                .collect(Collectors.toMap(part -> part[0], part -> part[1]));
        Set<String> policies = settings.containsKey("policies")
                ? Stream.of(settings.get("policies").split("\\+"))
                        .map(name -> POLICY_ARC + name.substring(name.lastIndexOf('-') + 1))
                        .collect(Collectors.toSet())
                : Set.of();
        return new PkixSettings(
                policies,
                settings.containsKey("explicit-policy"),
                settings.containsKey("inhibit-mapping"),
                settings.containsKey("inhibit-any"));
    }

    private record Fixed(List<X509CRL> all) implements RevocationLists {
        @Override
        public long version() {
            return 0;
        }

        @Override
        public List<X509CRL> of(X500Principal issuer) {
            return all.stream()
                    .filter(list -> list.getIssuerX500Principal().equals(issuer))
                    .toList();
        }
    }

    private static List<String> names(String written) {
        return Stream.of(written.split("\\|")).filter(name -> !name.isBlank()).toList();
    }

    private List<X509Certificate> certificates(Path data, String name) throws IOException {
        if (!certificates.containsKey(name)) {
            certificates.put(name, PemFiles.certificates(data.resolve("certs").resolve(name)));
        }
        return certificates.get(name);
    }

    private List<X509CRL> lists(Path data, String name) throws IOException {
        if (!lists.containsKey(name)) {
            lists.put(name, PemFiles.revocationLists(data.resolve("crls").resolve(name)));
        }
        return lists.get(name);
    }

    private List<X509Certificate> folder(Path folder) throws IOException {
        if (!certificates.containsKey("*")) {
            certificates.put("*", PemFiles.certificates(folder));
        }
        return certificates.get("*");
    }

    private List<X509CRL> folderOfLists(Path folder) throws IOException {
        if (!lists.containsKey("*")) {
            lists.put("*", PemFiles.revocationLists(folder));
        }
        return lists.get("*");
    }

    private static List<Row> rows(Path data) throws IOException {
        return Files.readAllLines(data.resolve("expected.tsv")).stream()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .map(Row::of)
                .toList();
    }

    private static Map<String, String> deviations() throws IOException {
        Map<String, String> deviations = new TreeMap<>();
        for (String line : lines("/pkits-deviations.tsv")) {
            String[] columns = line.split("\t", -1);
            assertThat(columns).as("number and reason in: %s", line).hasSize(2);
            deviations.put(columns[0], columns[1]);
        }
        return deviations;
    }

    private static List<String> lines(String resource) throws IOException {
        try (var in = PkitsTest.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .toList();
        }
    }

    private static Path data() {
        String named = System.getProperty("pkits");
        Path data = named != null
                ? Path.of(named)
                : repository().resolve("../shared/data/pkits").normalize();
        boolean there = Files.isRegularFile(data.resolve("expected.tsv"));
        if ("true".equals(System.getenv("CI"))) {
            assertThat(there)
                    .as("PKITS data in %s; give the folder as -Dpkits=", data)
                    .isTrue();
        }
        assumeTrue(there, "no PKITS data in " + data + "; give the folder as -Dpkits=");
        return data;
    }

    private static Path repository() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder.getParent() != null && !Files.exists(folder.resolve("mvnw"))) {
            folder = folder.getParent();
        }
        return folder;
    }
}
