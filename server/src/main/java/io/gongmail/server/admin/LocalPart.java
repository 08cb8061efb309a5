package io.gongmail.server.admin;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gongmail.pki.CertificateKeys;
import io.gongmail.pki.keyfile.Pair;
import io.gongmail.pki.possession.Challenge;
import io.gongmail.pki.possession.ChallengeSigner;
import io.gongmail.pki.possession.Purpose;
import io.gongmail.server.agency.ListFile;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import picocli.CommandLine.ParseResult;

/**
 * What of a command is done where the person is, before the rest runs in the server: files are read, and challenges signed
 * with a key that never leaves this process.
 */
public final class LocalPart {
    private static final int LARGEST_FILE = 256 * 1024;
    /** Commands that name files for the server to read or write: relative to where the person is. */
    private static final Set<String> NAMES_FILES = Set.of("backup", "restore");

    private final AdminClient client;
    private final InputStream standardInput;
    private final SecureRandom random;

    public LocalPart(AdminClient client, InputStream standardInput, SecureRandom random) {
        this.client = client;
        this.standardInput = standardInput;
        this.random = random;
    }

    /**
     * The input that goes with {@code parsed}.
     *
     * @throws IOException when a file cannot be read, a challenge not be had or signed; the message says which
     */
    public Map<String, String> inputOf(ParseResult parsed) throws IOException {
        ParseResult noun = parsed.subcommand();
        ParseResult verb = noun == null ? null : noun.subcommand();
        if (noun != null && NAMES_FILES.contains(noun.commandSpec().name())) {
            return here();
        }
        if (noun == null || verb == null) {
            return Map.of();
        }
        return switch (noun.commandSpec().name() + " " + verb.commandSpec().name()) {
            case "account password" -> password(verb);
            case "account reset-password" -> newPassword(verb);
            case "account first-administrator" ->
                Map.of("certificate", octets(Path.of(verb.matchedOptionValue("--certificate", ""))));
            case "application complete", "application renew" -> signed(verb, "application");
            case "binding renew" -> signedByBoth(verb, "renew", Purpose.REPLACE_CERTIFICATE);
            case "binding add" -> signedByBoth(verb, "add", Purpose.ADD_CERTIFICATE);
            case "account export", "account import" -> here();
            case "binding suspend", "binding resume", "binding revoke" -> certificate(verb);
            case "agency roster" -> list(verb, "import", 1);
            case "audience save" -> addresses(verb.matchedOptionValue("--list", ""));
            case "application approve-list", "account suspend-list", "account close-list" ->
                Map.of("list", packed(Path.of(verb.matchedPositionalValue(0, ""))));
            case "pki explain" -> Map.of("certificate", octets(Path.of(verb.matchedPositionalValue(0, ""))));
            default -> Map.of();
        };
    }

    private static Map<String, String> here() {
        return Map.of("folder", Path.of("").toAbsolutePath().toString());
    }

    /** A list goes packed: a request has room for no more than that. */
    private static Map<String, String> list(ParseResult noun, String wanted, int place) throws IOException {
        ParseResult verb = noun.subcommand();
        if (verb == null || !verb.commandSpec().name().equals(wanted)) {
            return Map.of();
        }
        return Map.of("list", packed(Path.of(verb.matchedPositionalValue(place, ""))));
    }

    private static Map<String, String> addresses(String file) throws IOException {
        return file.isEmpty() ? Map.of() : Map.of("list", packed(Path.of(file)));
    }

    private static String packed(Path file) throws IOException {
        if (Files.size(file) > ListFile.LARGEST) {
            throw new IOException(file + ": larger than " + ListFile.LARGEST + " octets");
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            Files.copy(file, out);
        }
        return Base64.getEncoder().encodeToString(packed.toByteArray());
    }

    private Map<String, String> password(ParseResult verb) throws IOException {
        String present = present(
                verb.matchedOptionValue("--present-password-file", ""),
                verb.matchedOptionValue("--password-file", "").isEmpty());
        Map<String, String> input = newPassword(verb);
        input.put("present", present);
        return input;
    }

    private Map<String, String> newPassword(ParseResult verb) throws IOException {
        Map<String, String> input = new HashMap<>(signed(verb, "account"));
        input.put("password", password(verb.matchedOptionValue("--password-file", "")));
        return input;
    }

    private Map<String, String> signed(ParseResult verb, String noun) throws IOException {
        String subject = String.valueOf((Object) verb.matchedPositionalValue(0, null));
        try (Pair pair = pair(verb, "--", "the key")) {
            Challenge challenge = challenge(List.of(noun, "challenge", subject), subject);
            return Map.of("nonce", challenge.nonce(), "signed", signed(pair, challenge));
        }
    }

    /** By the certificate that is active, and by the new one that the challenge names. */
    private Map<String, String> signedByBoth(ParseResult verb, String wanted, Purpose purpose) throws IOException {
        String account = String.valueOf((Object) verb.matchedPositionalValue(0, null));
        try (Pair active = pair(verb, "--", "the key");
                Pair fresh = pair(verb, "--new-", "the new key")) {
            String sha256 = CertificateKeys.of(fresh.certificate()).certificateSha256();
            Challenge challenge = challenge(
                    List.of("binding", "challenge", account, "--to", wanted, "--certificate", sha256),
                    account + " " + sha256);
            if (challenge.purpose() != purpose) {
                throw new IOException(
                        "the server's challenge is to " + challenge.purpose().token());
            }
            return Map.of(
                    "nonce",
                    challenge.nonce(),
                    "signed",
                    signed(active, challenge),
                    "signed-new",
                    signed(fresh, challenge));
        }
    }

    private Pair pair(ParseResult verb, String prefix, String whose) throws IOException {
        String passwordFile = verb.matchedOptionValue(prefix + "key-password-file", "");
        return new KeySource(Path.of(verb.matchedOptionValue(prefix + "key", "")), random)
                .openSigning(
                        verb.matchedOptionValue(prefix + "cert", ""),
                        () -> new PasswordSource(standardInput).read(passwordFile, -1, "Password of " + whose));
    }

    private Challenge challenge(List<String> asked, String subject) throws IOException {
        List<String> arguments = new ArrayList<>(asked);
        arguments.add("--json");
        AdminClient.Answer answer = client.run(arguments, Map.of());
        if (answer.exit() != 0 || answer.out().isEmpty()) {
            throw new IOException(String.join("\n", answer.err()));
        }
        String text = new ObjectMapper()
                .readTree(answer.out().get(0))
                .path("challenge")
                .asText();
        Challenge challenge =
                Challenge.parse(text).orElseThrow(() -> new IOException("the server's challenge is not one"));
        if (!challenge.subject().equals(subject)) {
            throw new IOException("the server's challenge is for " + challenge.subject() + ", not " + subject);
        }
        return challenge;
    }

    private static String signed(Pair pair, Challenge challenge) throws IOException {
        try {
            return Base64.getEncoder()
                    .encodeToString(new ChallengeSigner(pair.chain(), pair.key().privateKey()).sign(challenge));
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    pair.certificate().getSubjectX500Principal().getName() + ": cannot sign: " + e.getMessage(), e);
        }
    }

    /** A certificate named by a file; by its hash nothing is read. */
    private static Map<String, String> certificate(ParseResult verb) throws IOException {
        String named = verb.matchedOptionValue("--certificate", "");
        if (named.isEmpty() || BindingCommands.isSha256(named)) {
            return Map.of();
        }
        if (!Files.isRegularFile(Path.of(named))) {
            throw new IOException(named + ": neither a SHA-256 in 64 hexadecimal digits nor a file");
        }
        return Map.of("certificate", octets(Path.of(named)));
    }

    /** Empty where none is given; then the server says whether one is needed. */
    private String present(String file, boolean asked) throws IOException {
        if (!file.isEmpty()) {
            return new String(new PasswordSource(standardInput).read(file, -1, ""));
        }
        Console console = asked ? System.console() : null;
        char[] typed = console == null
                ? null
                : console.readPassword("Present password (none: where there is none, or it has ended): ");
        return typed == null ? "" : new String(typed);
    }

    private String password(String file) throws IOException {
        if (file.isEmpty()) {
            Console console = System.console();
            if (console == null) {
                throw new IOException("there is no console to read a password from; use --password-file FILE");
            }
            char[] first = console.readPassword("New password: ");
            char[] second = console.readPassword("Once more: ");
            if (first == null || !Arrays.equals(first, second)) {
                throw new IOException("the two are not the same");
            }
            return new String(first);
        }
        try (BufferedReader reader = file.equals("-")
                ? new BufferedReader(new InputStreamReader(standardInput, StandardCharsets.UTF_8))
                : Files.newBufferedReader(Path.of(file))) {
            String line = reader.readLine();
            if (line == null || line.isEmpty()) {
                throw new IOException(file + ": holds no password");
            }
            return line;
        }
    }

    private static String octets(Path file) throws IOException {
        if (Files.size(file) > LARGEST_FILE) {
            throw new IOException(file + ": larger than " + LARGEST_FILE + " octets");
        }
        return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
    }
}
