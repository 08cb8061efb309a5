package io.gongmail.store.mail.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

/** How far a message is gone through, by how deep it is. */
class ParsedOctetsTest {
    private static long read(int depth, long size) throws IOException {
        ParsedOctets octets = new ParsedOctets(new Zeros(size));
        octets.at(depth);
        byte[] buffer = new byte[64 * 1024];
        long all = 0;
        for (int read = octets.read(buffer); read >= 0; read = octets.read(buffer)) {
            all += read;
        }
        assertThat(octets.isCut()).isEqualTo(all < size);
        return all;
    }

    @Test
    void whatIsNotVeryDeepIsReadWholeHoweverLarge() throws IOException {
        long large = 512L * 1024 * 1024;
        assertThat(read(0, large)).isEqualTo(large);
        assertThat(read(ParsedOctets.LEVELS, large)).isEqualTo(large);
    }

    @Test
    void whatIsSmallIsReadWholeHoweverDeep() throws IOException {
        assertThat(read(50, 2 * 1024 * 1024)).isEqualTo(2 * 1024 * 1024);
    }

    @Test
    void whatIsLargeAndDeepIsCut() throws IOException {
        assertThat(read(50, 64L * 1024 * 1024)).isBetween(2L * 1024 * 1024, 4L * 1024 * 1024);
    }

    private static final class Zeros extends InputStream {
        private long left;

        Zeros(long octets) {
            left = octets;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (left <= 0) {
                return -1;
            }
            int some = (int) Math.min(left, length);
            left -= some;
            return some;
        }
    }
}
