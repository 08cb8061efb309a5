package io.gongmail.server.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** {@code [enrollment]}: how applicants are verified. */
public record EnrollmentConfig(URI identityProvider, Path identityProviderKey, Duration challengeValidity) {
    static EnrollmentConfig from(Section enrollment) {
        return new EnrollmentConfig(
                enrollment.uri(
                        "identity-provider",
                        "https://identity.example/",
                        "Where identity verification (mobile phone, I-PIN) is asked for."),
                enrollment.path(
                        "identity-provider-key",
                        "conf/identity-provider.key",
                        "The secret shared with the provider, which its results are signed with."),
                enrollment.duration(
                        "challenge-validity",
                        Duration.ofMinutes(10),
                        Duration.ofSeconds(30),
                        Duration.ofHours(1),
                        "A challenge for a certificate to sign is good for so long, once."));
    }
}
