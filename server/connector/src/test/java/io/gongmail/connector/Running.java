package io.gongmail.connector;

import io.gongmail.connector.dialogue.Dialogue.Protocol;
import io.gongmail.connector.settings.CertificatePlace;
import io.gongmail.connector.settings.KeyPin;
import io.gongmail.connector.settings.Settings;
import io.gongmail.connector.testing.Account;
import io.gongmail.connector.testing.Program;
import io.gongmail.connector.testing.Script;
import io.gongmail.connector.testing.TestPki;
import io.gongmail.connector.tls.PersonalCertificate;
import io.gongmail.connector.tls.ServerDoor;
import io.gongmail.connector.words.Words;
import io.gongmail.pki.demo.Issued;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A connector that runs for a test, and how it is told. */
final class Running implements AutoCloseable {
    final Script script = new Script();
    private final Connector connector;

    private Running(Builder told) throws IOException {
        Terminal terminal = terminal(script);
        Words words = new Words();
        Settings settings = new Settings(
                told.host,
                told.imap,
                told.smtp,
                told.anchors,
                told.pins,
                new CertificatePlace(
                        CertificatePlace.Kind.FILES, Optional.empty(), 0, Optional.empty(), Optional.empty()),
                false,
                0,
                0,
                told.most,
                Account.SECRET);
        PersonalCertificate person = new PersonalCertificate(told.person.chain(), told.person.key());
        connector = Connector.start(
                settings,
                ServerDoor.of(told.host, told.anchors, told.pins, person, new SecureRandom()),
                person,
                new Announcements(terminal, words, told.clock),
                words,
                told.limits,
                told.clock);
    }

    static Terminal terminal(Script script) {
        return new Terminal() {
            @Override
            public void tell(String text) {
                script.tell(text);
            }

            @Override
            public String ask(String question) {
                return script.answer(question);
            }

            @Override
            public char[] askSecret(String question) {
                return script.answer(question).toCharArray();
            }
        };
    }

    Program imap() throws IOException {
        return new Program(connector.address(Protocol.IMAP));
    }

    Program smtp() throws IOException {
        return new Program(connector.address(Protocol.SMTP));
    }

    Connector connector() {
        return connector;
    }

    @Override
    public void close() {
        connector.close();
    }

    static final class Builder {
        private String host = "localhost";
        private int imap = 1;
        private int smtp = 1;
        private Optional<Path> anchors = Optional.of(TestPki.serverAnchors());
        private List<KeyPin> pins = List.of();
        private int most = 16;
        private Issued person = TestPki.person();
        private Limits limits =
                new Limits(Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMillis(50));
        private Clock clock = Clock.systemUTC();

        Builder imap(int port) {
            imap = port;
            return this;
        }

        Builder smtp(int port) {
            smtp = port;
            return this;
        }

        Builder host(String name) {
            host = name;
            return this;
        }

        Builder trust(Optional<Path> anchors, List<KeyPin> pins) {
            this.anchors = anchors;
            this.pins = pins;
            return this;
        }

        Builder most(int connections) {
            most = connections;
            return this;
        }

        Builder person(Issued issued) {
            person = issued;
            return this;
        }

        Builder limits(Limits others) {
            limits = others;
            return this;
        }

        Builder clock(Clock other) {
            clock = other;
            return this;
        }

        Running start() throws IOException {
            return new Running(this);
        }
    }
}
