package io.gongmail.server.sieve;

import io.gongmail.store.mail.mailbox.BoundedHeader;
import io.gongmail.store.mail.mailbox.ParsedOctets;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.MimeIOException;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.jspecify.annotations.Nullable;

/**
 * The body of a message for the test of that name (RFC 5173), decoded, each part by itself. What is malformed, or beyond what anybody
 * reads of a message, counts as far as it was read. For one thread.
 */
final class BodyText {
    /** Characters of one look, which are in memory together. */
    static final int MOST = 4 * 1024 * 1024;

    private static final int DEEPEST = 50;
    private static final int MOST_PARTS = 1_000;
    private static final int LONGEST_BOUNDARY = 200; // RFC 2046 §5.1.1 has 70
    private static final MimeConfig CONFIG = MimeConfig.custom()
            .setMaxLineLen(-1)
            .setMaxHeaderCount(2 * BoundedHeader.MOST_FIELDS)
            .setMaxHeaderLen(2 * BoundedHeader.LONGEST_FIELD)
            .setMaxContentLen(-1)
            .build();

    /** Who says these means what Windows makes of them. */
    private static final Set<String> KOREAN = Set.of("euc-kr", "ks_c_5601-1987", "ksc5601");

    private final BodyTransform wanted;
    private final List<String> found = new ArrayList<>();
    private int left = MOST;

    private BodyText(BodyTransform wanted) {
        this.wanted = wanted;
    }

    private static final class TooMuch extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** What {@code wanted} names of a message; empty where that is more than is looked at. */
    static Optional<List<String>> of(InputStream message, BodyTransform wanted) throws IOException {
        BodyText text = new BodyText(wanted);
        try {
            if (wanted.isRaw()) {
                text.raw(message);
            } else {
                text.parts(message);
            }
            return Optional.of(List.copyOf(text.found));
        } catch (TooMuch e) {
            return Optional.empty();
        }
    }

    /** Behind the first empty line; without one there is no body (RFC 5173 §4). */
    private void raw(InputStream message) throws IOException {
        PushbackInputStream in = new PushbackInputStream(message, 2);
        boolean atStart = true;
        for (int octet = in.read(); octet >= 0; octet = in.read()) {
            if (octet == '\r' || octet == '\n') {
                int next = octet == '\r' ? in.read() : '\n';
                if (next != '\n' && next >= 0) {
                    in.unread(next);
                }
                if (atStart) {
                    take(in, StandardCharsets.UTF_8);
                    return;
                }
                atStart = true;
            } else {
                atStart = false;
            }
        }
    }

    private void parts(InputStream message) throws IOException {
        MimeTokenStream tokens = new MimeTokenStream(CONFIG);
        ParsedOctets octets = new ParsedOctets(message);
        tokens.parse(BoundedHeader.of(octets));
        int depth = 0;
        int parts = 0;
        StringBuilder header = null;
        try {
            for (EntityState state = tokens.getState(); state != EntityState.T_END_OF_STREAM; state = tokens.next()) {
                switch (state) {
                    case T_START_MULTIPART -> {
                        octets.at(++depth);
                        String boundary = tokens.getBodyDescriptor().getBoundary();
                        if (depth > DEEPEST || boundary != null && boundary.length() > LONGEST_BOUNDARY) {
                            return;
                        }
                    }
                    case T_START_MESSAGE -> {
                        octets.at(++depth);
                        if (depth > DEEPEST) {
                            return;
                        }
                        boolean isWithin = depth > 1; // the first is all of it
                        header = isWithin && wanted.wants("message/rfc822") ? new StringBuilder() : null;
                    }
                    case T_END_MULTIPART, T_END_MESSAGE -> octets.at(--depth);
                    case T_FIELD -> append(header, tokens.getField());
                    case T_END_HEADER -> {
                        if (header != null) {
                            found.add(lines(header.toString()));
                            header = null;
                        }
                        if (++parts > MOST_PARTS) {
                            return;
                        }
                    }
                    case T_PREAMBLE, T_EPILOGUE -> take(tokens, false);
                    case T_BODY -> take(tokens, true);
                    default -> {}
                }
            }
        } catch (MimeException | MimeIOException e) {
            return; // as far as it was read
        }
    }

    /** RFC 5173 §5.2: of a message in the message what is compared is its header. */
    private void append(@Nullable StringBuilder header, Field field) throws IOException {
        if (header != null) {
            String line = field.getName() + ": " + field.getBody() + "\r\n";
            left -= line.length();
            if (left < 0) {
                throw new TooMuch();
            }
            header.append(line);
        }
    }

    private void take(MimeTokenStream tokens, boolean decoded) throws IOException {
        String type = tokens.getBodyDescriptor().getMimeType().toLowerCase(Locale.ROOT);
        if (wanted.wants(type)) {
            String charset =
                    type.startsWith("text/") ? tokens.getBodyDescriptor().getCharset() : null;
            take(decoded ? tokens.getDecodedInputStream() : tokens.getInputStream(), charset(charset));
        }
    }

    private static Charset charset(@Nullable String name) {
        try {
            String asked = name == null ? "utf-8" : name.strip().toLowerCase(Locale.ROOT);
            Charset charset = Charset.forName(KOREAN.contains(asked) ? "x-windows-949" : asked);
            return charset.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : charset;
        } catch (IllegalArgumentException e) {
            return StandardCharsets.UTF_8;
        }
    }

    private void take(InputStream octets, Charset charset) throws IOException {
        Reader reader = new InputStreamReader(octets, charset);
        StringBuilder text = new StringBuilder();
        char[] buffer = new char[8 * 1024];
        for (int read = reader.read(buffer); read >= 0; read = reader.read(buffer)) {
            left -= read;
            if (left < 0) {
                throw new TooMuch();
            }
            text.append(buffer, 0, read);
        }
        found.add(lines(text.toString()));
    }

    /** As lines of a script's strings end. */
    private static String lines(String text) {
        return text.replace("\r\n", "\n");
    }
}
