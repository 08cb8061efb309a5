package io.gongmail.server.notice;

import io.gongmail.store.mail.MailStore;
import io.gongmail.store.mail.NoticeId;
import io.gongmail.store.mail.content.ContentRef;
import io.gongmail.store.registry.NoticeNumber;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The messages of notices, wherever they are: with those that wait, or with their copies. Thread-safe; calls block. */
public final class NoticeMessages {
    /** In octets; of a longer header the beginning is told. */
    private static final int LONGEST_HEADER = 16 * 1024;

    private final MailStore mail;
    private final KeptMessages kept;

    public NoticeMessages(MailStore mail) {
        this.mail = mail;
        this.kept = new KeptMessages(mail);
    }

    /** Empty where it is gone: of one that was never handed out nothing is kept. */
    public Optional<InputStream> open(NoticeNumber number) throws IOException {
        Optional<ContentRef> content = mail.noticeContent(new NoticeId(number.toString()));
        if (content.isPresent()) {
            return Optional.of(mail.content().open(content.get()));
        }
        return kept.has(number) ? Optional.of(kept.open(number)) : Optional.empty();
    }

    /** As those got it who had read the one that it corrects; empty where it corrects none, or is not out. */
    public Optional<InputStream> marked(NoticeNumber number) throws IOException {
        Optional<ContentRef> content = mail.markedNoticeContent(new NoticeId(number.toString()));
        return content.isPresent() ? Optional.of(mail.content().open(content.get())) : Optional.empty();
    }

    /** Its header's lines, each with its end; empty where it is gone. */
    public String header(NoticeNumber number) throws IOException {
        Optional<InputStream> message = open(number);
        if (message.isEmpty()) {
            return "";
        }
        try (InputStream in = message.get()) {
            String begin = new String(in.readNBytes(LONGEST_HEADER), StandardCharsets.UTF_8);
            int end = begin.indexOf("\r\n\r\n"); // RFC 5322 §2.1
            int whole = end < 0 ? begin.lastIndexOf("\r\n") : end;
            return whole < 0 ? "" : begin.substring(0, whole + 2);
        }
    }
}
