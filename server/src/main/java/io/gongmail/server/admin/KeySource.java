package io.gongmail.server.admin;

import io.gongmail.pki.PemFiles;
import io.gongmail.pki.keyfile.CertificateFolder;
import io.gongmail.pki.keyfile.FoundPair;
import io.gongmail.pki.keyfile.KeyFiles;
import io.gongmail.pki.keyfile.KeyUse;
import io.gongmail.pki.keyfile.Opening;
import io.gongmail.pki.keyfile.Pair;
import io.gongmail.pki.keyfile.Pkcs12Files;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A person's pairs in whatever they have: a folder, one key file, PKCS#12. */
final class KeySource {
    private final Path source;
    private final KeyFiles files;
    private final CertificateFolder folder;
    private final Pkcs12Files pkcs12;

    KeySource(Path source, SecureRandom random) {
        this.source = source;
        files = new KeyFiles(random);
        folder = new CertificateFolder(files);
        pkcs12 = new Pkcs12Files(random);
    }

    /** Supplies the password only where one is needed. */
    @FunctionalInterface
    interface Password {
        char[] read() throws IOException;
    }

    /**
     * All pairs there. Of a folder: one person's signing pair, and key-exchange pair where there is one.
     *
     * @throws IOException saying what could not be opened and why, for people
     */
    List<Pair> open(Password password) throws IOException {
        if (!Files.exists(source)) {
            throw new IOException(source + ": is not there");
        }
        if (Files.isDirectory(source)) {
            return opened(onePersons(folder.pairs(source)), password);
        }
        if (pkcs12.isOne(source)) {
            char[] secret = password.read();
            try {
                return opened(pkcs12.open(source, secret));
            } finally {
                Arrays.fill(secret, '\0');
            }
        }
        FoundPair pair = folder.pairOf(source)
                .orElseThrow(() -> new IOException(source
                        + ": no certificate is named like this key file; put it beside, or name it by --cert FILE"));
        return opened(List.of(pair), password);
    }

    /** The pair of a key file and the certificate in {@code certificate}. */
    List<Pair> open(Path certificate, Password password) throws IOException {
        var chain = PemFiles.certificates(certificate);
        return opened(List.of(new FoundPair(FoundPair.Layout.PLAIN, chain.get(0), certificate, source)), password);
    }

    /**
     * The one pair that signs: of several the signing pair.
     *
     * @param certificate of the key file, where it is not named like it; empty where it is
     * @throws IOException as {@link #open} does
     */
    Pair openSigning(String certificate, Password password) throws IOException {
        List<Pair> pairs = certificate.isEmpty() ? open(password) : open(Path.of(certificate), password);
        Pair signing = pairs.stream()
                .filter(pair -> pair.use() == KeyUse.SIGNING)
                .findFirst()
                .orElse(pairs.get(0));
        pairs.stream().filter(pair -> pair != signing).forEach(Pair::close);
        return signing;
    }

    private List<Pair> opened(List<FoundPair> found, Password password) throws IOException {
        boolean encrypted = false;
        for (FoundPair pair : found) {
            encrypted |= files.read(pair.keyFile()).isPresent();
        }
        char[] secret = encrypted ? password.read() : new char[0];
        List<Pair> pairs = new ArrayList<>();
        try {
            for (FoundPair pair : found) {
                pairs.add(opened(folder.open(pair, secret)));
            }
            return pairs;
        } catch (IOException e) {
            pairs.forEach(Pair::close);
            throw e;
        } finally {
            Arrays.fill(secret, '\0');
        }
    }

    private List<FoundPair> onePersons(List<FoundPair> pairs) throws IOException {
        if (pairs.isEmpty()) {
            throw new IOException(source + ": no key file with its certificate is in it or below; name another folder");
        }
        for (KeyUse use : KeyUse.values()) {
            List<FoundPair> same =
                    pairs.stream().filter(pair -> pair.use() == use).toList();
            if (same.size() > 1) {
                throw new IOException(source + ": holds several " + use.english()
                        + " pairs; name one of the key files: "
                        + same.stream().map(pair -> pair.keyFile().toString()).collect(Collectors.joining(", ")));
            }
        }
        return pairs;
    }

    private static <T> T opened(Opening<T> opening) throws IOException {
        if (opening instanceof Opening.Refused<T> refused) {
            throw new IOException(refused.text());
        }
        return ((Opening.Opened<T>) opening).value();
    }
}
