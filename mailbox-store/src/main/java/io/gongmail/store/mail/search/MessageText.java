package io.gongmail.store.mail.search;

import io.gongmail.store.mail.mailbox.BoundedHeader;
import io.gongmail.store.mail.mailbox.ParsedOctets;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.nio.charset.Charset;
import java.util.Locale;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.MimeIOException;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.apache.james.mime4j.stream.BodyDescriptor;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.NameValuePair;
import org.apache.james.mime4j.stream.RawField;
import org.apache.james.mime4j.stream.RawFieldParser;
import org.apache.james.mime4j.util.ByteSequence;
import org.apache.james.mime4j.util.MimeParameterMapping;
import org.apache.james.mime4j.util.MimeUtil;
import org.jspecify.annotations.Nullable;

/**
 * What of a message searches look at: header fields, its own and those of its parts and of messages attached, and the text of
 * its body: of text parts, of parts in XML, and what stands around the parts of a multipart. Decoded, streamed, in the order in
 * which it stands there. What is cut off or malformed counts as far as it can be read.
 */
final class MessageText {
    /** Parts that are nested deeper, and parts beyond so many, are not looked at. */
    static final int DEEPEST = 50;

    static final int MOST_PARTS = 1_000;

    /** RFC 2046 §5.1.1 has 70 characters at most; a long one is compared with the body from each octet on. */
    private static final int LONGEST_BOUNDARY = 200;

    /** Encoded words beyond so many stay as they are written: an unknown character set is looked for at length. */
    private static final int MOST_WORDS = 5_000;

    /** Parameters of a longer field are not put together: each piece is a copy of all before it. */
    private static final int LONGEST_PIECES = 64 * 1024;

    private static final int LOOK_AHEAD = 16 * 1024;
    private static final int BUFFER = 8 * 1024;
    private static final MimeConfig CONFIG = MimeConfig.custom()
            .setMaxLineLen(-1)
            .setMaxHeaderCount(10_000)
            .setMaxHeaderLen(1024 * 1024)
            .setMaxContentLen(-1)
            .build();

    /** Who looks at it. */
    interface Reading {
        /**
         * @param own whether it is the message's own, not of a part or of an attached message
         * @param name as it is written
         * @param value decoded and unfolded
         */
        void header(boolean own, String name, String value);

        /** Where to the text of parts, and around them, goes; the one who reads ends it after each piece. */
        Folding body();

        /** Whether the headers are enough. */
        boolean wantsBody();
    }

    private final Reading reading;
    private int wordsLeft = MOST_WORDS;

    private MessageText(Reading reading) {
        this.reading = reading;
    }

    static void read(InputStream message, Reading reading) throws IOException {
        new MessageText(reading).read(message);
    }

    private void read(InputStream message) throws IOException {
        MimeTokenStream stream = new MimeTokenStream(CONFIG);
        ParsedOctets octets = new ParsedOctets(message);
        stream.parse(BoundedHeader.of(octets));
        int depth = 0;
        int parts = 0;
        try {
            for (EntityState state = stream.getState(); state != EntityState.T_END_OF_STREAM; state = stream.next()) {
                switch (state) {
                    case T_FIELD -> header(stream.getField(), parts == 0);
                    case T_END_HEADER -> {
                        parts++;
                        if (parts > MOST_PARTS || !reading.wantsBody()) {
                            return;
                        }
                    }
                    case T_START_MULTIPART, T_START_MESSAGE -> {
                        depth++;
                        octets.at(depth);
                        if (depth > DEEPEST || hasLongBoundary(stream)) {
                            return;
                        }
                    }
                    case T_END_MULTIPART, T_END_MESSAGE -> {
                        depth--;
                        octets.at(depth);
                    }
                    case T_BODY -> body(stream);
                    case T_PREAMBLE, T_EPILOGUE -> around(stream);
                    default -> {}
                }
            }
        } catch (MimeException | MimeIOException | RuntimeException e) {
            // It counts as far as it was read: the same on each reading, so that index and text agree.
            return;
        }
    }

    private static boolean hasLongBoundary(MimeTokenStream stream) {
        String boundary = stream.getState() == EntityState.T_START_MULTIPART
                ? stream.getBodyDescriptor().getBoundary()
                : null;
        return boundary != null && boundary.length() > LONGEST_BOUNDARY;
    }

    private void header(Field field, boolean own) {
        String value = value(field);
        reading.header(own, field.getName(), value);
    }

    private String value(Field field) {
        ByteSequence raw = field.getRaw();
        String whole = raw == null ? field.getBody() : MailCharsets.text(raw.toByteArray());
        int colon = raw == null ? -1 : whole.indexOf(':');
        String decoded = decoded(MimeUtil.unfold(whole.substring(colon + 1))).strip();
        boolean pieces = decoded.contains("*=") || decoded.contains("*0");
        return pieces && decoded.length() <= LONGEST_PIECES ? decoded + parameters(field) : decoded;
    }

    /** Encoded words (RFC 2047) resolved. Behind the last end of one nothing is, and the decoder would look for it again and again. */
    private String decoded(String value) {
        int end = value.lastIndexOf("?=") + 2;
        int words = 0;
        for (int at = value.indexOf("=?"); at >= 0 && at < end; at = value.indexOf("=?", at + 2)) {
            words++;
        }
        if (words == 0 || words > wordsLeft) {
            return value;
        }
        wordsLeft -= words;
        return DecoderUtil.decodeEncodedWords(
                        value.substring(0, end), DecodeMonitor.SILENT, MailCharsets.MS949, MailCharsets.MEANT)
                + value.substring(end);
    }

    /** File names as RFC 2231 writes them, in plain. */
    private static String parameters(Field field) {
        String name = field.getName().toLowerCase(Locale.ROOT);
        if (!name.equals("content-disposition") && !name.equals("content-type")) {
            return "";
        }
        RawField raw = field instanceof RawField known ? known : new RawField(field.getName(), field.getBody());
        MimeParameterMapping mapping = new MimeParameterMapping();
        for (NameValuePair pair : RawFieldParser.DEFAULT.parseRawBody(raw).getParams()) {
            mapping.addParameter(pair.getName(), pair.getValue());
        }
        String plain = mapping.get(name.equals("content-type") ? "name" : "filename");
        return plain == null ? "" : "; " + plain;
    }

    private void body(MimeTokenStream stream) throws IOException {
        BodyDescriptor part = stream.getBodyDescriptor();
        boolean text = "text".equalsIgnoreCase(part.getMediaType());
        if (text || isXml(part)) {
            boolean html = text && "html".equalsIgnoreCase(part.getSubType());
            read(text(stream.getDecodedInputStream(), part), html);
        }
    }

    /** RFC 7303 §9.2, §4.2: text/xml is application/xml by another name, and +xml is of its kind. A picture is none to be read. */
    private static boolean isXml(BodyDescriptor part) {
        String subType = part.getSubType().toLowerCase(Locale.ROOT);
        return (subType.equals("xml") || subType.endsWith("+xml")) && !"image".equalsIgnoreCase(part.getMediaType());
    }

    /**
     * RFC 9051 §6.4.4, BODY: "in the body of the message", of which this is a part (RFC 2046 §5.1.1), though no program shows it.
     * Header fields of parts are not: BODY "doesn't match any header fields", and TEXT alone counts in "MIME header fields".
     */
    private void around(MimeTokenStream stream) throws IOException {
        PushbackInputStream octets = new PushbackInputStream(stream.getInputStream());
        int first = octets.read();
        if (first >= 0) {
            octets.unread(first);
            read(in(null, octets), false);
        }
    }

    private void read(Reader text, boolean html) throws IOException {
        // Not closed: the message's own stream stands behind it.
        Folding into = reading.body();
        HtmlText shown = new HtmlText(into);
        try {
            char[] buffer = new char[BUFFER];
            for (int read = text.read(buffer); read >= 0; read = text.read(buffer)) {
                if (html) {
                    shown.push(buffer, read);
                } else {
                    into.push(buffer, read);
                }
            }
        } finally {
            shown.end();
            into.end();
        }
    }

    static Reader text(InputStream decoded, BodyDescriptor part) throws IOException {
        return in(MailCharsets.named(part.getCharset()), decoded);
    }

    /** @param charset null where none is named, and it is guessed */
    private static Reader in(@Nullable Charset charset, InputStream decoded) throws IOException {
        InputStream octets = new AtLeastOne(decoded);
        if (charset != null) {
            return new InputStreamReader(octets, charset);
        }
        PushbackInputStream ahead = new PushbackInputStream(octets, LOOK_AHEAD);
        byte[] first = ahead.readNBytes(LOOK_AHEAD);
        ahead.unread(first);
        return new InputStreamReader(ahead, MailCharsets.guessed(first, first.length));
    }

    /** What is no base64 mime4j decodes to nothing at times, before it goes on; a reader takes that for a fault. */
    private static final class AtLeastOne extends FilterInputStream {
        AtLeastOne(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = in.read(target, offset, length);
            if (read != 0 || length == 0) {
                return read;
            }
            int one = in.read();
            if (one < 0) {
                return -1;
            }
            target[offset] = (byte) one;
            return 1;
        }
    }
}
