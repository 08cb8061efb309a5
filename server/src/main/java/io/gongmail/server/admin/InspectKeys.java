package io.gongmail.server.admin;

import io.gongmail.pki.PemFiles;
import io.gongmail.pki.keyfile.CertificateFolder;
import io.gongmail.pki.keyfile.FoundPair;
import io.gongmail.pki.keyfile.KeyFile;
import io.gongmail.pki.keyfile.KeyFiles;
import io.gongmail.pki.keyfile.KeyScheme;
import io.gongmail.pki.keyfile.Pair;
import io.gongmail.pki.keyfile.Pkcs12Files;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        description = {
            "Tells what certificates, key files (GPKI, NPKI, PEM), PKCS#12 files and folders of them are. Needs no password,",
            "and with one looks into PKCS#12 too."
        })
final class InspectKeys implements Callable<Integer> {
    private final Here here;

    @Mixin
    private Report report = new Report();

    @Mixin
    private PasswordOptions password = new PasswordOptions();

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files or folders.")
    private List<Path> files = new ArrayList<>();

    InspectKeys(Here here) {
        this.here = here;
    }

    @Override
    public Integer call() {
        int exit = 0;
        for (Path file : files) {
            try {
                things(file).forEach(report::thing);
            } catch (IOException e) {
                exit = report.couldNot(Objects.requireNonNullElse(e.getMessage(), file + ": cannot be read"));
            }
        }
        return exit;
    }

    private List<Map<String, Object>> things(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            List<Map<String, Object>> pairs = new ArrayList<>();
            for (FoundPair pair : folder().pairs(file)) {
                pairs.add(pair(pair));
            }
            if (pairs.isEmpty()) {
                throw new IOException(
                        file + ": no key file with its certificate is in it or below; name another folder");
            }
            return pairs;
        }
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new IOException(file + ": is not there, or may not be read");
        }
        if (new Pkcs12Files(here.random()).isOne(file)) {
            return pkcs12(file);
        }
        List<Map<String, Object>> things = new ArrayList<>();
        IOException problem = new IOException(
                file + ": neither a certificate nor a key file nor PKCS#12; name one, or a folder of them");
        try {
            things.add(key(file));
        } catch (IOException e) {
            problem.addSuppressed(e);
        }
        try {
            for (X509Certificate certificate : PemFiles.certificates(file)) {
                Map<String, Object> facts = facts(file, "certificate");
                facts.putAll(CertificateFacts.of(certificate, here.clock().instant()));
                things.add(facts);
            }
        } catch (IOException e) {
            problem.addSuppressed(e);
        }
        if (things.isEmpty()) {
            throw problem;
        }
        return things;
    }

    private Map<String, Object> pair(FoundPair pair) throws IOException {
        Map<String, Object> facts = facts(pair.certificateFile(), "pair, " + pair.layout());
        facts.put("keyFile", pair.keyFile().toString());
        facts.putAll(encryption(new KeyFiles(here.random()).read(pair.keyFile())));
        facts.putAll(CertificateFacts.of(pair.certificate(), here.clock().instant()));
        return facts;
    }

    private Map<String, Object> key(Path file) throws IOException {
        Map<String, Object> facts = facts(file, "key file");
        facts.putAll(encryption(new KeyFiles(here.random()).read(file)));
        Optional<FoundPair> pair = folder().pairOf(file);
        facts.put(
                "certificate",
                pair.map(found -> found.certificateFile().toString()).orElse("none named like it beside"));
        pair.ifPresent(found -> {
            facts.put("subject", CertificateFacts.name(found.certificate()));
            facts.put("use", found.use().english() + " " + found.use().korean());
        });
        return facts;
    }

    private static Map<String, Object> encryption(Optional<KeyFile> key) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put(
                "encryption",
                key.map(file -> file.scheme().map(KeyScheme::label).orElse("not known here, OID " + file.oid()))
                        .orElse("none: whoever has this file has the key"));
        key.ifPresent(file -> file.iterations().ifPresent(count -> facts.put("iterations", count)));
        return facts;
    }

    private List<Map<String, Object>> pkcs12(Path file) throws IOException {
        if (!password.given()) {
            Map<String, Object> facts = facts(file, "PKCS#12");
            facts.put("inside", "not shown; give its password by --password-file FILE or --password-fd N");
            return List.of(facts);
        }
        List<Map<String, Object>> things = new ArrayList<>();
        List<Pair> pairs =
                new KeySource(file, here.random()).open(() -> password.read(new PasswordSource(here.standardInput())));
        for (Pair pair : pairs) {
            try (pair) {
                Map<String, Object> facts = facts(file, "PKCS#12");
                facts.put("certificates", pair.chain().size());
                facts.put("randomNumber", pair.key().hasRandom() ? "kept with the key" : "none");
                facts.putAll(
                        CertificateFacts.of(pair.certificate(), here.clock().instant()));
                things.add(facts);
            }
        }
        return things;
    }

    private CertificateFolder folder() {
        return new CertificateFolder(new KeyFiles(here.random()));
    }

    private static Map<String, Object> facts(Path file, String kind) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("file", file.toString());
        facts.put("kind", kind);
        return facts;
    }
}
