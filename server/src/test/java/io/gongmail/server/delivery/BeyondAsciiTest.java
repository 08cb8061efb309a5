package io.gongmail.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.james.core.MailAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Korean names at other servers in the queue (RFC 6531 §3.3), and in status notices (RFC 6533 §3). */
class BeyondAsciiTest {
    private static final String DOMAIN = "@partner.other.example";

    @ParameterizedTest
    @ValueSource(strings = {"홍길동", "hong.길동", "가", "Straße", "用户+표", "가나다라마바사아자차카타파하거너더러머버서"})
    void whatIsQueuedIsReadAgainAsItWas(String localPart) throws Exception {
        String queued = BeyondAscii.queued(localPart).orElseThrow() + DOMAIN;
        assertThat(queued).matches("[ -~]+");
        assertThat(BeyondAscii.meant(new MailAddress(queued).asString())).isEqualTo(localPart + DOMAIN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hong",
                "",
                ".홍",
                "홍..길",
                "홍 길",
                "\"홍\"",
                "홍<",
                "홍@길",
                "홍\u0000",
                "홍\u200b",
                "홍\u00a0길",
                "홍\ufffe",
                "가나다라마바사아자차카타파하거너더러머버서어"
            })
    void whatIsNobodysNameIsNotQueued(String localPart) {
        assertThat(BeyondAscii.queued(localPart)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"hong@a.example", "utf8=@a.example", "utf8=zz@a.example", "utf8=d5kg@a.example", "utf8=", ""})
    void whatWasNotQueuedSoStaysAsItIs(String address) {
        assertThat(BeyondAscii.meant(address)).isEqualTo(address);
    }

    /** RFC 6533 §3, utf-8-addr-xtext. */
    @Test
    void aNoticeTellsItInUsAscii() {
        assertThat(BeyondAscii.typed("hong+x" + DOMAIN)).isEqualTo("rfc822; hong+x" + DOMAIN);
        assertThat(BeyondAscii.typed(BeyondAscii.queued("홍+a").orElseThrow() + DOMAIN))
                .isEqualTo("utf-8; \\x{D64D}\\x{2B}a" + DOMAIN);
    }
}
