package io.gongmail.pki.keyfile;

import io.gongmail.pki.PemFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Finds pairs in a folder and below it, where people have them: a whole GPKI or NPKI folder, a removable disk, a home. Names
 * are compared without regard to case, since such folders come from Windows.
 */
public final class CertificateFolder {
    private static final int DEEPEST = 8;
    private static final int MOST_FILES = 5_000;
    private static final int LARGEST_CERTIFICATE = 256 * 1024;
    private static final List<String> CERTIFICATE_ENDINGS = List.of(".cer", ".crt", ".der", ".crt.pem", ".pem");

    private final KeyFiles keys;

    public CertificateFolder(KeyFiles keys) {
        this.keys = keys;
    }

    /** Signing pairs first, then by name. */
    public List<FoundPair> pairs(Path folder) throws IOException {
        List<FoundPair> found = new ArrayList<>();
        for (Path key : keyFiles(folder)) {
            pairOf(key).ifPresent(found::add);
        }
        found.sort(Comparator.comparing(FoundPair::use).thenComparing(FoundPair::keyFile));
        return List.copyOf(found);
    }

    /** The pair of one key file; empty where no certificate is named like it. */
    public Optional<FoundPair> pairOf(Path keyFile) throws IOException {
        Map<String, Path> beside = beside(keyFile);
        for (String name : certificateNames(name(keyFile))) {
            Path file = beside.get(name);
            if (file != null && !file.equals(keyFile)) {
                return Optional.of(
                        new FoundPair(layout(name(keyFile)), certificates(file).get(0), file, keyFile));
            }
        }
        return Optional.empty();
    }

    /** Opens the key of {@code pair} and takes the certificate that fits it: the one named like it, or another beside it. */
    public Opening<Pair> open(FoundPair pair, char[] password) throws IOException {
        Opening<OpenedKey> opening = keys.open(pair.keyFile(), password);
        List<X509Certificate> candidates = new ArrayList<>(certificates(pair.certificateFile()));
        for (Path file : beside(pair.keyFile()).values()) {
            if (isCertificate(name(file)) && !file.equals(pair.certificateFile())) {
                try {
                    candidates.addAll(certificates(file));
                } catch (IOException e) {
                    continue; // something else of that ending: not asked for, so not told
                }
            }
        }
        return opening.fold(
                opened -> paired(opened.value(), candidates, pair.keyFile()),
                refused -> new Opening.Refused<>(refused.problem(), pair.keyFile() + ": " + refused.text()));
    }

    /** {@code key} with whichever of {@code candidates} fits it, and what of them stands above that. */
    static Opening<Pair> paired(OpenedKey key, List<X509Certificate> candidates, Object where) {
        PublicPart open = PublicPart.of(key.privateKey());
        Optional<X509Certificate> own = candidates.stream()
                .filter(open::isIn)
                .findFirst()
                .filter(certificate -> Fit.fits(key.privateKey(), certificate, null));
        if (own.isPresent()) {
            return new Opening.Opened<>(new Pair(Chains.from(own.get(), candidates), key));
        }
        key.close();
        return new Opening.Refused<>(
                KeyProblem.NO_CERTIFICATE,
                where
                        + ": the password opens it, but no certificate there fits the key; find the certificate issued for it");
    }

    private static List<X509Certificate> certificates(Path file) throws IOException {
        if (Files.size(file) > LARGEST_CERTIFICATE) {
            throw new IOException(file + ": has more than " + LARGEST_CERTIFICATE / 1024
                    + " KiB, which no certificate has; name another file");
        }
        return PemFiles.certificates(file);
    }

    private static List<Path> keyFiles(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IOException(folder + ": is not a folder; name one that is there");
        }
        List<Path> files;
        try (Stream<Path> walked = Files.walk(folder, DEEPEST)) {
            files = walked.filter(Files::isRegularFile).limit(MOST_FILES + 1L).toList();
        } catch (UncheckedIOException e) {
            throw new IOException(
                    folder + ": cannot be read whole (" + e.getMessage() + "); allow it, or name a folder below", e);
        }
        if (files.size() > MOST_FILES) {
            throw new IOException(
                    folder + ": holds more than " + MOST_FILES + " files; name a folder nearer to the certificates");
        }
        return files.stream().filter(file -> isKey(name(file))).sorted().toList();
    }

    private static Map<String, Path> beside(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Map<String, Path> named = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(Files::isRegularFile)
                    .limit(MOST_FILES)
                    .forEach(each -> named.putIfAbsent(name(each), file.resolveSibling(each.getFileName())));
        }
        return named;
    }

    private static String name(Path file) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT);
    }

    private static boolean isKey(String name) {
        return name.endsWith(".key") || name.endsWith(".key.pem");
    }

    private static boolean isCertificate(String name) {
        return !isKey(name) && CERTIFICATE_ENDINGS.stream().anyMatch(name::endsWith);
    }

    private static FoundPair.Layout layout(String key) {
        if (key.endsWith("_sig.key") || key.endsWith("_env.key")) {
            return FoundPair.Layout.GPKI;
        }
        return key.equals("signpri.key") || key.equals("kmpri.key") ? FoundPair.Layout.NPKI : FoundPair.Layout.PLAIN;
    }

    private static List<String> certificateNames(String key) {
        return switch (key) {
            case "signpri.key" -> List.of("signcert.der", "signcert.cert");
            case "kmpri.key" -> List.of("kmcert.der", "kmcert.cert");
            default -> {
                String stem = key.replaceFirst("\\.key(\\.pem)?$", "");
                yield CERTIFICATE_ENDINGS.stream().map(ending -> stem + ending).toList();
            }
        };
    }
}
