package io.gongmail.demo;

import io.gongmail.pki.CertificateKey;
import io.gongmail.pki.CertificateKeys;
import io.gongmail.pki.PemFiles;
import io.gongmail.pki.demo.DemoAuthority;
import io.gongmail.pki.demo.Issued;
import io.gongmail.pki.keyfile.KeyFiles;
import io.gongmail.pki.keyfile.KeyScheme;
import io.gongmail.pki.keyfile.OpenedKey;
import io.gongmail.pki.keyfile.Opening;
import io.gongmail.pki.keyfile.Pair;
import io.gongmail.server.Gongmail;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Agency;
import io.gongmail.store.registry.Argon2Parameters;
import io.gongmail.store.registry.PasswordHashing;
import io.gongmail.store.registry.SeedAccount;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Stream;

/** Makes the people of a demo, each once: certificate and key in their folder, account and mailboxes in the store. */
final class DemoPeople {
    static final String AGENCY = "1342000";
    static final String AGENCY_NAME = "교육부";
    /** The agency's system. */
    static final String RELAY = "relay";

    private static final String REVIEWER = "demo";
    private static final int RSA_KEYS = 50;
    private static final int OPENED_AT_ONCE = 16;
    /** Octets of R, as real key files have them. */
    private static final int RANDOM_NUMBER = 20;

    private final DemoHome home;
    private final DemoAuthority authority;
    private final SecureRandom random;
    private final Clock clock;

    DemoPeople(DemoHome home, DemoAuthority authority, SecureRandom random, Clock clock) {
        this.home = home;
        this.authority = authority;
        this.random = random;
        this.clock = clock;
    }

    static String official(int number) {
        return String.format(Locale.ROOT, "official%04d", number);
    }

    static String address(String name) {
        return name + "@" + DemoSettings.DOMAIN;
    }

    /** Certificates, keys and folders, before the server starts, so that it finds the final revocation list. */
    void issue(int keys) throws IOException, GeneralSecurityException {
        for (int number = 1; number <= keys; number++) {
            String name = official(number);
            if (isNew(name)) {
                String cn = String.format(Locale.ROOT, "001홍길동%03d", number);
                write(
                        name,
                        number <= RSA_KEYS
                                ? authority.official(AGENCY_NAME, cn)
                                : authority.officialWithEcKey(AGENCY_NAME, cn));
            }
        }
        if (isNew("revoked")) {
            Issued revoked = authority.official(AGENCY_NAME, "001폐지자901");
            authority.revoke(revoked.certificate());
            write("revoked", revoked);
        }
        if (isNew("expired")) {
            write("expired", authority.expired(AGENCY_NAME, "001만료자902"));
        }
        if (isNew("foreign")) {
            write("foreign", authority.foreign(AGENCY_NAME, "001외부자903"));
        }
        if (isNew("unbound")) {
            write("unbound", authority.official(AGENCY_NAME, "001미등록904"));
        }
        if (isNew(RELAY)) {
            write(RELAY, authority.system(AGENCY_NAME, "001공지시스템905"));
        }
    }

    /** For the people of a home that an earlier version made. */
    void completeGpki() throws IOException {
        try (Stream<Path> folders = Files.list(home.people())) {
            for (Path folder : folders.toList()) {
                DemoPerson person = home.person(folder.getFileName().toString());
                if (Files.exists(person.pkcs12()) && !Files.exists(person.gpki())) {
                    writeGpki(person);
                }
            }
        }
    }

    /** Agency, accounts and mailboxes in the running server; what is there already stays. */
    void enroll(Gongmail server, int officials, int keys) throws IOException {
        if (server.registry().agencies().find(AGENCY).isEmpty()) {
            server.registry().agencies().put(new Agency(AGENCY, AGENCY_NAME, Set.of(DemoSettings.DOMAIN)), REVIEWER);
        }
        PasswordHashing hashing = new PasswordHashing(random, Argon2Parameters.DEFAULT);
        List<SeedAccount> batch = new ArrayList<>();
        List<String> withKeys = new ArrayList<>();
        for (int number = 1; number <= keys; number++) {
            withKeys.add(official(number));
        }
        withKeys.add("revoked");
        withKeys.add("expired");
        for (String name : withKeys) {
            if (server.registry().accounts().find(Address.of(address(name))).isEmpty()) {
                DemoPerson person = home.person(name);
                batch.add(withKey(
                        person,
                        AccountType.OFFICIAL,
                        hashing.hash(person.password().toCharArray())));
                if (batch.size() == io.gongmail.store.registry.Accounts.SEED_BATCH) {
                    seed(server, batch);
                }
            }
        }
        seed(server, batch);
        if (server.registry().accounts().find(Address.of(address(RELAY))).isEmpty()) {
            server.registry()
                    .accounts()
                    .seed(List.of(withKey(home.person(RELAY), AccountType.AGENCY_RELAY, "")), REVIEWER);
        }
        if (server.registry()
                .accounts()
                .find(Address.of(address(official(officials))))
                .isEmpty()) {
            for (int number = keys + 1; number <= officials; number++) {
                batch.add(withoutKey(number));
                if (batch.size() == io.gongmail.store.registry.Accounts.SEED_BATCH) {
                    seed(server, batch);
                }
            }
            seed(server, batch);
        }
    }

    private static void seed(Gongmail server, List<SeedAccount> batch) {
        if (!batch.isEmpty()) {
            // Side by side, so that the store's writers commit many at once.
            ForkJoinPool threads = new ForkJoinPool(OPENED_AT_ONCE);
            try {
                threads.submit(() -> batch.parallelStream()
                                .forEach(account -> server.provisioning().openMailboxes(account.address())))
                        .join();
            } finally {
                threads.shutdown();
            }
            server.registry().accounts().seed(batch, REVIEWER);
            batch.clear();
        }
    }

    private static SeedAccount withKey(DemoPerson person, AccountType type, String passwordHash) throws IOException {
        X509Certificate certificate =
                PemFiles.certificates(person.certificate()).get(0);
        return new SeedAccount(
                Address.of(address(person.name())),
                person.name(),
                type,
                AGENCY,
                CertificateKeys.of(certificate),
                certificate.getSubjectX500Principal().getName(),
                certificate.getNotAfter().toInstant(),
                passwordHash);
    }

    /** A certificate that nobody holds: counted, bound, and never shown. */
    private SeedAccount withoutKey(int number) {
        CertificateKey key = new CertificateKey(
                HexFormat.of()
                        .formatHex(
                                authority.issuingCa().getSubjectX500Principal().getEncoded()),
                new BigInteger(120, random).setBit(120),
                randomSha256(),
                randomSha256());
        return new SeedAccount(
                Address.of(address(official(number))),
                official(number),
                AccountType.OFFICIAL,
                AGENCY,
                key,
                "cn=001홍길동" + number + ",ou=people,ou=교육부,o=Government of Korea,c=KR",
                clock.instant().plus(Duration.ofDays(800)),
                "");
    }

    private String randomSha256() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private boolean isNew(String name) {
        return !Files.exists(home.person(name).pkcs12());
    }

    void write(String name, Issued issued) throws IOException, GeneralSecurityException {
        DemoPerson person = home.person(name);
        byte[] bytes = new byte[8];
        random.nextBytes(bytes);
        String password = "demo-" + HexFormat.of().formatHex(bytes);
        Files.createDirectories(person.folder());
        Files.writeString(person.folder().resolve("password.txt"), password + "\n");
        Files.writeString(person.folder().resolve("address.txt"), address(name) + "\n");
        DemoAuthority.write(issued, person.folder(), name, password);
        writeGpki(person);
    }

    private void writeGpki(DemoPerson person) throws IOException {
        KeyFiles files = new KeyFiles(random);
        Opening<OpenedKey> opening = files.open(person.key(), new char[0]);
        if (!(opening instanceof Opening.Opened<OpenedKey> opened)) {
            throw new IOException(person.key() + ": cannot be opened; delete " + person.folder() + " and start again");
        }
        byte[] r = new byte[RANDOM_NUMBER];
        random.nextBytes(r);
        try (OpenedKey bare = opened.value();
                Pair pair = new Pair(PemFiles.certificates(person.certificate()), bare.withRandom(r))) {
            Path stem = named(Files.createDirectories(person.gpki()), pair.fileName());
            pair.writeCertificate(stem.resolveSibling(stem.getFileName() + "_sig.cer"));
            files.write(
                    stem.resolveSibling(stem.getFileName() + "_sig.key"),
                    pair.key(),
                    KeyScheme.SEED_SHA1,
                    person.password().toCharArray());
        }
    }

    private static Path named(Path folder, String korean) throws IOException {
        try {
            return folder.resolve(korean);
        } catch (InvalidPathException e) {
            throw new IOException(
                    folder + ": files cannot be named in Korean here; start with LC_ALL=C.UTF-8 in the environment", e);
        }
    }
}
