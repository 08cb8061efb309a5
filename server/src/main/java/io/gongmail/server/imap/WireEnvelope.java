package io.gongmail.server.imap;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;

/**
 * What SORT and THREAD need of an envelope, out of the octets in which it is stored (RFC 9051 §7.5.2): all strings are quoted,
 * since {@code WireDescriber} writes no literals.
 *
 * @param date as it was written; empty where there is none, as the other strings
 * @param subject encoded words resolved
 */
record WireEnvelope(
        String date,
        String subject,
        Optional<Address> from,
        Optional<Address> to,
        Optional<Address> cc,
        String inReplyTo,
        String messageId) {
    static final WireEnvelope EMPTY =
            new WireEnvelope("", "", Optional.empty(), Optional.empty(), Optional.empty(), "", "");

    /** What is longer is cut: for who compares it, it is the same from there on. */
    private static final int LONGEST = 1_000;

    /** The first of a field: its name, encoded words resolved, and its two halves. Of a group the mailbox is its name. */
    record Address(String name, String mailbox, String host) {
        /** RFC 5957 §3. */
        String shown() {
            if (!name.isEmpty()) {
                return name;
            }
            return host.isEmpty() ? mailbox : mailbox + '@' + host;
        }
    }

    static WireEnvelope read(ByteBuffer octets) {
        Reading reading = new Reading(octets);
        reading.next(); // (
        String date = reading.string();
        String subject = decoded(reading.string());
        Optional<Address> from = reading.first();
        reading.first(); // sender
        reading.first(); // reply-to
        Optional<Address> to = reading.first();
        Optional<Address> cc = reading.first();
        reading.first(); // bcc
        return new WireEnvelope(date, subject, from, to, cc, reading.string(), reading.string());
    }

    private static String decoded(String text) {
        String some = text.substring(0, Math.min(text.length(), LONGEST));
        return some.contains("=?")
                ? DecoderUtil.decodeEncodedWords(some, DecodeMonitor.SILENT, StandardCharsets.UTF_8)
                : some;
    }

    private static final class Reading {
        private final ByteBuffer octets;

        Reading(ByteBuffer octets) {
            this.octets = octets;
        }

        /** The next octet that is no blank; ")" at the end, and from then on. */
        int next() {
            while (octets.hasRemaining()) {
                int octet = octets.get();
                if (octet != ' ') {
                    return octet;
                }
            }
            return ')';
        }

        /** An nstring; empty for NIL. */
        String string() {
            int first = next();
            if (first != '"') {
                skipWord();
                return "";
            }
            StringBuilder text = new StringBuilder();
            while (octets.hasRemaining()) {
                int octet = octets.get();
                if (octet == '"') {
                    break;
                }
                text.append((char) (octet == '\\' && octets.hasRemaining() ? octets.get() : octet));
            }
            return text.toString();
        }

        private void skipWord() {
            while (octets.hasRemaining()) {
                octets.mark();
                int octet = octets.get();
                if (octet == ' ' || octet == ')') {
                    octets.reset();
                    return;
                }
            }
        }

        /** Reads an address list; gives the first of it. */
        Optional<Address> first() {
            if (next() != '(') {
                skipWord();
                return Optional.empty();
            }
            Address first = null;
            while (next() == '(') {
                Address each = address();
                first = first == null ? each : first;
            }
            return Optional.ofNullable(first);
        }

        private Address address() {
            String name = string();
            string(); // source route
            String mailbox = string();
            String host = string();
            next(); // )
            return new Address(decoded(name), mailbox, host);
        }
    }
}
