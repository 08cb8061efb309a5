package io.gongmail.connector;

import io.gongmail.connector.dialogue.Observer;
import io.gongmail.connector.words.CertificateWords;
import io.gongmail.connector.words.Saying;
import io.gongmail.connector.words.Sentence;
import io.gongmail.connector.words.Words;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the person what happens, on the terminal in both languages and in the log. Programs try again all the time: what was
 * told is not told again within a minute. Thread-safe.
 */
final class Announcements implements Observer {
    private static final Logger LOG = LoggerFactory.getLogger(Announcements.class);
    private static final Duration REST = Duration.ofMinutes(1);
    private static final int MOST_REMEMBERED = 64;

    private final Terminal terminal;
    private final Words words;
    private final CertificateWords certificateWords = new CertificateWords();
    private final Clock clock;
    private final Map<Sentence, Instant> told = new LinkedHashMap<>();

    Announcements(Terminal terminal, Words words, Clock clock) {
        this.terminal = terminal;
        this.words = words;
        this.clock = clock;
    }

    void tell(Saying saying, Object... facts) {
        tell(words.say(saying, facts));
    }

    synchronized void tell(Sentence sentence) {
        Instant now = clock.instant();
        Instant before = told.get(sentence);
        if (before != null && now.isBefore(before.plus(REST))) {
            return;
        }
        told.remove(sentence);
        told.put(sentence, now);
        if (told.size() > MOST_REMEMBERED) {
            told.remove(told.keySet().iterator().next());
        }
        LOG.info("{}", sentence.english());
        terminal.tell(sentence.both());
    }

    @Override
    public void serverEnded(String line) {
        tell(certificateWords.of(line).orElseGet(() -> words.say(Saying.SERVER_SAYS, line)));
    }

    @Override
    public void wrongSecret() {
        tell(Saying.WRONG_SECRET);
    }

    @Override
    public void signInRefused(String line) {
        tell(Saying.SIGN_IN_REFUSED, line);
    }

    @Override
    public void signedIn(String user) {
        LOG.info("signed in: {}", user.replaceAll("[^ -~]", "?"));
    }
}
