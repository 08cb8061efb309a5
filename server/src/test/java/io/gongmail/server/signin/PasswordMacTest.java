package io.gongmail.server.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class PasswordMacTest {
    private final PasswordMac macs = new PasswordMac(new SecureRandom());

    private String mac(String password, String... about) {
        return HexFormat.of().formatHex(macs.of(password.toCharArray(), about));
    }

    /** The key 00 01 … 1f over 00000001 61 and 0070 0077; computed by Python. */
    @Test
    void itIsHmacSha256() {
        PasswordMac known = new PasswordMac(new SecureRandom() {
            private static final long serialVersionUID = 1L;

            @Override
            public void nextBytes(byte[] octets) {
                for (int i = 0; i < octets.length; i++) {
                    octets[i] = (byte) i;
                }
            }
        });
        assertThat(HexFormat.of().formatHex(known.of("pw".toCharArray(), "a")))
                .isEqualTo("e474c66d59e4b794e6b27c0534d003e873f728d1248c3989e63ef6e4132963db");
    }

    @Test
    void theSameIsTheSameAndAnythingElseIsNot() {
        assertThat(mac("right", "hong", "1")).isEqualTo(mac("right", "hong", "1"));
        assertThat(new String[] {
                    mac("right", "hong", "1"),
                    mac("righ", "hong", "1"),
                    mac("right", "kim", "1"),
                    mac("right", "hong", "2"),
                    mac("right", "hong"),
                    mac("right", "hong1"),
                    mac("right", "hong", "1", ""),
                    mac("right", "", "hong1"),
                    mac("", "hong", "1"),
                    mac("", "hong", "1", "right"),
                })
                .doesNotHaveDuplicates();
    }

    @Test
    void eachProcessHasItsOwnKey() {
        assertThat(new PasswordMac(new SecureRandom()).of("right".toCharArray()))
                .isNotEqualTo(macs.of("right".toCharArray()));
    }

    @Test
    void theCallersPasswordIsLeftAsItWas() {
        char[] password = "keep me".toCharArray();
        macs.of(password, "hong");
        assertThat(password).isEqualTo("keep me".toCharArray());
        assertThat(Arrays.equals(macs.of(password, "hong"), macs.of(password, "hong")))
                .isTrue();
    }
}
