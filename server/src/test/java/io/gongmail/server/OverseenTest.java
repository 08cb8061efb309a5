package io.gongmail.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.revocation.ResponderState;
import io.gongmail.server.admin.RevocationStatus;
import io.gongmail.server.portal.AdministrationViews.Source;
import io.gongmail.server.portal.Portal;
import io.gongmail.store.db.Database;
import io.gongmail.store.db.FreshDatabase;
import io.gongmail.store.mail.MailStore;
import io.gongmail.store.mail.MailStoreSettings;
import io.gongmail.store.mail.mailbox.MessageDescriber;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.james.core.builder.MimeMessageBuilder;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.server.core.MailImpl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What administrators see at {@code /admin} is what the server has when they look. */
class OverseenTest {
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

    @TempDir
    Path folder;

    @Test
    void mailsThatWaitAreCountedByQueueAndSourcesOfRevocationToldAsTheyStand() throws Exception {
        try (Database database = FreshDatabase.openDerby(folder.resolve("db"), 1_000, 4);
                MailStore mail = MailStore.open(
                        database,
                        folder.resolve("content"),
                        MailStoreSettings.defaults(),
                        MessageDescriber.NONE,
                        Clock.systemUTC())) {
            Portal.Installation seen = Overseen.of(OverseenTest::revocation, mail.queueFactory());
            assertThat(seen.queues().get()).isEmpty();
            mail.queueFactory()
                    .createQueue(MailQueueName.of("spool"))
                    .enQueue(
                            MailImpl.builder()
                                    .name("waits")
                                    .sender("hong@moe.gongmail.example")
                                    .addRecipient("kim@moe.gongmail.example")
                                    .mimeMessage(MimeMessageBuilder.mimeMessageBuilder()
                                            .setText("text")
                                            .build())
                                    .build(),
                            Duration.ofHours(1));
            assertThat(seen.queues().get()).isEqualTo(Map.of("spool", 1L));
            assertThat(seen.sources().get())
                    .containsExactly(
                            new Source("missing", true, "CN=CA", "", "", ""),
                            new Source("failing", true, "", "file", "", "a.crl is no list"),
                            new Source("good", false, "", "http://ocsp.example/", "", ""),
                            new Source("failing", true, "", "http://other.example/", "", "refused"));
        }
    }

    private static RevocationStatus revocation() {
        return new RevocationStatus(
                NOW,
                List.of(),
                List.of(),
                List.of("CN=CA"),
                false,
                List.of("a.crl is no list"),
                List.of(
                        new ResponderState(URI.create("http://ocsp.example/"), NOW, null, ""),
                        new ResponderState(URI.create("http://other.example/"), null, NOW, "refused")));
    }
}
