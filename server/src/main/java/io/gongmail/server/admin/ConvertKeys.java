package io.gongmail.server.admin;

import io.gongmail.pki.keyfile.KeyFiles;
import io.gongmail.pki.keyfile.KeyScheme;
import io.gongmail.pki.keyfile.KeyUse;
import io.gongmail.pki.keyfile.Pair;
import io.gongmail.pki.keyfile.Pkcs12Files;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "convert",
        mixinStandardHelpOptions = true,
        description = {
            "Writes certificate and key as another kind: GPKI or NPKI key files, PKCS#12, PEM. Files that are there stay.",
            "Passwords come from a file, a file descriptor or the console."
        })
final class ConvertKeys implements Callable<Integer> {
    /** What can be made; the name in commands is the constant's in lower case with hyphens. */
    enum Kind {
        GPKI("gpki"),
        NPKI("npki"),
        P12("p12"),
        PEM("pem"),
        /** Not encrypted. */
        PLAIN_PEM("plain-pem");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    private final Here here;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private Report report = new Report();

    @Mixin
    private PasswordOptions password = new PasswordOptions();

    @Parameters(paramLabel = "SOURCE", description = "A folder, a key file, or PKCS#12.")
    private Path source = Path.of("");

    @Option(
            names = "--cert",
            paramLabel = "FILE",
            description = "The certificate, where it is not named like the key file.")
    private String certificate = "";

    @Option(names = "--to", required = true, paramLabel = "KIND", description = "${COMPLETION-CANDIDATES}.")
    private Kind kind = Kind.P12;

    @Option(names = "--out", required = true, paramLabel = "PLACE", description = "A folder; for p12 a file.")
    private Path out = Path.of("");

    @Option(
            names = "--scheme",
            paramLabel = "NAME",
            description = "How key files are encrypted: seed-sha1 (default for gpki and npki), seed-cbc, aria-128-cbc,"
                    + " aria-192-cbc, aria-256-cbc, aes-128-cbc, aes-192-cbc, aes-256-cbc (default for pem).")
    private String scheme = "";

    @Option(
            names = "--new-password-file",
            paramLabel = "FILE",
            description = "For what is written; default: the same password.")
    private String newFile = "";

    @Option(names = "--new-password-fd", paramLabel = "N", description = "The same from an open file descriptor.")
    private int newDescriptor = -1;

    private char[] opening = new char[0];

    ConvertKeys(Here here) {
        this.here = here;
    }

    @Override
    public Integer call() throws IOException {
        KeyScheme how = scheme();
        KeySource keys = new KeySource(source, here.random());
        PasswordSource passwords = new PasswordSource(here.standardInput());
        KeySource.Password old = () -> {
            char[] read = password.read(passwords);
            opening = read.clone();
            return read;
        };
        List<Pair> pairs = certificate.isEmpty() ? keys.open(old) : keys.open(Path.of(certificate), old);
        char[] secret = new char[0];
        try {
            secret = kind == Kind.PLAIN_PEM ? secret : newPassword(passwords);
            List<Path> written = written(pairs, how, secret);
            return report.done(
                    "written: " + written.stream().map(Path::toString).collect(Collectors.joining(", ")));
        } finally {
            pairs.forEach(Pair::close);
            Arrays.fill(secret, '\0');
            Arrays.fill(opening, '\0');
        }
    }

    private KeyScheme scheme() {
        if (scheme.isEmpty()) {
            return kind == Kind.PEM ? KeyScheme.AES_256_CBC : KeyScheme.SEED_SHA1;
        }
        if (kind == Kind.P12 || kind == Kind.PLAIN_PEM) {
            throw new ParameterException(spec.commandLine(), "--scheme is for gpki, npki and pem");
        }
        return KeyScheme.named(scheme)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "'" + scheme + "' is no scheme; one of "
                                + Stream.of(KeyScheme.values())
                                        .filter(KeyScheme::isWritten)
                                        .map(KeyScheme::label)
                                        .collect(Collectors.joining(", "))));
    }

    private char[] newPassword(PasswordSource passwords) throws IOException {
        if (newFile.isEmpty() && newDescriptor < 0 && opening.length > 0) {
            return opening.clone();
        }
        return passwords.read(newFile, newDescriptor, "Password of the new files");
    }

    private List<Path> written(List<Pair> pairs, KeyScheme how, char[] secret) throws IOException {
        if (kind == Kind.P12) {
            new Pkcs12Files(here.random()).write(out, pairs, secret);
            return List.of(out);
        }
        Files.createDirectories(out);
        KeyFiles files = new KeyFiles(here.random());
        List<Path> written = new ArrayList<>();
        for (Pair pair : pairs) {
            Path open = out.resolve(certificateName(pair));
            Path key = out.resolve(keyName(pair));
            for (Path place : List.of(open, key)) {
                if (Files.exists(place)) {
                    throw new IOException(place + ": is there already and stays; move it away or name another place");
                }
            }
            switch (kind) {
                case GPKI, NPKI -> {
                    pair.writeCertificate(open);
                    files.write(key, pair.key(), how, secret);
                }
                case PEM -> {
                    pair.writeChainPem(open);
                    files.writePem(key, pair.key(), how, secret);
                }
                case PLAIN_PEM -> {
                    pair.writeChainPem(open);
                    files.writePlainPem(key, pair.key());
                }
                case P12 -> throw new IllegalStateException("one file for all");
            }
            written.add(open);
            written.add(key);
        }
        return written;
    }

    private String certificateName(Pair pair) {
        return switch (kind) {
            case GPKI -> pair.fileName() + (isExchange(pair) ? "_env.cer" : "_sig.cer");
            case NPKI -> isExchange(pair) ? "kmCert.der" : "signCert.der";
            case PEM, PLAIN_PEM -> pair.fileName() + (isExchange(pair) ? "_env" : "") + ".crt.pem";
            case P12 -> throw new IllegalStateException("one file for all");
        };
    }

    private String keyName(Pair pair) {
        return switch (kind) {
            case GPKI -> pair.fileName() + (isExchange(pair) ? "_env.key" : "_sig.key");
            case NPKI -> isExchange(pair) ? "kmPri.key" : "signPri.key";
            case PEM, PLAIN_PEM -> pair.fileName() + (isExchange(pair) ? "_env" : "") + ".key.pem";
            case P12 -> throw new IllegalStateException("one file for all");
        };
    }

    private static boolean isExchange(Pair pair) {
        return pair.use() == KeyUse.KEY_EXCHANGE;
    }
}
