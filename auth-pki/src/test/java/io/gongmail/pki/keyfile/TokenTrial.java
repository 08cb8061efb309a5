package io.gongmail.pki.keyfile;

import io.gongmail.pki.possession.Challenge;
import io.gongmail.pki.possession.ChallengeSigner;
import io.gongmail.pki.possession.Purpose;
import io.gongmail.pki.possession.SignedChallenge;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/** What {@link TokensTest} runs in a process of its own: library, PIN. */
final class TokenTrial {
    private TokenTrial() {}

    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        Opening<Token> opening = new Tokens().open(Path.of(arguments[0]), 0, arguments[1].toCharArray());
        if (opening instanceof Opening.Refused<Token> refused) {
            out.println(refused.problem() + " " + refused.text());
            return;
        }
        TokenPair pair = Vectors.opened(opening).signing().orElseThrow();
        out.println("subject " + pair.certificate().getSubjectX500Principal().getName());
        out.println("use " + pair.use());
        out.println("leaves the token: " + (pair.key().getEncoded() != null));
        Instant now = Instant.parse("2026-11-24T10:00:00Z");
        Challenge challenge = Challenge.fresh(
                Purpose.SET_PASSWORD, "hong", "localhost", now.plus(Duration.ofMinutes(5)), new SecureRandom());
        byte[] signed = new ChallengeSigner(pair.chain(), pair.key(), pair.provider()).sign(challenge);
        out.println("challenge proven: "
                + new SignedChallenge(Clock.fixed(now, ZoneOffset.UTC))
                        .verify(signed, challenge)
                        .fold(proven -> proven.signer().leaf().equals(pair.certificate()), unproven -> false));
    }
}
