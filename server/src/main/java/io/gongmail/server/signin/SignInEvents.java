package io.gongmail.server.signin;

import io.gongmail.pki.CertificateKey;
import io.gongmail.server.session.EndReason;
import io.gongmail.server.session.Origin;
import io.gongmail.server.session.SignedIn;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.AuditEvent;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the audit trail is told of sign-ins. */
final class SignInEvents {
    static final String REFUSED = "sign-in.refused";

    private SignInEvents() {}

    /** @param passwordEnds where its owner is told */
    static AuditEvent accepted(Origin origin, SignedIn signedIn, boolean alone, Optional<Instant> passwordEnds) {
        String account = signedIn.account().address().toString();
        Map<String, String> facts = new HashMap<>();
        facts.put("listener", origin.listener());
        facts.put("address", origin.address().getHostAddress());
        facts.put("binding", signedIn.binding().id().toString());
        facts.put("by", alone ? "certificate" : "certificate, password");
        passwordEnds.ifPresent(end -> facts.put("password-ends", end.toString()));
        return new AuditEvent("sign-in.accepted", account, account, facts);
    }

    /**
     * @param login as it was typed: whatever is no address may be a password in the wrong field, and is not told
     * @param account that the certificate is bound to; empty when to none
     */
    static AuditEvent refused(
            Origin origin,
            CertificateKey certificate,
            String login,
            String account,
            Mismatch mismatch,
            Set<Lockout.Effect> effects) {
        return new AuditEvent(
                REFUSED,
                Address.parse(login).map(Address::toString).orElse("(no address)"),
                account,
                Map.of(
                        "reason", mismatch.word(),
                        "listener", origin.listener(),
                        "address", origin.address().getHostAddress(),
                        "certificate", certificate.certificateSha256(),
                        "serial", certificate.serial().toString(16),
                        "throttled", yes(effects.contains(Lockout.Effect.CLOSES_CERTIFICATE)),
                        "network-throttled", yes(effects.contains(Lockout.Effect.CLOSES_NETWORK))));
    }

    /** Certificate and password were right, and there was something against it all the same. */
    static AuditEvent turnedAway(Origin origin, SignedIn signedIn, EndReason objection) {
        String account = signedIn.account().address().toString();
        return new AuditEvent(
                "sign-in.turned-away",
                account,
                account,
                Map.of(
                        "reason", objection.code(),
                        "listener", origin.listener(),
                        "address", origin.address().getHostAddress(),
                        "binding", signedIn.binding().id().toString()));
    }

    /** Many tried to be {@code named} with certificates that are not theirs. */
    static AuditEvent alarm(Origin origin, String named) {
        return new AuditEvent(
                "sign-in.alarm",
                "sign-in",
                named,
                Map.of(
                        "reason", "guesses-with-other-certificates",
                        "guesses", Integer.toString(Lockout.ALARM),
                        "listener", origin.listener(),
                        "address", origin.address().getHostAddress()));
    }

    private static String yes(boolean is) {
        return is ? "yes" : "no";
    }
}
