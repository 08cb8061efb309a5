package io.gongmail.server.signin;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Whatever a client answers to PLAIN and EXTERNAL, in base64 or not. What is read is what was written, octet for octet. */
class SaslFuzzTest {
    @FuzzTest
    void isReadOrRefused(byte[] octets) {
        String line = new String(octets, StandardCharsets.US_ASCII); // as both listeners take a line
        PlainMessage.parse(line);
        ExternalMessage.parse(line);
        String base64 = Base64.getEncoder().encodeToString(octets);
        PlainMessage.parse(base64)
                .ifPresent(message -> assertThat((message.authorizationIdentity()
                                        + "\0"
                                        + message.login()
                                        + "\0"
                                        + new String(message.password()))
                                .getBytes(StandardCharsets.UTF_8))
                        .isEqualTo(octets));
        ExternalMessage.parse(base64)
                .ifPresent(identity -> assertThat(identity.getBytes(StandardCharsets.UTF_8))
                        .isEqualTo(octets)
                        .doesNotContain(0));
    }
}
