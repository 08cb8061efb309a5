package io.gongmail.connector;

import io.gongmail.connector.settings.CertificatePlace;
import io.gongmail.connector.settings.OwnersFile;
import io.gongmail.connector.settings.Settings;
import io.gongmail.connector.settings.SettingsFile;
import io.gongmail.connector.tls.CertificateSource;
import io.gongmail.connector.tls.PersonalCertificate;
import io.gongmail.connector.tls.ServerDoor;
import io.gongmail.connector.words.Saying;
import java.io.IOException;

/** A file of settings with what it leads to. */
record Opened(Settings settings, PersonalCertificate person, ServerDoor door) {
    static Opened of(SettingsFile file, Main.Surroundings here) throws IOException {
        Settings settings = file.settings();
        CertificatePlace place = settings.certificate();
        CertificateSource.Password password = place.passwordFile().isPresent()
                ? () -> OwnersFile.firstLine(place.passwordFile().get())
                : () -> here.terminal()
                        .askSecret(here.words().say(Saying.ASK_PASSWORD).both());
        PersonalCertificate person = new CertificateSource(here.random(), here.clock()).open(place, password);
        return of(settings, person, here);
    }

    static Opened of(Settings settings, PersonalCertificate person, Main.Surroundings here) throws IOException {
        ServerDoor door = ServerDoor.of(settings.server(), settings.anchors(), settings.pins(), person, here.random());
        return new Opened(settings, person, door);
    }
}
