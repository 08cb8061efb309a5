package io.gongmail.server.admin;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gongmail.pki.PemFiles;
import io.gongmail.pki.possession.Challenge;
import io.gongmail.pki.possession.ChallengeSigner;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.ParseResult;

/**
 * What of a command is done where the person is, before the rest runs in the server: files are read, and challenges signed
 * with a key that never leaves this process.
 */
public final class LocalPart {
    private static final String HEAD = "-----BEGIN PRIVATE KEY-----";
    private static final String FOOT = "-----END PRIVATE KEY-----";
    private static final int LARGEST_FILE = 256 * 1024;

    private final AdminClient client;
    private final InputStream standardInput;

    public LocalPart(AdminClient client, InputStream standardInput) {
        this.client = client;
        this.standardInput = standardInput;
    }

    /**
     * The input that goes with {@code parsed}.
     *
     * @throws IOException when a file cannot be read, a challenge not be had or signed; the message says which
     */
    public Map<String, String> inputOf(ParseResult parsed) throws IOException {
        ParseResult noun = parsed.subcommand();
        ParseResult verb = noun == null ? null : noun.subcommand();
        if (noun == null || verb == null) {
            return Map.of();
        }
        return switch (noun.commandSpec().name() + " " + verb.commandSpec().name()) {
            case "account password" -> password(verb);
            case "account first-administrator" ->
                Map.of("certificate", octets(Path.of(verb.matchedOptionValue("--certificate", ""))));
            case "application complete" -> signed(verb, "application");
            case "pki explain" -> Map.of("certificate", octets(Path.of(verb.matchedPositionalValue(0, ""))));
            default -> Map.of();
        };
    }

    private Map<String, String> password(ParseResult verb) throws IOException {
        Map<String, String> input = new HashMap<>(signed(verb, "account"));
        input.put("password", password(verb.matchedOptionValue("--password-file", "")));
        return input;
    }

    private Map<String, String> signed(ParseResult verb, String noun) throws IOException {
        String subject = String.valueOf((Object) verb.matchedPositionalValue(0, null));
        Path keyFile = Path.of(verb.matchedOptionValue("--key", ""));
        String named = verb.matchedOptionValue("--cert", "");
        Path certificate = named.isEmpty()
                ? keyFile.resolveSibling(
                        keyFile.getFileName().toString().replaceFirst("\\.key\\.pem$", "") + ".crt.pem")
                : Path.of(named);
        ChallengeSigner signer = new ChallengeSigner(PemFiles.certificates(certificate), key(keyFile));
        AdminClient.Answer answer = client.run(List.of(noun, "challenge", subject, "--json"), Map.of());
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
        try {
            return Map.of(
                    "nonce", challenge.nonce(), "signed", Base64.getEncoder().encodeToString(signer.sign(challenge)));
        } catch (GeneralSecurityException e) {
            throw new IOException(keyFile + ": cannot sign: " + e.getMessage(), e);
        }
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

    private static PrivateKey key(Path file) throws IOException {
        String pem = Files.readString(file);
        int head = pem.indexOf(HEAD);
        int foot = pem.indexOf(FOOT);
        if (head < 0 || foot < head) {
            throw new IOException(file + ": not an unencrypted PKCS#8 key in PEM");
        }
        byte[] der = Base64.getMimeDecoder().decode(pem.substring(head + HEAD.length(), foot));
        try {
            for (String algorithm : List.of("RSA", "EC")) {
                try {
                    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
                } catch (InvalidKeySpecException e) {
                    continue;
                }
            }
        } catch (GeneralSecurityException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        } finally {
            Arrays.fill(der, (byte) 0);
        }
        throw new IOException(file + ": neither an RSA nor an EC key");
    }

    private static String octets(Path file) throws IOException {
        if (Files.size(file) > LARGEST_FILE) {
            throw new IOException(file + ": larger than " + LARGEST_FILE + " octets");
        }
        return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
    }
}
