package io.gongmail.connector.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A settings file without problems. {@link SettingKey} says what each part means and is bound by. */
public record Settings(
        String server,
        int imapPort,
        int submissionPort,
        Optional<Path> anchors,
        List<KeyPin> pins,
        CertificatePlace certificate,
        boolean certificateAlone,
        int localImapPort,
        int localSmtpPort,
        int mostConnections,
        String secret) {
    public Settings {
        pins = List.copyOf(pins);
    }

    /** The secret stays out of logs. */
    @Override
    public String toString() {
        return "Settings[" + server + ", " + certificate.kind() + "]";
    }
}
