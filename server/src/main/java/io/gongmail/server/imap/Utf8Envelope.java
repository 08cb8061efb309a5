package io.gongmail.server.imap;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.james.imap.message.response.FetchResponse.Envelope;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.jspecify.annotations.Nullable;

/** An envelope for a client that takes UTF-8 (RFC 9755 §3): James' has the names of people encoded by RFC 2047. */
@SuppressWarnings("NullAway") // James has null for NIL
record Utf8Envelope(Envelope james) implements Envelope {
    @Override
    public @Nullable String getDate() {
        return james.getDate();
    }

    @Override
    public @Nullable String getSubject() {
        return james.getSubject();
    }

    @Override
    public Address @Nullable [] getFrom() {
        return named(james.getFrom());
    }

    @Override
    public Address @Nullable [] getSender() {
        return named(james.getSender());
    }

    @Override
    public Address @Nullable [] getReplyTo() {
        return named(james.getReplyTo());
    }

    @Override
    public Address @Nullable [] getTo() {
        return named(james.getTo());
    }

    @Override
    public Address @Nullable [] getCc() {
        return named(james.getCc());
    }

    @Override
    public Address @Nullable [] getBcc() {
        return named(james.getBcc());
    }

    @Override
    public @Nullable String getInReplyTo() {
        return james.getInReplyTo();
    }

    @Override
    public @Nullable String getMessageId() {
        return james.getMessageId();
    }

    private static Address @Nullable [] named(Address @Nullable [] addresses) {
        return addresses == null
                ? null
                : Arrays.stream(addresses).map(Named::new).toArray(Address[]::new);
    }

    private record Named(Address james) implements Address {
        @Override
        public @Nullable String getPersonalName() {
            String name = james.getPersonalName();
            return name == null
                    ? null
                    : DecoderUtil.decodeEncodedWords(name, DecodeMonitor.SILENT, StandardCharsets.UTF_8);
        }

        @Override
        public @Nullable String getAtDomainList() {
            return james.getAtDomainList();
        }

        @Override
        public @Nullable String getMailboxName() {
            return james.getMailboxName();
        }

        @Override
        public @Nullable String getHostName() {
            return james.getHostName();
        }
    }
}
