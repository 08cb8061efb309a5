package io.gongmail.connector.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LocalSecretTest {
    @Test
    void onlyTheWholeSecretAndItsPlusSignOpen() {
        LocalSecret secret = new LocalSecret("abcdefghijklmnop");
        assertThat(behind(secret, "abcdefghijklmnop+hong+list@moe.example")).contains("hong+list@moe.example");
        assertThat(behind(secret, "abcdefghijklmnop+")).contains("");
        assertThat(behind(secret, "abcdefghijklmno+hong@moe.example")).isEmpty();
        assertThat(behind(secret, "abcdefghijklmnoq+hong@moe.example")).isEmpty();
        assertThat(behind(secret, "ABCDEFGHIJKLMNOP+hong@moe.example")).isEmpty();
        assertThat(behind(secret, "abcdefghijklmnop")).isEmpty();
        assertThat(behind(secret, "")).isEmpty();
    }

    @Test
    void freshOnesAreAsSettingsWantThemAndNotTheSame() {
        SecureRandom random = new SecureRandom();
        String one = LocalSecret.fresh(random);
        assertThat(one).matches("[a-z0-9]{20}").isNotEqualTo(LocalSecret.fresh(random));
    }

    private static Optional<String> behind(LocalSecret secret, String user) {
        return secret.behind(user.getBytes(StandardCharsets.UTF_8))
                .map(octets -> new String(octets, StandardCharsets.UTF_8));
    }
}
