package io.gongmail.server.imap;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.james.imap.encode.ImapResponseComposer;
import org.apache.james.imap.message.response.FetchResponse.Envelope;
import org.apache.james.imap.message.response.FetchResponse.Structure;
import org.jspecify.annotations.Nullable;

/**
 * Writes envelopes and structures (RFC 9051 §7.5.2) as James' encoder does, which has no words for a {@code message/global}. Not
 * thread-safe.
 */
final class DescriptionWriter {
    private final ImapResponseComposer to;

    DescriptionWriter(ImapResponseComposer to) {
        this.to = to;
    }

    void envelope(Envelope envelope) throws IOException {
        to.openParen();
        string(envelope.getDate());
        string(envelope.getSubject());
        addresses(envelope.getFrom());
        addresses(envelope.getSender());
        addresses(envelope.getReplyTo());
        addresses(envelope.getTo());
        addresses(envelope.getCc());
        addresses(envelope.getBcc());
        string(envelope.getInReplyTo());
        string(envelope.getMessageId());
        to.closeParen();
    }

    private void addresses(Envelope.Address @Nullable [] addresses) throws IOException {
        if (addresses == null || addresses.length == 0) {
            to.nil();
            return;
        }
        to.openParen();
        for (Envelope.Address address : addresses) {
            to.skipNextSpace().openParen();
            string(address.getPersonalName());
            string(address.getAtDomainList());
            string(address.getMailboxName());
            string(address.getHostName());
            to.closeParen();
        }
        to.closeParen();
    }

    /** @param extended as BODYSTRUCTURE has it, and BODY has not */
    void structure(Structure part, boolean extended) throws IOException {
        if (part.getMediaType().equalsIgnoreCase("multipart")) {
            multipart(part, extended);
            return;
        }
        to.openParen().quoteUpperCaseAscii(part.getMediaType()).quoteUpperCaseAscii(part.getSubType());
        strings(part.getParameters());
        string(part.getId());
        string(part.getDescription());
        to.quoteUpperCaseAscii(part.getEncoding()).message(part.getOctets());
        Structure body = part.getBody();
        if (body != null) {
            envelope(part.getEnvelope());
            structure(body, extended);
        }
        if (body != null || part.getMediaType().toLowerCase(Locale.ROOT).equals("text")) {
            to.message(part.getLines());
        }
        if (extended) {
            string(part.getMD5());
            rest(part);
        }
        to.closeParen();
    }

    private void multipart(Structure part, boolean extended) throws IOException {
        to.openParen();
        for (Iterator<Structure> each = part.parts(); each.hasNext(); ) {
            to.skipNextSpace();
            structure(each.next(), extended);
        }
        to.quoteUpperCaseAscii(part.getSubType());
        if (extended) {
            strings(part.getParameters());
            rest(part);
        }
        to.closeParen();
    }

    /** What both kinds of part end with. */
    private void rest(Structure part) throws IOException {
        String disposition = part.getDisposition();
        if (disposition == null) {
            to.nil();
        } else {
            to.openParen().quote(disposition);
            parameters(part.getDispositionParams());
            to.closeParen();
        }
        strings(part.getLanguages());
        string(part.getLocation());
    }

    private void parameters(Map<String, String> parameters) throws IOException {
        if (parameters.isEmpty()) {
            to.nil();
            return;
        }
        to.openParen();
        for (Map.Entry<String, String> parameter : new TreeMap<>(parameters).entrySet()) {
            to.quote(parameter.getKey()).quote(parameter.getValue());
        }
        to.closeParen();
    }

    private void strings(@Nullable List<String> strings) throws IOException {
        if (strings == null || strings.isEmpty()) {
            to.nil();
            return;
        }
        to.openParen();
        for (String each : strings) {
            to.quote(each);
        }
        to.closeParen();
    }

    private void string(@Nullable String text) throws IOException {
        if (text == null) {
            to.nil();
        } else {
            to.quote(text);
        }
    }
}
