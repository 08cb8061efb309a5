package io.gongmail.server.directory;

import com.unboundid.asn1.ASN1StreamReader;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.sdk.LDAPException;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.CorruptedFrameException;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts octets into messages (RFC 4511 §5.1: BER of definite lengths) and decodes them. A message that is too long is told by its
 * first octets, before it is held.
 */
final class Messages {
    private static final Logger LOG = LoggerFactory.getLogger(Messages.class);

    static final int MOST_BEFORE_SIGN_IN = 8 * 1024;
    static final int MOST = 64 * 1024;

    private static final int SEQUENCE = 0x30;

    private Messages() {}

    /**
     * The next message, taken out of {@code in}; empty while it is not whole.
     *
     * @param most octets of one
     * @throws CorruptedFrameException when it is none: where the next begins nobody knows
     */
    static Optional<LDAPMessage> next(ByteBuf in, int most) {
        byte[] frame = frame(in, most);
        return frame.length == 0 ? Optional.empty() : Optional.of(message(frame));
    }

    /** The next whole message, taken out; of no octets while it is not whole. */
    private static byte[] frame(ByteBuf in, int most) {
        if (!in.isReadable()) {
            return new byte[0];
        }
        int start = in.readerIndex();
        if (in.getUnsignedByte(start) != SEQUENCE) {
            throw new CorruptedFrameException("not an LDAP message");
        }
        if (in.readableBytes() < 2) {
            return new byte[0];
        }
        int head = 2;
        long length = in.getUnsignedByte(start + 1);
        if (length >= 0x80) {
            int octets = (int) length & 0x7f;
            if (octets == 0 || octets > 4) {
                throw new CorruptedFrameException("a message of indefinite or absurd length");
            }
            head += octets;
            if (in.readableBytes() < head) {
                return new byte[0];
            }
            length = 0;
            for (int i = 0; i < octets; i++) {
                length = length << 8 | in.getUnsignedByte(start + 2 + i);
            }
        }
        if (length > most - head) {
            throw new CorruptedFrameException("a message of more than " + most + " octets");
        }
        if (in.readableBytes() < head + length) {
            return new byte[0];
        }
        byte[] frame = new byte[head + (int) length];
        in.readBytes(frame);
        return frame;
    }

    private static LDAPMessage message(byte[] frame) {
        boolean sound = Nesting.isSound(frame);
        LDAPMessage message = null;
        try {
            message = sound
                    ? LDAPMessage.readFrom(new ASN1StreamReader(new ByteArrayInputStream(frame), frame.length), false)
                    : null;
        } catch (LDAPException | RuntimeException e) {
            // Not told on: it may quote what was sent, and that may be a password.
            LOG.debug("what was sent is no LDAP message: {}", e.getClass().getSimpleName());
        } finally {
            Arrays.fill(frame, (byte) 0);
        }
        if (message == null) {
            throw new CorruptedFrameException(
                    sound
                            ? "not an LDAP message"
                            : "not an LDAP message, or nested more than " + Nesting.DEEPEST + " deep");
        }
        return message;
    }
}
