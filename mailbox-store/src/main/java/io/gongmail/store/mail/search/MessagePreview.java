package io.gongmail.store.mail.search;

import com.google.common.io.ByteStreams;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.util.Locale;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.MimeIOException;
import org.apache.james.mime4j.stream.BodyDescriptor;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;

/**
 * The beginning of a message's text for a list of messages (RFC 8970 §3): of its first plain text, or of its first HTML as it
 * is shown where there is no other. Parts sent as attachments, and messages attached, are not looked at. White space is one
 * blank each. Reads no more than {@link #LOOKED_AT} octets.
 */
public final class MessagePreview {
    /** In characters (RFC 8970 §3.1). */
    public static final int LONGEST = 200;

    static final int LOOKED_AT = 512 * 1024;

    private static final int BUFFER = 1024;
    private static final MimeConfig CONFIG = MimeConfig.custom()
            .setMaxLineLen(-1)
            .setMaxHeaderCount(10_000)
            .setMaxHeaderLen(LOOKED_AT)
            .setMaxContentLen(-1)
            .build();

    private int messages;
    private int depth;
    private int parts;
    private boolean attached;
    private String html = "";

    private MessagePreview() {}

    /** Empty where no text is found. */
    public static String of(InputStream message) throws IOException {
        return new MessagePreview().read(ByteStreams.limit(message, LOOKED_AT));
    }

    private String read(InputStream message) throws IOException {
        MimeTokenStream stream = new MimeTokenStream(CONFIG);
        stream.parse(message);
        try {
            for (EntityState state = stream.getState(); state != EntityState.T_END_OF_STREAM; state = stream.next()) {
                if (state == EntityState.T_BODY) {
                    String plain = body(stream);
                    if (!plain.isEmpty()) {
                        return plain;
                    }
                } else if (!step(state, stream)) {
                    break;
                }
            }
        } catch (MimeException | MimeIOException | RuntimeException e) {
            return html; // It counts as far as it could be read.
        }
        return html;
    }

    /** False past the bounds of what searches read. */
    private boolean step(EntityState state, MimeTokenStream stream) {
        switch (state) {
            case T_START_HEADER -> attached = false;
            case T_FIELD -> disposition(stream.getField());
            case T_START_MESSAGE -> {
                messages++;
                depth++;
            }
            case T_END_MESSAGE -> {
                messages--;
                depth--;
            }
            case T_START_MULTIPART -> depth++;
            case T_END_MULTIPART -> depth--;
            case T_END_HEADER -> parts++;
            default -> {}
        }
        return depth <= MessageText.DEEPEST && parts <= MessageText.MOST_PARTS;
    }

    private void disposition(Field field) {
        if (field.getName().equalsIgnoreCase("Content-Disposition")) {
            attached = field.getBody().strip().toLowerCase(Locale.ROOT).startsWith("attachment");
        }
    }

    /** Plain text, if this is some; HTML is kept. */
    private String body(MimeTokenStream stream) throws IOException {
        BodyDescriptor part = stream.getBodyDescriptor();
        if (messages > 1 || attached || !"text".equalsIgnoreCase(part.getMediaType())) {
            return "";
        }
        if ("plain".equalsIgnoreCase(part.getSubType())) {
            return beginning(stream, part, false);
        }
        if ("html".equalsIgnoreCase(part.getSubType()) && html.isEmpty()) {
            html = beginning(stream, part, true);
        }
        return "";
    }

    private static String beginning(MimeTokenStream stream, BodyDescriptor part, boolean html) throws IOException {
        Beginning into = new Beginning();
        HtmlText shown = new HtmlText(into);
        // Not closed: the message's own stream stands behind it.
        Reader text = MessageText.text(stream.getDecodedInputStream(), part);
        char[] buffer = new char[BUFFER];
        for (int read = text.read(buffer); read >= 0 && !into.isFull(); read = text.read(buffer)) {
            if (html) {
                shown.push(buffer, read);
            } else {
                into.push(buffer, read);
            }
        }
        shown.end();
        into.end();
        return into.text();
    }

    private static final class Beginning extends Folding {
        private final StringBuilder text = new StringBuilder();

        Beginning() {
            super(false);
        }

        @Override
        void folded(char[] piece, int length) {
            text.append(piece, 0, Math.min(length, 2 * LONGEST + 1 - Math.min(text.length(), 2 * LONGEST + 1)));
        }

        boolean isFull() {
            return text.length() > 2 * LONGEST;
        }

        String text() {
            String whole = text.toString().strip();
            return whole.codePointCount(0, whole.length()) <= LONGEST
                    ? whole
                    : whole.substring(0, whole.offsetByCodePoints(0, LONGEST)).strip();
        }
    }
}
