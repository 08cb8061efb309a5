package io.gongmail.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gongmail.server.config.ForwardingConfig.Reach;
import io.gongmail.server.testing.Adversary;
import io.gongmail.store.registry.Address;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which mail goes to other servers: what somebody here submitted, and nobody else's (RFC 5321 §7.1), through the real queues. */
class OnwardTest {
    private static final String TEXT = "From: <hong@moe.gongmail.example>\r\nSubject: hello\r\n\r\nthe body\r\n";
    private static final String OUTSIDE = "friend@other.example";

    @TempDir
    static Path folder;

    private static Post post;
    private final List<String> handed = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void open() {
        post = new Post(folder, Clock.systemUTC());
    }

    @AfterAll
    static void close() {
        post.close();
    }

    @BeforeEach
    void clear() throws Exception {
        post.clear();
    }

    private void start(boolean elsewhere) {
        post.start(post.policy(Reach.OFF, elsewhere));
        post.startOutward((sender, recipient, message) -> {
            handed.add("<" + sender + "> " + recipient + " " + new String(message, StandardCharsets.UTF_8));
            return new Given.There();
        });
    }

    private static void sends(boolean submitted, String sender, String... recipients) throws Exception {
        Mail mail = Post.mail(UUID.randomUUID(), sender, recipients[0], TEXT);
        Set<MailAddress> to = new LinkedHashSet<>();
        for (String recipient : recipients) {
            to.add(new MailAddress(recipient));
        }
        mail.setRecipients(to);
        if (submitted) {
            Submitted.by(Post.HONG, mail);
        }
        post.queue().enQueue(mail);
        LifecycleUtil.dispose(mail);
    }

    /** RFC 8689 §4.2: asked for once, it is asked of all servers that come. */
    @Test
    void whatIsToGoOverTlsAloneGoesOnSo() throws Exception {
        post.start(post.policy(Reach.OFF, true));
        List<Boolean> required = new CopyOnWriteArrayList<>();
        post.startOutward(
                (envelope, message) -> {
                    required.add(envelope.tlsRequired());
                    return List.of(new Given.There());
                },
                Post.OUTWARD);
        for (boolean asked : List.of(true, false)) {
            Mail mail = Post.mail(UUID.randomUUID(), Post.HONG.toString(), OUTSIDE, TEXT);
            Submitted.by(Post.HONG, mail);
            if (asked) {
                TlsRequired.of(mail);
            }
            post.queue().enQueue(mail);
            LifecycleUtil.dispose(mail);
            settle();
        }
        assertThat(required).containsExactly(true, false);
    }

    /** RFC 6710 §4: what it was given goes with it, also where its recipients are not all here. */
    @Test
    void itsPriorityGoesOnWithIt() throws Exception {
        post.start(post.policy(Reach.OFF, true));
        List<Integer> priorities = new CopyOnWriteArrayList<>();
        post.startOutward(
                (envelope, message) -> {
                    priorities.add(envelope.priority());
                    return List.of(new Given.There());
                },
                Post.OUTWARD);
        for (int priority : new int[] {-9, 0, 4}) {
            Mail mail = Post.mail(UUID.randomUUID(), Post.HONG.toString(), OUTSIDE, TEXT);
            Submitted.by(Post.HONG, mail);
            TransferPriority.of(mail, priority);
            post.queue().enQueue(mail);
            LifecycleUtil.dispose(mail);
            settle();
        }
        assertThat(priorities).containsExactly(-9, 0, 4);
    }

    private static void settle() {
        post.settle();
        await().until(() -> post.outwardQueue().getSize() == 0);
    }

    @Test
    void whatSomebodyHereSubmittedGoesToOthersAndToThoseHere() throws Exception {
        start(true);
        sends(true, Post.HONG.toString(), OUTSIDE, Post.KIM.toString());
        settle();
        assertThat(handed).containsExactly("<" + Post.HONG + "> " + OUTSIDE + " " + TEXT);
        assertThat(post.inbox(Post.KIM)).hasSize(1);
        assertThat(post.inbox(Post.HONG)).as("nothing failed").isEmpty();
    }

    /** Not even in the name of somebody here: whoever accepted it did not know them. */
    @Test
    @Adversary("mail of somebody who has not signed in, for another server")
    void mailOfNobodyWhoSignedInGoesToNoOtherServer() throws Exception {
        start(true);
        for (String sender : List.of("spammer@evil.example", "", Post.HONG.toString())) {
            sends(false, sender, OUTSIDE, Post.KIM.toString());
        }
        settle();
        assertThat(handed).isEmpty();
        assertThat(post.inbox(Post.KIM)).hasSize(3);
        assertThat(post.inbox(Post.HONG))
                .singleElement()
                .satisfies(notice -> assertThat(notice)
                        .contains("Final-Recipient: rfc822; " + OUTSIDE + "\r\nAction: failed\r\nStatus: 5.7.1"));
    }

    @Test
    void whereMailToOtherServersIsOffItsSenderIsTold() throws Exception {
        start(false);
        sends(true, Post.HONG.toString(), OUTSIDE);
        settle();
        assertThat(handed).isEmpty();
        assertThat(post.inbox(Post.HONG))
                .singleElement()
                .satisfies(notice -> assertThat(notice).contains("mail to other servers is off (5.7.1)"));
    }

    /** One that is here and fails for now is tried again, and the others get no second copy of theirs. */
    @Test
    void whoIsElsewhereGetsItOnceHoweverOftenItIsTriedHere() throws Exception {
        post.store.accountQuotas().limit(Username.of(Post.KIM.toString()), 10);
        try {
            start(true);
            sends(true, Post.HONG.toString(), OUTSIDE, Post.KIM.toString());
            settle();
            assertThat(handed).hasSize(1);
            assertThat(post.inbox(Post.HONG))
                    .singleElement()
                    .satisfies(notice -> assertThat(notice)
                            .contains("Final-Recipient: rfc822; " + Post.KIM)
                            .doesNotContain(OUTSIDE));
        } finally {
            post.store.accountQuotas().standard(Username.of(Post.KIM.toString()));
        }
    }

    @Test
    void aDomainBelowOneOfOursIsAnothers() throws Exception {
        start(true);
        sends(true, Post.HONG.toString(), "a@sub." + Post.DOMAIN, "KIM@" + Post.DOMAIN.toUpperCase(Locale.ROOT));
        settle();
        assertThat(handed).hasSize(1);
        assertThat(post.inbox(Address.of("kim@" + Post.DOMAIN))).hasSize(1);
    }
}
