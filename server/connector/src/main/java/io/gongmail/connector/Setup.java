package io.gongmail.connector;

import io.gongmail.connector.dialogue.LocalSecret;
import io.gongmail.connector.settings.CertificatePlace;
import io.gongmail.connector.settings.KeyPin;
import io.gongmail.connector.settings.OwnersFile;
import io.gongmail.connector.settings.SettingKey;
import io.gongmail.connector.settings.Settings;
import io.gongmail.connector.settings.SettingsFile;
import io.gongmail.connector.tls.CertificateSource;
import io.gongmail.connector.tls.PersonalCertificate;
import io.gongmail.connector.tls.ServerDoor;
import io.gongmail.connector.words.Saying;
import io.gongmail.pki.PemFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code setup}: asks, tries, writes, and prints what to type into the mail program. */
@Command(
        name = "setup",
        mixinStandardHelpOptions = true,
        description = {
            "Asks for the server, its key or authority, and the certificate; tries them; writes the settings; prints what",
            "to type into the mail program. What a file of settings says already, as one handed out by an office, is offered."
        })
final class Setup implements Callable<Integer> {
    private static final String PASSWORD = "password";
    private static final String SOMEBODY = "hong@moe.example";

    private final Main.Surroundings here;
    private final Questions questions;
    private final Map<SettingKey, String> values = new EnumMap<>(SettingKey.class);

    @Mixin
    private Main.Place place = new Main.Place();

    Setup(Main.Surroundings here) {
        this.here = here;
        this.questions = new Questions(here.terminal(), here.words());
    }

    @Override
    public Integer call() throws IOException {
        SettingsFile file = new SettingsFile(place.settings);
        questions.tell(Saying.WELCOME);
        if (Files.exists(file.path())) {
            SettingsFile.Reading reading = file.read();
            reading.problems().forEach(here.terminal()::tell);
            values.putAll(reading.values());
            questions.tell(Saying.ALREADY_SET, file.path());
        }
        askServer();
        if (!askIdentity()) {
            questions.tell(Saying.NOT_TRUSTED);
            return 1;
        }
        PersonalCertificate person = askCertificate(file);
        askPort(Saying.ASK_LOCAL_IMAP, SettingKey.LOCAL_IMAP_PORT);
        askPort(Saying.ASK_LOCAL_SMTP, SettingKey.LOCAL_SMTP_PORT);
        values.putIfAbsent(SettingKey.SECRET, LocalSecret.fresh(here.random()));
        Settings settings = file.settings(values);
        file.write(values);
        questions.tell(Saying.WRITTEN, file.path());
        questions.tell(Saying.CERTIFICATE, person, person.until());
        Expiry.warning(person, here.words(), here.clock().instant())
                .ifPresent(warning -> here.terminal().tell(warning.both()));
        boolean good = new Trial(Opened.of(settings, person, here), here.terminal(), here.words()).run();
        tellWhatToType(settings);
        return good ? 0 : 1;
    }

    private void askServer() throws IOException {
        put(
                SettingKey.SERVER,
                questions.ask(
                        Saying.ASK_SERVER,
                        given(SettingKey.SERVER),
                        answer -> answer.isEmpty() ? Optional.of(SettingKey.SERVER.meaning()) : Optional.empty()));
        put(SettingKey.IMAP_PORT, questions.number(Saying.ASK_IMAP_PORT, given(SettingKey.IMAP_PORT), 1, 65_535));
        put(
                SettingKey.SUBMISSION_PORT,
                questions.number(Saying.ASK_SUBMISSION_PORT, given(SettingKey.SUBMISSION_PORT), 1, 65_535));
    }

    /** Whether it is now known who the server is: as the settings say, by an authority, or by a key that a person compared. */
    private boolean askIdentity() throws IOException {
        if (!given(SettingKey.SERVER_KEY_SHA256).isEmpty()) {
            return true;
        }
        String anchors = questions.ask(Saying.ASK_ANCHORS, given(SettingKey.SERVER_ANCHORS), answer -> {
            if (answer.isEmpty()) {
                return Optional.empty();
            }
            try {
                PemFiles.certificates(place.settings.toAbsolutePath().resolveSibling(answer));
                return Optional.empty();
            } catch (IOException e) {
                return Optional.of(String.valueOf(e.getMessage()));
            }
        });
        if (!anchors.isEmpty()) {
            put(SettingKey.SERVER_ANCHORS, anchors);
            return true;
        }
        KeyPin shown;
        try {
            shown = ServerDoor.keyShown(
                    given(SettingKey.SERVER), Integer.parseInt(given(SettingKey.IMAP_PORT)), here.random());
        } catch (IOException e) {
            here.terminal().tell(Failure.opening(e, here.words()).why().both());
            return false;
        }
        questions.tell(Saying.SHOWN_KEY, shown.base64());
        if (!questions.yes(Saying.ASK_SAME_KEY)) {
            return false;
        }
        put(SettingKey.SERVER_KEY_SHA256, shown.base64());
        return true;
    }

    private PersonalCertificate askCertificate(SettingsFile file) throws IOException {
        String kind = questions.ask(
                Saying.ASK_KIND,
                given(SettingKey.CERTIFICATE).isEmpty() ? "files" : given(SettingKey.CERTIFICATE),
                answer -> kind(answer).isPresent()
                        ? Optional.empty()
                        : Optional.of("files, pkcs12, token, windows, macos"));
        put(SettingKey.CERTIFICATE, kind);
        values.remove(SettingKey.CERTIFICATE_SERIAL);
        CertificatePlace.Kind known = kind(kind).orElseThrow();
        CertificateSource source = new CertificateSource(here.random(), here.clock());
        char[][] typed = {new char[0]};
        PersonalCertificate[] found = new PersonalCertificate[1];
        try {
            if (known.wantsPassword()) {
                askPath(known, path -> opened(source, place(known, path), typed, found));
            } else {
                Optional<String> wrong = opened(source, place(known, ""), typed, found);
                if (wrong.isPresent()) {
                    throw new IOException(wrong.get());
                }
            }
            keepPassword(file, typed[0]);
        } finally {
            Arrays.fill(typed[0], '\0');
        }
        return found[0];
    }

    private void askPath(CertificatePlace.Kind kind, Questions.Taking taking) throws IOException {
        Saying question = switch (kind) {
            case FILES -> Saying.ASK_FOLDER;
            case PKCS12 -> Saying.ASK_PKCS12;
            case TOKEN, WINDOWS, MACOS -> Saying.ASK_LIBRARY;
        };
        if (kind == CertificatePlace.Kind.TOKEN) {
            put(
                    SettingKey.CERTIFICATE_SLOT,
                    questions.number(Saying.ASK_SLOT, given(SettingKey.CERTIFICATE_SLOT), 0, 63));
        }
        put(SettingKey.CERTIFICATE_PATH, questions.ask(question, given(SettingKey.CERTIFICATE_PATH), taking));
    }

    /** What is wrong with that place, if anything; asks which of several is meant, and for the password. */
    private Optional<String> opened(
            CertificateSource source, CertificatePlace at, char[][] typed, PersonalCertificate[] found) {
        CertificateSource.Password password = () -> {
            Arrays.fill(typed[0], '\0');
            typed[0] = here.terminal()
                    .askSecret(here.words().say(Saying.ASK_PASSWORD).both());
            return typed[0].clone();
        };
        try {
            found[0] = source.open(at, password);
            return Optional.empty();
        } catch (IOException e) {
            List<X509Certificate> several = CertificateSource.candidates(e);
            if (several.isEmpty()) {
                return Optional.of(String.valueOf(e.getMessage()));
            }
            try {
                String serial = askWhich(several);
                found[0] = source.open(
                        new CertificatePlace(at.kind(), at.path(), at.slot(), Optional.of(serial), at.passwordFile()),
                        typed[0].length > 0 ? () -> typed[0].clone() : password);
                put(SettingKey.CERTIFICATE_SERIAL, serial);
                return Optional.empty();
            } catch (IOException again) {
                return Optional.of(String.valueOf(again.getMessage()));
            }
        }
    }

    private String askWhich(List<X509Certificate> several) throws IOException {
        questions.tell(Saying.SEVERAL);
        several.forEach(each -> here.terminal()
                .tell("  " + PersonalCertificate.serial(each) + "  "
                        + each.getSubjectX500Principal().getName() + "  "
                        + each.getNotAfter().toInstant()));
        return questions
                .ask(
                        Saying.ASK_WHICH,
                        "",
                        answer -> several.stream()
                                        .map(PersonalCertificate::serial)
                                        .anyMatch(answer.toLowerCase(Locale.ROOT)::equals)
                                ? Optional.empty()
                                : Optional.of(SettingKey.CERTIFICATE_SERIAL.meaning()))
                .toLowerCase(Locale.ROOT);
    }

    /** Not unless the person says so. */
    private void keepPassword(SettingsFile file, char[] password) throws IOException {
        values.remove(SettingKey.PASSWORD_FILE);
        if (password.length == 0 || !questions.yes(Saying.ASK_KEEP)) {
            return;
        }
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(password));
        byte[] octets = Arrays.copyOf(encoded.array(), encoded.limit());
        Arrays.fill(encoded.array(), (byte) 0);
        try {
            Path kept = file.path().resolveSibling(PASSWORD);
            OwnersFile.write(kept, octets);
            put(SettingKey.PASSWORD_FILE, PASSWORD);
            questions.tell(Saying.KEPT, kept);
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }

    private void askPort(Saying question, SettingKey key) throws IOException {
        put(key, questions.ask(question, given(key), answer -> {
            String wrong = here.words().say(Saying.PORT_TAKEN, answer).both();
            if (!answer.matches("\\d{1,5}") || Integer.parseInt(answer) < 1 || Integer.parseInt(answer) > 65_535) {
                return Optional.of(wrong);
            }
            try (ServerSocket tried = new ServerSocket()) {
                tried.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), Integer.parseInt(answer)));
                return Optional.empty();
            } catch (IOException e) {
                return Optional.of(wrong);
            }
        }));
    }

    private void tellWhatToType(Settings settings) {
        questions.tell(Saying.TYPE_THIS);
        questions.tell(Saying.INCOMING, "127.0.0.1", settings.localImapPort());
        questions.tell(Saying.OUTGOING, "127.0.0.1", settings.localSmtpPort());
        questions.tell(Saying.USER_NAME, settings.secret(), SOMEBODY);
        questions.tell(Saying.ALSO_SO);
    }

    private static Optional<CertificatePlace.Kind> kind(String word) {
        return Arrays.stream(CertificatePlace.Kind.values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst();
    }

    private CertificatePlace place(CertificatePlace.Kind kind, String path) {
        return new CertificatePlace(
                kind,
                path.isEmpty()
                        ? Optional.empty()
                        : Optional.of(place.settings.toAbsolutePath().resolveSibling(path)),
                Integer.parseInt(given(SettingKey.CERTIFICATE_SLOT)),
                Optional.empty(),
                Optional.empty());
    }

    private String given(SettingKey key) {
        return values.getOrDefault(key, key.standard());
    }

    private void put(SettingKey key, String value) {
        values.put(key, value);
    }
}
