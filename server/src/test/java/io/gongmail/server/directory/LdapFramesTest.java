package io.gongmail.server.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.unboundid.ldap.protocol.LDAPMessage;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.CorruptedFrameException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Octets become messages (RFC 4511 §5.1), within bounds. */
class LdapFramesTest {
    private final LdapFrames frames = new LdapFrames();
    private final EmbeddedChannel channel = new EmbeddedChannel(frames);

    static Stream<byte[]> requests() {
        return Stream.of(
                Said.bind(1, "mail=hong@moe.example", "비밀"),
                Said.search(2, Book.SUFFIX, "(&(mail=*)(|(cn=*홍*길*)(sn=hong)(!(ou=x))))"),
                Said.whoAmI(3),
                Said.abandon(4, 2),
                Said.unbind(5),
                Said.search(6, Book.SUFFIX, "(cn=" + "x".repeat(300) + ")"));
    }

    private List<LDAPMessage> heard() {
        List<LDAPMessage> all = new ArrayList<>();
        for (LDAPMessage one = channel.readInbound(); one != null; one = channel.readInbound()) {
            all.add(one);
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("requests")
    void aMessageIsTakenWholeAndSplitAtEveryOctet(byte[] request) {
        channel.writeInbound(Unpooled.copiedBuffer(request));
        String whole = heard().get(0).toString();
        for (int cut = 1; cut < request.length; cut++) {
            channel.writeInbound(Unpooled.copiedBuffer(request, 0, cut));
            assertThat(heard()).isEmpty();
            channel.writeInbound(Unpooled.copiedBuffer(request, cut, request.length - cut));
            assertThat(heard()).singleElement().hasToString(whole);
        }
        for (byte octet : request) {
            channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {octet}));
        }
        assertThat(heard()).singleElement().hasToString(whole);
    }

    @Test
    void manyInOneReadAreToldApart() {
        channel.writeInbound(Unpooled.wrappedBuffer(requests().toArray(byte[][]::new)));
        assertThat(heard()).extracting(LDAPMessage::getMessageID).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void theLengthIsBoundedAndMoreBoundedBeforeSignIn() {
        byte[] longer = Said.search(1, Book.SUFFIX, "(cn=" + "x".repeat(Messages.MOST_BEFORE_SIGN_IN) + ")");
        byte[] tooLong = Said.search(2, Book.SUFFIX, "(cn=" + "x".repeat(Messages.MOST) + ")");
        refuses(longer);

        EmbeddedChannel trusted = new EmbeddedChannel(frames());
        trusted.writeInbound(Unpooled.wrappedBuffer(longer));
        assertThat(trusted.<LDAPMessage>readInbound().getMessageID()).isEqualTo(1);
        assertThatThrownBy(() -> trusted.writeInbound(Unpooled.wrappedBuffer(tooLong)))
                .isInstanceOf(CorruptedFrameException.class);
    }

    /** By its first octets: what it announces is never held. */
    @Test
    void whatIsTooLongIsRefusedBeforeItHasCome() {
        refuses(new byte[] {0x30, (byte) 0x84, 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff});
        refuses(new byte[] {0x30, (byte) 0x84, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff});
    }

    @Test
    void whatIsNoMessageIsRefusedAndNothingBehindItRead() {
        refuses("EHLO pc\r\n".getBytes(StandardCharsets.US_ASCII));
        refuses(new byte[] {0x30, (byte) 0x80}); // of indefinite length
        refuses(new byte[] {0x30, (byte) 0x89});
        refuses(new byte[] {0x30, 0x00});
        refuses(new byte[] {0x30, 0x03, 0x02, 0x01, 0x01});
        refuses(new byte[] {0x30, 0x05, 0x02, 0x01, 0x01, 0x63, 0x05}); // of an inner length beyond its end
    }

    /** The sixteenth bit of a length inside, the tags, and every other octet: nothing but a message or a refusal comes of them. */
    @Test
    void noOctetChangedIsAnythingElse() {
        for (byte[] request : requests().toList()) {
            for (int at = 0; at < request.length; at++) {
                for (int bit = 0; bit < 8; bit++) {
                    byte[] changed = request.clone();
                    changed[at] ^= (byte) (1 << bit);
                    EmbeddedChannel one = new EmbeddedChannel(new LdapFrames());
                    try {
                        one.writeInbound(Unpooled.wrappedBuffer(changed));
                    } catch (CorruptedFrameException e) {
                        assertThat(e.getMessage()).doesNotContain("비밀");
                    }
                    one.close();
                }
            }
        }
    }

    @Test
    void theDepthOfAFilterIsBounded() {
        channel.writeInbound(Unpooled.wrappedBuffer(Said.deep(1, 33)));
        assertThat(heard()).hasSize(1);
        refuses(Said.deep(1, 35));
        refuses(Said.deep(1, 2_000));
    }

    private static LdapFrames frames() {
        LdapFrames trusting = new LdapFrames();
        trusting.trust();
        return trusting;
    }

    private static void refuses(byte[] octets) {
        EmbeddedChannel one = new EmbeddedChannel(new LdapFrames());
        assertThatThrownBy(() -> one.writeInbound(Unpooled.wrappedBuffer(octets)))
                .isInstanceOf(CorruptedFrameException.class);
        one.writeInbound(Unpooled.wrappedBuffer(Said.whoAmI(9)));
        assertThat(one.<Object>readInbound()).isNull();
    }
}
