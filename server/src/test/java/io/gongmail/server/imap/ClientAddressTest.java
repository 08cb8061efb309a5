package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import org.apache.james.imapserver.netty.ImapChannelUpstreamHandler;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What is made of the address that a client comes from. */
class ClientAddressTest {
    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");

    @Test
    void noNameIsLookedUpForAClientsAddress() {
        Logger james = (Logger) LoggerFactory.getLogger(ImapChannelUpstreamHandler.class);
        Level before = james.getLevel();
        ListAppender<ILoggingEvent> logged = new ListAppender<>() {
            @Override
            protected void append(ILoggingEvent event) {
                event.prepareForDeferredProcessing(); // takes the context of the thread that logs
                super.append(event);
            }
        };
        logged.start();
        james.addAppender(logged);
        james.setAdditive(false);
        james.setLevel(Level.INFO);
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.does("a1 NOOP");
        } finally {
            james.setLevel(before);
            james.setAdditive(true);
            james.detachAppender(logged);
        }
        // James would write the name beside the address.
        assertThat(logged.list)
                .filteredOn(event -> event.getMessage().startsWith("Connection established"))
                .isNotEmpty()
                .allSatisfy(event ->
                        assertThat(event.getMDCPropertyMap()).containsKey("ip").doesNotContainKey("host"));
    }
}
