package io.gongmail.server.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gongmail.store.registry.ApplicationId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumeSecretsTest {
    @TempDir
    Path folder;

    private static ApplicationId application() {
        return new ApplicationId(UUID.randomUUID());
    }

    private ResumeSecrets secrets(String key) throws IOException {
        return ResumeSecrets.open(folder.resolve(key), new SecureRandom());
    }

    @Test
    void theKeyIsMadeOnceAndForTheServerAlone() throws IOException {
        ApplicationId id = application();
        String secret = secrets("key").secretOf(id);
        assertThat(secrets("key").secretOf(id)).isEqualTo(secret);
        assertThat(secrets("another").secretOf(id)).isNotEqualTo(secret);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("key"))))
                .isEqualTo("rw-------");
    }

    @Test
    void whatIsNoKeyIsNotTaken() throws IOException {
        Files.writeString(folder.resolve("key"), "too short\n");
        assertThatThrownBy(() -> secrets("key")).isInstanceOf(IOException.class).hasMessageContaining("64 hexadecimal");
    }

    @Test
    void aSecretGoesWithItsNumberHoweverItIsTyped() throws IOException {
        ResumeSecrets secrets = secrets("key");
        ApplicationId id = application();
        String secret = secrets.secretOf(id);
        assertThat(secret).matches("[A-HJKMNP-TV-Z2-9]{5}(-[A-HJKMNP-TV-Z2-9]{5}){3}");
        assertThat(secrets.match(id.toString(), secret)).contains(id);
        assertThat(secrets.match(
                        " " + id.toString().toUpperCase(Locale.ROOT) + " ",
                        secret.toLowerCase(Locale.ROOT).replace("-", " ")))
                .contains(id);
    }

    @Test
    void anotherSecretGoesWithNoNumber() throws IOException {
        ResumeSecrets secrets = secrets("key");
        ApplicationId id = application();
        assertThat(secrets.match(id.toString(), secrets.secretOf(application())))
                .isEmpty();
        assertThat(secrets.match(id.toString(), "")).isEmpty();
        assertThat(secrets.match(id.toString(), secrets.secretOf(id).substring(0, 22)))
                .isEmpty();
        assertThat(secrets.match("no number", secrets.secretOf(id))).isEmpty();
    }

    @Test
    void noTwoAreTheSame() throws IOException {
        ResumeSecrets secrets = secrets("key");
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 2_000; i++) {
            assertThat(seen.add(secrets.secretOf(application()))).isTrue();
        }
    }
}
