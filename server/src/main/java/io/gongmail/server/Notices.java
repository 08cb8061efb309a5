package io.gongmail.server;

import io.gongmail.server.config.GongmailConfig;
import io.gongmail.server.notice.Audiences;
import io.gongmail.server.notice.NoticeDelivery;
import io.gongmail.server.notice.NoticeDesk;
import io.gongmail.server.notice.NoticeReview;
import io.gongmail.server.notice.NoticeRules;
import io.gongmail.server.notice.NoticeRunner;
import io.gongmail.server.notice.StoredDelivery;
import io.gongmail.server.session.LiveSessions;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.james.core.Username;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where notices are handed in, decided on and sent. */
record Notices(
        Audiences audiences, NoticeDesk desk, NoticeReview review, NoticeDelivery delivery, NoticeRunner runner) {
    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);

    /** How long somebody waits while audiences of others are resolved, each of which takes about a second with 100,000 accounts. */
    private static final Duration BEFORE_AUDIENCES = Duration.ofSeconds(20);

    private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(1);

    static Notices open(GongmailConfig config, Stores stores, Clock clock) {
        Audiences audiences = new Audiences(stores.registry(), BEFORE_AUDIENCES);
        NoticeDelivery delivery = new StoredDelivery(stores.mail().notices());
        return new Notices(
                audiences,
                new NoticeDesk(stores.registry(), audiences, stores.mail(), NoticeRules.of(config.notice()), clock),
                new NoticeReview(stores.registry()),
                delivery,
                new NoticeRunner(stores.registry().notices(), delivery, stores.mail(), clock));
    }

    /** Goes on with what a stop interrupted, and then with what comes due; before anybody can hand one in. */
    void begin(Stores stores, LiveSessions sessions, Parts parts) {
        runner.tidy();
        stores.mail()
                .notices()
                .begin(() -> sessions.list().stream()
                        .map(signedIn ->
                                Username.of(signedIn.account().address().toString()))
                        .distinct()
                        .toList());
        parts.timer("notices")
                .scheduleWithFixedDelay(
                        this::round, BETWEEN_ROUNDS.toMillis(), BETWEEN_ROUNDS.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whatever happens to one round, there is another. */
    private void round() {
        try {
            runner.run();
        } catch (RuntimeException e) {
            LOG.warn("notices wait on: {}", e.toString());
        }
    }
}
