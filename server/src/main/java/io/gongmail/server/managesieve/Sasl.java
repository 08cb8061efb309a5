package io.gongmail.server.managesieve;

import io.gongmail.pki.Verdict;
import io.gongmail.server.session.Origin;
import io.gongmail.server.signin.SignIn;
import io.gongmail.server.signin.SignInOutcome;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The mechanisms of AUTHENTICATE (RFC 5804 §2.1): PLAIN beside the certificate, EXTERNAL where that suffices. Thread-safe. */
final class Sasl {
    static final String LISTENER = "managesieve";
    static final String PLAIN = "PLAIN";
    static final String EXTERNAL = "EXTERNAL";

    private final SignIn signIn;

    Sasl(SignIn signIn) {
        this.signIn = signIn;
    }

    List<String> offered(Verdict.Accepted verdict) {
        return signIn.offersAlone(verdict, LISTENER) ? List.of(PLAIN, EXTERNAL) : List.of(PLAIN);
    }

    /**
     * Begins to sign in by a response; empty where it is none of that mechanism.
     *
     * @param mechanism that is offered
     * @param response in Base64 (RFC 4648 §4)
     */
    Optional<CompletionStage<SignInOutcome>> attempt(
            String mechanism, String response, Verdict.Accepted verdict, Origin origin) {
        byte[] octets;
        try {
            octets = Base64.getDecoder().decode(response);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        try {
            return mechanism.equals(EXTERNAL)
                    ? text(octets, 0, octets.length).map(who -> signIn.attemptAlone(verdict, origin, who))
                    : plain(octets, verdict, origin);
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }

    /** RFC 4616 §2: authorization identity, NUL, login, NUL, password. */
    private Optional<CompletionStage<SignInOutcome>> plain(byte[] octets, Verdict.Accepted verdict, Origin origin) {
        int first = indexOfNul(octets, 0);
        int second = first < 0 ? -1 : indexOfNul(octets, first + 1);
        if (second < 0 || indexOfNul(octets, second + 1) >= 0) {
            return Optional.empty();
        }
        Optional<String> identity = text(octets, 0, first);
        Optional<String> login = text(octets, first + 1, second);
        Optional<String> password = text(octets, second + 1, octets.length);
        return identity.isEmpty() || login.isEmpty() || password.isEmpty()
                ? Optional.empty()
                : Optional.of(signIn.attempt(
                        verdict,
                        origin,
                        login.get(),
                        identity.get(),
                        password.get().toCharArray()));
    }

    private static int indexOfNul(byte[] octets, int from) {
        for (int i = from; i < octets.length; i++) {
            if (octets[i] == 0) {
                return i;
            }
        }
        return -1;
    }

    private static Optional<String> text(byte[] octets, int from, int to) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets, from, to - from))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
