package io.gongmail.store.mail.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxSessionUtil;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.UidValidity;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** RFC 5464. */
class MailboxMetadataTest {
    @RegisterExtension
    static final StoreInFolder STORE = new StoreInFolder();

    private static final Username KIM = Username.of("kim@moe.gongmail.example");
    private static final Username HONG = Username.of("hong@moe.gongmail.example");

    private static final int MOST = 50;

    private MailboxMetadata metadata;
    private Mailbox mailbox;

    @BeforeEach
    void aMailbox() {
        metadata = STORE.mappers().metadata(STORE.database());
        mailbox = STORE.mappers()
                .createMailboxMapper(MailboxSessionUtil.create(Username.of("somebody")))
                .create(MailboxPath.forUser(KIM, "Projects"), UidValidity.of(1))
                .block();
    }

    private void set(Username user, String entry, byte[] value) throws MailboxException {
        assertThat(metadata.set(mailbox.getMailboxId(), user, Map.of(entry, Optional.of(value)), MOST))
                .isTrue();
    }

    private Map<String, byte[]> of(Username user) {
        return metadata.of(mailbox.getMailboxId(), user);
    }

    @Test
    void whatIsSharedIsOneAndWhatIsPrivateIsEachUsers() throws MailboxException {
        set(KIM, "/shared/comment", new byte[] {0, 1, -1});
        set(KIM, "/private/comment", new byte[] {2});
        set(HONG, "/private/comment", new byte[] {3});
        assertThat(of(KIM)).hasSize(2).containsEntry("/private/comment", new byte[] {2});
        assertThat(of(HONG)).hasSize(2).containsEntry("/private/comment", new byte[] {3});
        assertThat(of(HONG).get("/shared/comment")).containsExactly(0, 1, -1);
        set(HONG, "/shared/comment", new byte[0]);
        assertThat(of(KIM).get("/shared/comment")).isEmpty();
    }

    @Test
    void ofTooManyNoneIsSet() throws MailboxException {
        Map<String, Optional<byte[]>> many = new HashMap<>();
        for (int i = 0; i < MOST; i++) {
            many.put("/private/vendor/x/" + i, Optional.of(new byte[] {1}));
        }
        assertThat(metadata.set(mailbox.getMailboxId(), KIM, many, MOST)).isTrue();
        assertThat(metadata.set(
                        mailbox.getMailboxId(),
                        KIM,
                        Map.of(
                                "/private/vendor/x/0", Optional.of(new byte[] {2}),
                                "/private/vendor/x/more", Optional.of(new byte[] {2})),
                        MOST))
                .isFalse();
        assertThat(of(KIM)).hasSize(MOST).containsEntry("/private/vendor/x/0", new byte[] {1});
        set(KIM, "/private/vendor/x/0", new byte[] {3});
        set(KIM, "/shared/comment", new byte[] {4});
        set(HONG, "/private/comment", new byte[] {5});
    }

    @Test
    void whereThereAreMoreThanMayBeTheyChangeAndGoAndNoneComes() throws MailboxException {
        set(KIM, "/private/vendor/x/0", new byte[] {1});
        set(KIM, "/private/vendor/x/1", new byte[] {1});
        Map<String, Optional<byte[]>> changed = Map.of("/private/vendor/x/0", Optional.of(new byte[] {2}));
        assertThat(metadata.set(mailbox.getMailboxId(), KIM, changed, 1)).isTrue();
        Map<String, Optional<byte[]>> more = Map.of("/private/vendor/x/2", Optional.of(new byte[] {2}));
        assertThat(metadata.set(mailbox.getMailboxId(), KIM, more, 1)).isFalse();
        Map<String, Optional<byte[]>> gone = Map.of("/private/vendor/x/1", Optional.empty());
        assertThat(metadata.set(mailbox.getMailboxId(), KIM, gone, 1)).isTrue();
        assertThat(of(KIM)).hasSize(1).containsEntry("/private/vendor/x/0", new byte[] {2});
    }

    @Test
    void theyGoWithTheirMailbox() throws MailboxException {
        set(KIM, "/shared/comment", new byte[] {1});
        STORE.mappers()
                .createMailboxMapper(MailboxSessionUtil.create(Username.of("somebody")))
                .delete(mailbox)
                .block();
        assertThat(of(KIM)).isEmpty();
    }
}
