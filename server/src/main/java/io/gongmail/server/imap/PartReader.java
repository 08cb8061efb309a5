package io.gongmail.server.imap;

import io.gongmail.store.mail.mailbox.BoundedHeader;
import io.gongmail.store.mail.mailbox.ParsedOctets;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.io.MaxHeaderLengthLimitException;
import org.apache.james.mime4j.io.MaxHeaderLimitException;
import org.apache.james.mime4j.message.MaximalBodyDescriptor;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;

/**
 * Reads what parts a message has, in one pass over its octets, keeping none of them. Bounded in depth and number: a
 * message is written by strangers.
 */
final class PartReader {
    static final int DEEPEST = 50;
    static final int MOST_PARTS = 1_000;
    /** Of headers within multiparts; what has longer or more fields there is past the bounds. */
    private static final MimeConfig CONFIG = MimeConfig.custom()
            .setMaxLineLen(-1)
            .setMaxHeaderCount(2 * BoundedHeader.MOST_FIELDS)
            .setMaxHeaderLen(2 * BoundedHeader.LONGEST_FIELD)
            .setMaxContentLen(-1)
            .build();

    private final ParsedOctets octets;
    private final HeaderText text;
    private int parts;

    /**
     * A message's part tree and those of its headers that an envelope needs.
     *
     * @param whole whether it is told as one part, being past the bounds
     */
    record Described(Part part, EnvelopeHeaders headers, boolean whole) {}

    private PartReader(ParsedOctets octets, HeaderText text) {
        this.octets = octets;
        this.text = text;
    }

    /** What is in it, told in US-ASCII. */
    static Described read(InputStream message) throws IOException, MimeException {
        return read(message, HeaderText.ascii());
    }

    /** A message past the bounds is told as one part of all its octets. */
    static Described read(InputStream message, HeaderText text) throws IOException, MimeException {
        Measured measured = new Measured(message);
        ParsedOctets octets = new ParsedOctets(measured);
        EnvelopeHeaders headers = new EnvelopeHeaders(text);
        try {
            Part part = new PartReader(octets, text).message(octets, headers, 0);
            if (!octets.isCut()) {
                return new Described(part, headers, false);
            }
        } catch (MimeException e) {
            boolean past = e instanceof TooManyParts
                    || e instanceof MaxHeaderLimitException
                    || e instanceof MaxHeaderLengthLimitException;
            if (!past && !octets.isCut()) {
                throw e;
            }
        }
        measured.drain();
        return new Described(Part.opaque(measured.octets()), headers, true);
    }

    private Part message(InputStream message, EnvelopeHeaders headers, int depth) throws IOException, MimeException {
        MimeTokenStream tokens = new MimeTokenStream(CONFIG, new PartDescriptors(null));
        tokens.setRecursionMode(RecursionMode.M_NO_RECURSE);
        tokens.parse(BoundedHeader.of(message));
        return part(tokens, headers, depth);
    }

    private Part part(MimeTokenStream tokens, EnvelopeHeaders headers, int depth) throws IOException, MimeException {
        if (depth > DEEPEST || ++parts > MOST_PARTS) {
            throw new TooManyParts();
        }
        octets.at(depth);
        for (EntityState state = tokens.next(); ; state = tokens.next()) {
            switch (state) {
                case T_FIELD -> headers.add(tokens.getField());
                case T_BODY -> {
                    return leaf(tokens, depth);
                }
                case T_START_MULTIPART -> {
                    return multipart(tokens, depth);
                }
                case T_END_OF_STREAM -> throw new MimeException("a part ends before it begins");
                default -> {} // what surrounds headers
            }
        }
    }

    private Part multipart(MimeTokenStream tokens, int depth) throws IOException, MimeException {
        MaximalBodyDescriptor descriptor = (MaximalBodyDescriptor) tokens.getBodyDescriptor();
        List<Part> children = new ArrayList<>();
        for (EntityState state = tokens.next();
                state != EntityState.T_END_MULTIPART && state != EntityState.T_END_OF_STREAM;
                state = tokens.next()) {
            if (state == EntityState.T_START_BODYPART) {
                children.add(part(tokens, new EnvelopeHeaders(text), depth + 1));
                octets.at(depth + 1); // of what lies between the parts
            }
        }
        return Part.multipart(descriptor, text, children);
    }

    private Part leaf(MimeTokenStream tokens, int depth) throws IOException, MimeException {
        MaximalBodyDescriptor descriptor = (MaximalBodyDescriptor) tokens.getBodyDescriptor();
        if (isMessage(descriptor.getMimeType())) {
            // RFC 2046 §5.2.1: its encoding is 7bit, 8bit or binary, so what is decoded are the octets themselves.
            Measured inner = new Measured(tokens.getDecodedInputStream());
            EnvelopeHeaders headers = new EnvelopeHeaders(text);
            Part body = message(inner, headers, depth + 1);
            inner.drain();
            return Part.message(descriptor, text, inner.octets(), inner.lines(), body, headers);
        }
        Measured body = new Measured(tokens.getInputStream());
        body.drain();
        return Part.leaf(descriptor, text, body.octets(), body.lines());
    }

    /** RFC 9755 §6, RFC 9051 §7.5.2: who takes UTF-8 is told of a message/global what is told of a message/rfc822. */
    private boolean isMessage(String type) {
        boolean global = "message/global".equalsIgnoreCase(type);
        if (global) {
            text.seenGlobal();
        }
        return "message/rfc822".equalsIgnoreCase(type) || global && text.isUtf8();
    }

    /** Ends the reading of a message past its bounds. */
    private static final class TooManyParts extends MimeException {
        private static final long serialVersionUID = 1;

        TooManyParts() {
            super("more than " + MOST_PARTS + " parts, or nested deeper than " + DEEPEST);
        }
    }
}
