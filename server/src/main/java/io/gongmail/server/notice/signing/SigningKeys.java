package io.gongmail.server.notice.signing;

import io.gongmail.pki.keyfile.CertificateFolder;
import io.gongmail.pki.keyfile.FoundPair;
import io.gongmail.pki.keyfile.KeyFiles;
import io.gongmail.pki.keyfile.KeyUse;
import io.gongmail.pki.keyfile.Opening;
import io.gongmail.pki.keyfile.Pair;
import io.gongmail.pki.keyfile.Pkcs12Files;
import io.gongmail.server.words.Ruling;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Keys of agencies in a folder of the administrator's, for the server's user alone: {@code CODE.p12}, or a folder {@code CODE} with a
 * signing pair as GPKI, NPKI and other programs keep it; the first line of {@code CODE.password} opens it where it is encrypted. A file
 * that was changed is read anew when the key is asked for next. Thread-safe; calls block.
 */
final class SigningKeys {
    private static final int LONGEST_PASSWORD = 1_024;
    private static final int MOST_FILES = 1_000;
    private static final Set<PosixFilePermission> OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private final Path folder;
    private final SecureRandom random;
    /** Of agencies that have files, of which the administrator has made each. */
    private final Map<String, Read> read = new ConcurrentHashMap<>();

    /** What came of files that looked so. */
    private record Read(List<String> looks, Ruling<SigningKey> key) {}

    /** On its way up to become a {@link Ruling}. */
    private static final class Unusable extends IOException {
        private static final long serialVersionUID = 1L;

        private final String code;

        Unusable(String code, String why) {
            super(why);
            this.code = code;
        }
    }

    SigningKeys(Path folder, SecureRandom random) {
        this.folder = folder;
        this.random = random;
    }

    /**
     * That of an agency; empty where the administrator gave none. One that cannot be opened, or that others could open too, is refused
     * (G-961, G-962).
     *
     * @param agency its code, which has no character that a file's name cannot have
     */
    Ruling<Optional<SigningKey>> of(String agency) {
        try {
            List<String> looks = looks(agency);
            if (looks.isEmpty()) {
                read.remove(agency);
                return Ruling.granted(Optional.empty());
            }
            Read before = read.get(agency);
            if (before == null || !before.looks().equals(looks)) {
                before = new Read(looks, read(agency));
                read.put(agency, before);
            }
            return before.key().then(key -> Ruling.granted(Optional.of(key)));
        } catch (IOException e) {
            return refused("G-961", agency, String.valueOf(e.getMessage()));
        }
    }

    private Path pkcs12(String agency) {
        return folder.resolve(agency + ".p12");
    }

    private Path password(String agency) {
        return folder.resolve(agency + ".password");
    }

    /** Time and size of each file, and who may read it; nothing where there is no key. */
    private List<String> looks(String agency) throws IOException {
        List<Path> files = new ArrayList<>();
        if (Files.exists(pkcs12(agency))) {
            files.add(pkcs12(agency));
        } else if (Files.isDirectory(folder.resolve(agency))) {
            try (Stream<Path> all = Files.walk(folder.resolve(agency), 8)) {
                all.limit(MOST_FILES).forEach(files::add);
            }
        } else {
            return List.of();
        }
        if (Files.exists(password(agency))) {
            files.add(password(agency));
        }
        List<String> looks = new ArrayList<>();
        for (Path file : files) {
            BasicFileAttributes about = Files.readAttributes(file, BasicFileAttributes.class);
            looks.add(file + " " + about.lastModifiedTime() + " " + about.size() + " " + about.fileKey() + " "
                    + Files.getPosixFilePermissions(file));
        }
        return looks;
    }

    private Ruling<SigningKey> read(String agency) {
        char[] password = new char[0];
        try {
            password = password(agency, password);
            return Ruling.granted(opened(agency, password));
        } catch (Unusable e) {
            return refused(e.code, agency, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return refused("G-961", agency, String.valueOf(e.getMessage()));
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private static <T> Ruling<T> refused(String code, String agency, String why) {
        return new Ruling.Refused<>(code, Map.of("agency", agency, "found", why));
    }

    private SigningKey opened(String agency, char[] password) throws IOException {
        Path file = pkcs12(agency);
        List<Pair> pairs;
        if (Files.exists(file)) {
            ownersAlone(file);
            pairs = opened(new Pkcs12Files(random).open(file, password));
        } else {
            CertificateFolder certificates = new CertificateFolder(new KeyFiles(random));
            FoundPair found = signing(agency, certificates);
            file = found.keyFile();
            ownersAlone(file);
            pairs = List.of(opened(certificates.open(found, password)));
        }
        try {
            List<Pair> signing =
                    pairs.stream().filter(pair -> pair.use() == KeyUse.SIGNING).toList();
            Pair own = signing.isEmpty() ? pairs.get(0) : signing.get(0);
            if (signing.size() > 1) {
                throw new IOException(file + ": holds several signing pairs; leave the one that is to sign");
            }
            return new SigningKey(own.chain(), own.key().privateKey(), file.toString());
        } finally {
            pairs.forEach(Pair::close);
        }
    }

    private FoundPair signing(String agency, CertificateFolder certificates) throws IOException {
        Path own = folder.resolve(agency);
        List<FoundPair> pairs = certificates.pairs(own);
        List<FoundPair> signing =
                pairs.stream().filter(pair -> pair.use() == KeyUse.SIGNING).toList();
        if (signing.size() != 1) {
            throw new IOException(
                    own + ": has to hold one signing pair, a certificate and a key named like it, and holds "
                            + signing.size());
        }
        return signing.get(0);
    }

    private static <T> T opened(Opening<T> opening) throws IOException {
        if (opening instanceof Opening.Refused<T> refused) {
            throw new IOException(refused.text());
        }
        return ((Opening.Opened<T>) opening).value();
    }

    private static void ownersAlone(Path file) throws IOException {
        if (Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
            throw new Unusable("G-962", file.toString());
        }
    }

    /** The first line; {@code none} where there is no such file. */
    private char[] password(String agency, char[] none) throws IOException {
        Path file = password(agency);
        if (!Files.exists(file)) {
            return none;
        }
        ownersAlone(file);
        byte[] octets;
        try (InputStream in = Files.newInputStream(file)) {
            octets = in.readNBytes(LONGEST_PASSWORD + 1);
        }
        int end = 0;
        while (end < octets.length && octets[end] != '\n' && octets[end] != '\r') {
            end++;
        }
        try {
            if (end == 0 || end > LONGEST_PASSWORD) {
                throw new IOException(file + ": its first line is empty, or longer than any password");
            }
            CharBuffer text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(octets, 0, end));
            char[] password = Arrays.copyOf(text.array(), text.length());
            Arrays.fill(text.array(), '\0');
            return password;
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }
}
