package io.gongmail.connector.tls;

import io.gongmail.connector.settings.CertificatePlace;
import io.gongmail.pki.keyfile.CertificateFolder;
import io.gongmail.pki.keyfile.FoundPair;
import io.gongmail.pki.keyfile.KeyFiles;
import io.gongmail.pki.keyfile.Opening;
import io.gongmail.pki.keyfile.Pair;
import io.gongmail.pki.keyfile.Pkcs12Files;
import io.gongmail.pki.keyfile.Token;
import io.gongmail.pki.keyfile.TokenPair;
import io.gongmail.pki.keyfile.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Opens the person's certificate and key wherever they are. Errors are for people and free of secrets. */
public final class CertificateSource {
    private final SecureRandom random;
    private final Clock clock;

    public CertificateSource(SecureRandom random, Clock clock) {
        this.random = random;
        this.clock = clock;
    }

    /** Supplies the password or PIN where one is needed; it is wiped after use. */
    @FunctionalInterface
    public interface Password {
        char[] read() throws IOException;
    }

    /** @throws IOException saying what could not be opened and what to do */
    public PersonalCertificate open(CertificatePlace place, Password password) throws IOException {
        return switch (place.kind()) {
            case FILES -> fromFiles(path(place), place.serial(), password);
            case PKCS12 -> fromPkcs12(path(place), place.serial(), password);
            case TOKEN -> fromToken(path(place), place.slot(), place.serial(), password);
            case WINDOWS -> fromStore(system("Windows-MY", "jdk.crypto.mscapi"), "Windows", place.serial());
            case MACOS -> fromStore(system("KeychainStore", "java.base of macOS"), "macOS", place.serial());
        };
    }

    /** What could be meant where {@code refusal} says that one of several must be named; else nothing. */
    public static List<X509Certificate> candidates(IOException refusal) {
        return refusal instanceof Choice.Several several ? several.candidates() : List.of();
    }

    private PersonalCertificate fromFiles(Path path, Optional<String> serial, Password password) throws IOException {
        KeyFiles files = new KeyFiles(random);
        CertificateFolder folder = new CertificateFolder(files);
        List<FoundPair> found = Files.isDirectory(path)
                ? folder.pairs(path)
                : folder.pairOf(existing(path)).stream().toList();
        if (found.isEmpty()) {
            throw new IOException(path + ": no key file with its certificate is there; name another place");
        }
        FoundPair pair = new Choice<>(path, FoundPair::certificate).of(found, serial, clock.instant());
        char[] secret = files.read(pair.keyFile()).isPresent() ? password.read() : new char[0];
        try (Pair opened = opened(folder.open(pair, secret))) {
            return new PersonalCertificate(opened.chain(), opened.key().privateKey());
        } finally {
            Arrays.fill(secret, '\0');
        }
    }

    private PersonalCertificate fromPkcs12(Path path, Optional<String> serial, Password password) throws IOException {
        Pkcs12Files files = new Pkcs12Files(random);
        if (!files.isOne(existing(path))) {
            throw new IOException(path + ": is no PKCS#12 file (.p12, .pfx)");
        }
        char[] secret = password.read();
        try {
            List<Pair> pairs = opened(files.open(path, secret));
            Pair pair = new Choice<>(path, Pair::certificate).of(pairs, serial, clock.instant());
            PersonalCertificate found =
                    new PersonalCertificate(pair.chain(), pair.key().privateKey());
            pairs.forEach(Pair::close);
            return found;
        } finally {
            Arrays.fill(secret, '\0');
        }
    }

    private PersonalCertificate fromToken(Path library, int slot, Optional<String> serial, Password password)
            throws IOException {
        char[] pin = password.read();
        try {
            Token token = opened(new Tokens().open(library, slot, pin));
            TokenPair pair = new Choice<>(library, TokenPair::certificate).of(token.pairs(), serial, clock.instant());
            // TLS looks for who can sign with a key among registered providers.
            if (Security.getProvider(pair.provider().getName()) == null) {
                Security.addProvider(pair.provider());
            }
            return new PersonalCertificate(pair.chain(), pair.key());
        } finally {
            Arrays.fill(pin, '\0');
        }
    }

    private static KeyStore system(String type, String needed) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance(type);
            store.load(null, null);
            return store;
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "this system, or this Java, has no key store " + type + " (" + needed
                            + "); use it on the system it is of, or name files by certificate = files",
                    e);
        }
    }

    PersonalCertificate fromStore(KeyStore store, String where, Optional<String> serial) throws IOException {
        try {
            List<PersonalCertificate> found = new ArrayList<>();
            for (String alias : Collections.list(store.aliases())) {
                Certificate[] chain = store.getCertificateChain(alias);
                // The key chain wants a password that is not looked at, and asks the person itself.
                if (store.isKeyEntry(alias)
                        && chain != null
                        && chain.length > 0
                        && store.getKey(alias, new char[] {'-'}) instanceof PrivateKey key) {
                    found.add(new PersonalCertificate(
                            Stream.of(chain).map(X509Certificate.class::cast).toList(), key));
                }
            }
            if (found.isEmpty()) {
                throw new IOException(where + ": its key store has no certificate with a key; import yours first");
            }
            return new Choice<>(where, PersonalCertificate::certificate).of(found, serial, clock.instant());
        } catch (GeneralSecurityException e) {
            throw new IOException(where + ": its key store cannot be read: " + e.getMessage(), e);
        }
    }

    private static Path path(CertificatePlace place) {
        return place.path().orElseThrow(() -> new IllegalStateException("settings were checked for it"));
    }

    private static Path existing(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + ": is not there; name a folder, a key file or a PKCS#12 file that is");
        }
        return file;
    }

    private static <T> T opened(Opening<T> opening) throws IOException {
        if (opening instanceof Opening.Refused<T> refused) {
            throw new IOException(refused.text());
        }
        return ((Opening.Opened<T>) opening).value();
    }
}
