package io.gongmail.server.admin;

import io.gongmail.pki.PemFiles;
import io.gongmail.pki.keyfile.OpenedKey;
import io.gongmail.pki.keyfile.Opening;
import io.gongmail.pki.keyfile.Pair;
import io.gongmail.pki.keyfile.Token;
import io.gongmail.pki.keyfile.TokenPair;
import io.gongmail.pki.keyfile.Tokens;
import io.gongmail.pki.keyfile.VidCheck;
import io.gongmail.pki.keyfile.VidResult;
import io.gongmail.pki.path.ChainFinder;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Whether the password opens the key, the key fits the certificate, it is in its time and its chain is complete up",
            "to the anchors. Whether it was revoked, 'pki explain' says."
        })
final class VerifyKeys implements Callable<Integer> {
    private static final int LONGEST_CHAIN = 10;

    private final Here here;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private Report report = new Report();

    @Mixin
    private PasswordOptions password = new PasswordOptions();

    @Parameters(arity = "0..1", paramLabel = "SOURCE", description = "A folder, a key file, or PKCS#12.")
    private String source = "";

    @Option(
            names = "--cert",
            paramLabel = "FILE",
            description = "The certificate, where it is not named like the key file.")
    private String certificate = "";

    @Option(
            names = "--token",
            paramLabel = "LIBRARY",
            description = "In place of SOURCE: a card or other token, by its PKCS#11 library; the password is its PIN.")
    private String library = "";

    @Option(names = "--slot", paramLabel = "N", description = "Which of the slots with a token, from 0.")
    private int slot;

    @Option(
            names = "--anchors",
            paramLabel = "PATH",
            description = "Roots and issuing certificates; default: those of the configuration.")
    private String anchors = "";

    @Option(
            names = "--vid-number-file",
            paramLabel = "FILE",
            description = "Makes the real-person check with the number in its first line; needs --legal-ground.")
    private String numberFile = "";

    @Option(names = "--vid-number-fd", paramLabel = "N", description = "The same from an open file descriptor.")
    private int numberDescriptor = -1;

    @Option(
            names = "--legal-ground",
            paramLabel = "TEXT",
            description = "The law that permits to handle the number here; printed with the result.")
    private String legalGround = "";

    VerifyKeys(Here here) {
        this.here = here;
    }

    @Override
    public Integer call() throws IOException {
        if (source.isEmpty() == library.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "either SOURCE or --token LIBRARY");
        }
        boolean vid = !numberFile.isEmpty() || numberDescriptor >= 0;
        if (vid && legalGround.isBlank()) {
            throw new ParameterException(
                    spec.commandLine(), "the real-person check handles a resident number: state --legal-ground TEXT");
        }
        List<X509Certificate> issuers =
                anchors.isEmpty() ? here.issuers().read(report.conf()) : PemFiles.certificates(Path.of(anchors));
        return library.isEmpty() ? files(issuers, vid) : token(issuers);
    }

    private int files(List<X509Certificate> issuers, boolean vid) throws IOException {
        PasswordSource passwords = new PasswordSource(here.standardInput());
        KeySource keys = new KeySource(Path.of(source), here.random());
        KeySource.Password secret = () -> password.read(passwords);
        boolean good = true;
        List<Pair> pairs = certificate.isEmpty() ? keys.open(secret) : keys.open(Path.of(certificate), secret);
        try {
            for (Pair pair : pairs) {
                Map<String, Object> facts = new LinkedHashMap<>();
                facts.put("source", source);
                facts.put("randomNumber", pair.key().hasRandom() ? "there" : "none");
                good &= judged(pair.chain(), issuers, facts);
                if (vid) {
                    good &= vid(pair.certificate(), pair.key(), passwords, facts);
                }
                report.thing(facts);
            }
        } finally {
            pairs.forEach(Pair::close);
        }
        return good ? 0 : 1;
    }

    private int token(List<X509Certificate> issuers) throws IOException {
        char[] pin = password.read(new PasswordSource(here.standardInput()));
        Opening<Token> opening;
        try {
            opening = new Tokens().open(Path.of(library), slot, pin);
        } finally {
            Arrays.fill(pin, '\0');
        }
        if (opening instanceof Opening.Refused<Token> refused) {
            return report.couldNot(refused.text());
        }
        boolean good = true;
        List<TokenPair> pairs = opening.fold(opened -> opened.value().pairs(), refused -> List.of());
        for (TokenPair pair : pairs) {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("source", library + ", slot " + slot + ", " + pair.alias());
            good &= judged(pair.chain(), issuers, facts);
            report.thing(facts);
        }
        return good ? 0 : 1;
    }

    /** That the password opens it and that the pair fits holds already: nothing else comes out of a source. */
    private boolean judged(List<X509Certificate> chain, List<X509Certificate> issuers, Map<String, Object> facts) {
        X509Certificate leaf = chain.get(0);
        List<X509Certificate> roots = issuers.stream()
                .filter(each -> each.getSubjectX500Principal().equals(each.getIssuerX500Principal()))
                .toList();
        List<X509Certificate> others = new ArrayList<>(issuers);
        others.removeAll(roots);
        Optional<List<X509Certificate>> whole =
                new ChainFinder(roots, others, LONGEST_CHAIN).from(leaf, chain.subList(1, chain.size()));
        String validity = CertificateFacts.validity(leaf, here.clock().instant());
        facts.put("password", "opens it");
        facts.put("pair", "the key fits the certificate");
        facts.putAll(CertificateFacts.of(leaf, here.clock().instant()));
        facts.put(
                "chain",
                whole.map(found -> "complete: "
                                + found.stream().map(CertificateFacts::name).collect(Collectors.joining(" <- ")))
                        .orElse("does not reach an anchor; issued by "
                                + leaf.getIssuerX500Principal().getName() + ", which is not among the "
                                + issuers.size() + " certificates of the anchors"));
        return whole.isPresent() && validity.equals(CertificateFacts.IN_ITS_TIME);
    }

    private boolean vid(X509Certificate certificate, OpenedKey key, PasswordSource passwords, Map<String, Object> facts)
            throws IOException {
        VidResult result =
                new VidCheck().check(certificate, key, passwords.read(numberFile, numberDescriptor, "Number"));
        facts.put(
                "realPersonCheck",
                result.fold(() -> "passed", () -> "failed", notAvailable -> "not available: " + notAvailable.why()));
        facts.put("legalGround", legalGround);
        return result.fold(() -> true, () -> false, notAvailable -> false);
    }
}
