package io.gongmail.connector.settings;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Turns values into settings; a wrong one is noted and the reading goes on, so that one start tells every problem. */
final class CheckedValues {
    private static final String HOST = "(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?";
    private static final String SECRET = "[a-z0-9]{16,64}";
    private static final int MOST_PINS = 8;

    private final Path file;
    private final Map<SettingKey, String> values;
    private final List<String> problems;

    CheckedValues(Path file, Map<SettingKey, String> values, List<String> problems) {
        this.file = file;
        this.values = values;
        this.problems = problems;
    }

    Optional<Settings> settings() {
        int before = problems.size();
        String server = matching(SettingKey.SERVER, HOST, "a host name");
        Optional<Path> anchors = path(SettingKey.SERVER_ANCHORS);
        List<KeyPin> pins = pins();
        if (anchors.isEmpty() && pins.isEmpty()) {
            note(
                    SettingKey.SERVER_ANCHORS,
                    "is missing, and server-key-sha256 too; one of them must say who the server is");
        }
        Settings settings = new Settings(
                server,
                number(SettingKey.IMAP_PORT, 1, 65_535),
                number(SettingKey.SUBMISSION_PORT, 1, 65_535),
                anchors,
                pins,
                certificate(),
                yes(SettingKey.CERTIFICATE_ALONE),
                number(SettingKey.LOCAL_IMAP_PORT, 1, 65_535),
                number(SettingKey.LOCAL_SMTP_PORT, 1, 65_535),
                number(SettingKey.MOST_CONNECTIONS, 1, 256),
                matching(SettingKey.SECRET, SECRET, "16 to 64 small letters and digits"));
        if (settings.localImapPort() == settings.localSmtpPort()) {
            note(SettingKey.LOCAL_SMTP_PORT, "is the same as local-imap-port; name another");
        }
        return problems.size() == before ? Optional.of(settings) : Optional.empty();
    }

    private CertificatePlace certificate() {
        String word = given(SettingKey.CERTIFICATE).orElse("");
        Optional<CertificatePlace.Kind> kind = Stream.of(CertificatePlace.Kind.values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst();
        if (kind.isEmpty()) {
            note(
                    SettingKey.CERTIFICATE,
                    (word.isEmpty() ? "is missing" : "'" + word + "' is none")
                            + "; files, pkcs12, token, windows or macos");
        }
        Optional<Path> path = path(SettingKey.CERTIFICATE_PATH);
        if (kind.filter(CertificatePlace.Kind::wantsPassword).isPresent() && path.isEmpty()) {
            note(SettingKey.CERTIFICATE_PATH, "is missing; " + word + " needs it");
        }
        Optional<String> serial = given(SettingKey.CERTIFICATE_SERIAL)
                .map(text -> matching(SettingKey.CERTIFICATE_SERIAL, "[0-9A-Fa-f]{1,64}", "hexadecimal digits"))
                .map(text -> text.toLowerCase(Locale.ROOT));
        return new CertificatePlace(
                kind.orElse(CertificatePlace.Kind.FILES),
                path,
                number(SettingKey.CERTIFICATE_SLOT, 0, 63),
                serial,
                path(SettingKey.PASSWORD_FILE));
    }

    private List<KeyPin> pins() {
        List<KeyPin> pins = new ArrayList<>();
        given(SettingKey.SERVER_KEY_SHA256).ifPresent(text -> {
            String[] parts = text.split(",");
            if (parts.length > MOST_PINS) {
                note(SettingKey.SERVER_KEY_SHA256, "has more than " + MOST_PINS + "; keep what is in use");
            }
            for (String part : parts) {
                KeyPin.parse(part)
                        .ifPresentOrElse(
                                pins::add,
                                () -> note(
                                        SettingKey.SERVER_KEY_SHA256,
                                        "'" + part.strip() + "' is no SHA-256 in Base64 or hexadecimal"));
            }
        });
        return pins;
    }

    private Optional<Path> path(SettingKey key) {
        try {
            // Beside the file of settings, wherever the program was started.
            return given(key).map(text -> file.resolveSibling(text).normalize());
        } catch (InvalidPathException e) {
            note(key, "is no path: " + e.getReason());
            return Optional.empty();
        }
    }

    private String matching(SettingKey key, String form, String allowed) {
        String value = given(key).orElse("");
        if (value.isEmpty()) {
            note(key, "is missing; " + allowed);
        } else if (!value.matches(form)) {
            // What is wrong with a secret is not repeated.
            note(key, (key == SettingKey.SECRET ? "" : "'" + value + "' ") + "is not allowed; " + allowed);
        }
        return value;
    }

    private int number(SettingKey key, int least, int most) {
        String value = given(key).orElse(key.standard());
        if (value.matches("\\d{1,6}") && Integer.parseInt(value) >= least && Integer.parseInt(value) <= most) {
            return Integer.parseInt(value);
        }
        note(key, "'" + value + "' is not allowed; " + least + " to " + most);
        return Integer.parseInt(key.standard());
    }

    private boolean yes(SettingKey key) {
        String value = given(key).orElse(key.standard());
        if (!value.equals("yes") && !value.equals("no")) {
            note(key, "'" + value + "' is not allowed; yes or no");
        }
        return value.equals("yes");
    }

    private Optional<String> given(SettingKey key) {
        return Optional.ofNullable(values.get(key)).filter(value -> !value.isEmpty());
    }

    private void note(SettingKey key, String wrong) {
        problems.add(file + ": '" + key.key() + "': " + wrong);
    }
}
