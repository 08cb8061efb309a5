package io.gongmail.connector;

import io.gongmail.connector.dialogue.Dialogue.Protocol;
import io.gongmail.connector.dialogue.Side;
import io.gongmail.connector.tls.ServerConnection;
import io.gongmail.connector.words.CertificateWords;
import io.gongmail.connector.words.Saying;
import io.gongmail.connector.words.Sentence;
import io.gongmail.connector.words.Words;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Goes the whole way to the server's first line, once for each protocol, and tells what came of it. */
final class Trial {
    private static final Map<Protocol, String> GOODBYE = Map.of(Protocol.IMAP, "a1 LOGOUT", Protocol.SMTP, "QUIT");
    private static final Map<Protocol, String> WELCOME = Map.of(Protocol.IMAP, "* OK", Protocol.SMTP, "220");

    private final Opened opened;
    private final Terminal terminal;
    private final Words words;

    Trial(Opened opened, Terminal terminal, Words words) {
        this.opened = opened;
        this.terminal = terminal;
        this.words = words;
    }

    /** Whether all is well. */
    boolean run() {
        boolean good = true;
        for (Protocol protocol : Protocol.values()) {
            Optional<Sentence> fault = fault(protocol);
            tell(fault.isEmpty() ? Saying.ACCEPTED : Saying.NOT_GOOD, protocol);
            fault.ifPresent(sentence -> terminal.tell(sentence.both()));
            good &= fault.isEmpty();
        }
        if (good) {
            tell(Saying.ALL_GOOD);
        }
        return good;
    }

    private Optional<Sentence> fault(Protocol protocol) {
        int port = protocol == Protocol.IMAP
                ? opened.settings().imapPort()
                : opened.settings().submissionPort();
        ServerConnection connection;
        try {
            connection = opened.door().open(port);
        } catch (IOException e) {
            return Optional.of(Failure.opening(e, words).why());
        }
        try (connection) {
            Side server = Side.server(
                    connection.tls().getInputStream(), connection.tls().getOutputStream());
            String line = server.line();
            if (!line.startsWith(WELCOME.getOrDefault(protocol, ""))) {
                return Optional.of(
                        new CertificateWords().of(line).orElseGet(() -> words.say(Saying.SERVER_SAYS, line)));
            }
            server.say(GOODBYE.getOrDefault(protocol, ""));
            server.line();
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(Failure.talking(e, words).why());
        }
    }

    private void tell(Saying saying, Object... facts) {
        terminal.tell(words.say(saying, facts).both());
    }
}
