package io.gongmail.store.mail.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import javax.crypto.Cipher;
import org.junit.jupiter.api.Test;

/**
 * What sealed content is on disk, byte for byte: a store that was written once must be readable for good. Made with Python's {@code
 * hmac}, {@code openssl enc -aes-256-ctr} with a counter of zero, and a CRC-32C of its own.
 */
class SealedFormatTest {
    private static final byte[] MESSAGE =
            "Subject: 공문\r\n\r\nhello, and more than one block\r\n".getBytes(StandardCharsets.UTF_8);
    private static final String FRAME =
            "474d433207000033ac8dfd580fd106c9c2331c5e91310e721a695836983a278162a27be52bdaaa46"
                    + "51370230606ddf43023a88ca0f2dcf85429d08b66a4f7240f7c5bd262d105bb74a522170d5d85218df20af3686f705ee4c2d5f3c5d"
                    + "8972";
    private static final String FILE =
            "474f4e47454e4331070000006465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f"
                    + "8081828355926f61058d98d0fe734b826af8bf79092dd7650cd5d6ba5e456aa82d042e64620c7e1038870a9505ce5e355341402ce9"
                    + "37d5";

    private final ContentKey key = new ContentKey(7, Keys.octets(0));

    @Test
    void inASegmentItIsAFrameWithItsKeysNumber() {
        Sha256 hash = Sha256.of(Sha256.digest().digest(MESSAGE));
        byte[] sealed = MESSAGE.clone();
        ContentKey.apply(key.inSegment(hash, 0), sealed, 0, sealed.length);
        ByteBuffer frame = ByteBuffer.allocate(Frame.HEAD + sealed.length);
        Frame.write(frame, hash, 7, sealed, sealed.length);
        assertThat(HexFormat.of().formatHex(frame.array())).isEqualTo(FRAME);
        assertThat(Frame.key(frame.array())).isEqualTo(7);
        assertThat(Frame.length(frame.array(), 1 << 20)).isEqualTo(MESSAGE.length);
    }

    @Test
    void inAFileOfItsOwnItHasAHeadWithKeyAndSalt() {
        byte[] sealed = MESSAGE.clone();
        LargeHead head = LargeHead.of(7, Keys.octets(100));
        ContentKey.apply(head.sealing(key), sealed, 0, sealed.length);
        assertThat(HexFormat.of().formatHex(head.octets()) + HexFormat.of().formatHex(sealed))
                .isEqualTo(FILE);
        assertThat(head.key()).isEqualTo(7);
        assertThat(head.salt()).isEqualTo(Keys.octets(100));
    }

    @Test
    void aKeyIsKnownByItsProof() {
        assertThat(key.proof()).isEqualTo("25e246514d9c203afcb914ef724218d69d773fdfbde696a442baa60c3154d826");
    }

    @Test
    void theHighestKeyAndTheLongestContentDoNotMix() {
        byte[] most = new byte[ContentStore.LARGEST_IN_SEGMENT];
        ByteBuffer frame = ByteBuffer.allocate(Frame.HEAD + most.length);
        Frame.write(frame, new Sha256(1, 2, 3, 4), ContentKeys.HIGHEST, most, most.length);
        assertThat(Frame.key(frame.array())).isEqualTo(255);
        assertThat(Frame.length(frame.array(), most.length)).isEqualTo(most.length);
        assertThat(Frame.length(frame.array(), most.length - 1)).isEqualTo(-1);
    }

    @Test
    void anyRangeIsOpenedByItself() {
        byte[] sealed = new byte[10_000];
        new Random(1).nextBytes(sealed);
        byte[] whole = sealed.clone();
        ContentKey.apply(key.inFile(Keys.octets(3), 0), whole, 0, whole.length);
        for (int from : new int[] {0, 1, 15, 16, 17, 4_095, 4_096, 9_999}) {
            byte[] range = Arrays.copyOfRange(sealed, from, sealed.length);
            Cipher cipher = key.inFile(Keys.octets(3), from);
            ContentKey.apply(cipher, range, 0, range.length);
            assertThat(range).isEqualTo(Arrays.copyOfRange(whole, from, whole.length));
        }
    }

    @Test
    void whatLooksLikeAHeadOfOursIsNotOneWithoutAKey() {
        byte[] head = HexFormat.of().parseHex(FRAME.substring(0, 2 * Frame.HEAD));
        head[4] = 0;
        assertThat(Frame.key(head)).isEqualTo(-1);
        assertThat(Frame.length(head, 1 << 20)).isEqualTo(-1);
    }
}
