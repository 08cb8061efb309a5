package io.gongmail.server;

import io.gongmail.pki.CertificateJudge;
import io.gongmail.server.config.GongmailConfig;
import io.gongmail.server.delivery.Letters;
import io.gongmail.server.notice.HandingOver;
import io.gongmail.server.notice.NoticeDesk;
import io.gongmail.server.notice.NoticeOffice;
import io.gongmail.server.notice.NoticeReview;
import io.gongmail.server.notice.NoticeRules;
import io.gongmail.server.notice.NoticeRunner;
import io.gongmail.server.notice.UnsentNotices;
import io.gongmail.server.notice.audience.Audiences;
import io.gongmail.server.notice.followup.NoticeLetterWriter;
import io.gongmail.server.notice.followup.NoticeLetters;
import io.gongmail.server.notice.followup.NoticeRecords;
import io.gongmail.server.notice.followup.NoticeReminders;
import io.gongmail.server.notice.posting.NoticeDelivery;
import io.gongmail.server.notice.posting.StoredDelivery;
import io.gongmail.server.notice.record.NoticeExport;
import io.gongmail.server.notice.record.NoticeRetention;
import io.gongmail.server.notice.record.NoticeVerification;
import io.gongmail.server.notice.report.NoticeReports;
import io.gongmail.server.notice.signing.NoticeSigning;
import io.gongmail.server.portal.Portal;
import io.gongmail.server.session.LiveSessions;
import io.gongmail.server.words.Words;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.james.core.Username;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where notices are handed in, decided on and sent. */
record Notices(
        Audiences audiences,
        NoticeDesk desk,
        NoticeReview review,
        NoticeDelivery delivery,
        NoticeSigning signing,
        NoticeRunner runner,
        ScheduledExecutorService timer,
        NoticeLetters letters,
        NoticeRetention retention,
        NoticeRecords records,
        UnsentNotices unsent,
        NoticeOffice office) {
    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);

    /** How long somebody waits while audiences of others are resolved, each of which takes about a second with 100,000 accounts. */
    private static final Duration BEFORE_AUDIENCES = Duration.ofSeconds(20);

    /** Enough for some ten thousand members. */
    private static final Duration BEFORE_THE_ANSWER = Duration.ofMillis(250);

    private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(1);

    private static final Duration BETWEEN_ERASINGS = Duration.ofHours(1);

    static Notices open(
            GongmailConfig config,
            Stores stores,
            CertificateJudge judge,
            Words words,
            Parts parts,
            SecureRandom random,
            Clock clock) {
        NoticeSigning signing = config.notice()
                .signingKeys()
                .map(folder ->
                        NoticeSigning.with(folder, config.notice().unsigned(), stores.registry(), judge, random, clock))
                .orElseGet(() -> NoticeSigning.none(clock));
        Audiences audiences = new Audiences(stores.registry(), BEFORE_AUDIENCES);
        NoticeDelivery delivery = new StoredDelivery(stores.mail().notices(), System::nanoTime);
        NoticeRules rules = NoticeRules.of(config.notice());
        UnsentNotices unsent = new UnsentNotices(stores.registry(), stores.mail(), clock);
        NoticeReports reports = new NoticeReports(stores.mail(), stores.registry(), clock, System::nanoTime);
        NoticeRunner runner = new NoticeRunner(
                stores.registry().notices(),
                delivery,
                stores.mail(),
                signing,
                config.notice().expired(),
                clock);
        ScheduledExecutorService timer = parts.timer("notices");
        NoticeDesk desk = new NoticeDesk(
                stores.registry(),
                audiences,
                stores.mail(),
                rules,
                new HandingOver(timer, () -> round(runner::run), BEFORE_THE_ANSWER)::now,
                clock);
        return new Notices(
                audiences,
                desk,
                new NoticeReview(stores.registry()),
                delivery,
                signing,
                runner,
                timer,
                new NoticeLetters(
                        stores.registry(),
                        delivery,
                        reports,
                        new NoticeLetterWriter(config.server().hostName(), words),
                        stores.mail(),
                        new Letters(
                                stores.mail().queueFactory(), config.server().hostName(), clock),
                        clock),
                new NoticeRetention(
                        stores.registry(),
                        stores.mail().notices(),
                        config.notice().keep(),
                        clock),
                new NoticeRecords(
                        reports,
                        new NoticeReminders(
                                stores.registry(),
                                stores.mail().notices(),
                                delivery,
                                NoticeReminders.Policy.of(config.notice()),
                                words,
                                clock),
                        new NoticeExport(stores.registry(), stores.mail(), reports, clock),
                        new NoticeVerification(stores.registry(), stores.mail())),
                unsent,
                new NoticeOffice(stores.registry(), audiences, desk, unsent, stores.mail(), rules, clock));
    }

    /** What its pages stand on. */
    Portal.Notices portal() {
        return new Portal.Notices(office, unsent, review, delivery, records.reports());
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
        each(timer, BETWEEN_ROUNDS, runner::run);
        // On timers of their own: nothing that follows a notice holds up the next one.
        ScheduledExecutorService followUps = parts.timer("notice-follow-ups");
        each(followUps, BETWEEN_ROUNDS, records.reminders()::run);
        each(followUps, BETWEEN_ROUNDS, letters::run);
        each(parts.timer("notice-retention"), BETWEEN_ERASINGS, retention::run);
    }

    private static void each(ScheduledExecutorService timer, Duration between, Runnable round) {
        timer.scheduleWithFixedDelay(() -> round(round), between.toMillis(), between.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whatever happens to one round, there is another. */
    private static void round(Runnable round) {
        try {
            round.run();
        } catch (RuntimeException e) {
            LOG.warn("notices wait on: {}", e.toString());
        }
    }
}
