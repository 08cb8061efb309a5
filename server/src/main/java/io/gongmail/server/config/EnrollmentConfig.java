package io.gongmail.server.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** {@code [enrollment]}: how applicants are verified. */
public record EnrollmentConfig(URI identityProvider, Path identityProviderKey, Duration challengeValidity) {
    static EnrollmentConfig from(Section enrollment, Mode mode) {
        URI provider = enrollment.uri(
                "identity-provider",
                "https://identity.example/",
                "Where identity verification (mobile phone, I-PIN) is asked for; http in demo mode only.");
        if (mode == Mode.PRODUCTION && !"https".equals(provider.getScheme())) {
            // Names and birth dates of people go this way.
            enrollment.problem(
                    "identity-provider",
                    "'" + provider + "' is not protected",
                    "allowed: an https address; http only where [server] mode = demo");
        }
        return new EnrollmentConfig(
                provider,
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
