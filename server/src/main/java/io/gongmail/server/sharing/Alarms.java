package io.gongmail.server.sharing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.gongmail.server.delivery.Letters;
import io.gongmail.server.words.Sentence;
import io.gongmail.server.words.Words;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.AuditEvent;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.mail.MessagingException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells alarms: to the audit trail, and by mail to owner and administrators. Thread-safe; {@link #raise} does not block. At
 * most 1,000 wait; what is more is told by the log alone.
 */
public final class Alarms implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Alarms.class);
    private static final int MOST_WAITING = 1_000;
    /** About one account: whoever has got in must not fill its mailbox by new names of programs. */
    static final int MOST_LETTERS_AN_HOUR = 10;

    private static final long MOST_ACCOUNTS = 10_000;
    private static final long DRAIN_SECONDS = 5;

    /** Whether a kind of alarm is told by mail, beside the audit trail. */
    public interface ByMail {
        boolean tells(Alarm.Kind kind);
    }

    private final Letters letters;
    private final Supplier<List<Address>> administrators;
    private final Consumer<AuditEvent> trail;
    private final Words words;
    private final ByMail byMail;
    private final Clock clock;
    private final Cache<Address, AtomicInteger> written = Caffeine.newBuilder()
            .maximumSize(MOST_ACCOUNTS)
            .expireAfterWrite(Duration.ofHours(1))
            .build();
    private final ThreadPoolExecutor thread =
            new ThreadPoolExecutor(1, 1, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(MOST_WAITING), work -> {
                Thread made = new Thread(work, "alarms");
                made.setDaemon(true);
                return made;
            });

    /** @param trail must not block */
    public Alarms(
            Letters letters,
            Supplier<List<Address>> administrators,
            Consumer<AuditEvent> trail,
            Words words,
            ByMail byMail,
            Clock clock) {
        this.letters = letters;
        this.administrators = administrators;
        this.trail = trail;
        this.words = words;
        this.byMail = byMail;
        this.clock = clock;
        thread.allowCoreThreadTimeOut(true);
    }

    public void raise(Alarm alarm) {
        LOG.warn("{} {}: {}", alarm.kind().event(), alarm.account(), new TreeMap<>(alarm.facts()));
        trail.accept(
                new AuditEvent(alarm.kind().event(), "sign-in", alarm.account().toString(), alarm.facts()));
        if (!byMail.tells(alarm.kind()) || isTooMany(alarm.account())) {
            return;
        }
        String at = clock.instant().atZone(clock.getZone()).toOffsetDateTime().toString();
        try {
            thread.execute(() -> write(alarm, at));
        } catch (RejectedExecutionException e) {
            LOG.error("G-916 too many alarms at once: this one is not told by mail");
        }
    }

    private boolean isTooMany(Address account) {
        return written.get(account, first -> new AtomicInteger()).incrementAndGet() > MOST_LETTERS_AN_HOUR;
    }

    private void write(Alarm alarm, String at) {
        Set<Address> recipients = new LinkedHashSet<>(List.of(alarm.account()));
        if (alarm.kind().isForAdministrators()) {
            recipients.addAll(administrators.get());
        }
        Sentence sentence = words.sentence(alarm.kind().code());
        for (Address recipient : recipients) {
            try {
                letters.send(recipient, sentence.korean(), text(alarm, sentence, at));
            } catch (MessagingException | RuntimeException e) {
                LOG.error("G-916 an alarm about {} is not told to {}", alarm.account(), recipient, e);
            }
        }
    }

    private static String text(Alarm alarm, Sentence sentence, String at) {
        StringBuilder text = new StringBuilder();
        text.append(sentence.koreanText()).append("\n\n");
        text.append(sentence.text()).append("\n\n");
        text.append("account: ").append(alarm.account()).append('\n');
        text.append("time: ").append(at).append('\n');
        for (Map.Entry<String, String> fact : new TreeMap<>(alarm.facts()).entrySet()) {
            text.append(fact.getKey()).append(": ").append(fact.getValue()).append('\n');
        }
        return text.toString();
    }

    /** Tells what waits, for some seconds. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS)) {
                LOG.error(
                        "G-916 {} alarms are not told by mail: the server stops",
                        thread.shutdownNow().size());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
