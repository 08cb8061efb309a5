package io.gongmail.server.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.CertificateKey;
import io.gongmail.pki.CertificateKeys;
import io.gongmail.pki.PeerCertificate;
import io.gongmail.pki.RefusalReason;
import io.gongmail.pki.Verdict;
import io.gongmail.pki.possession.Challenge;
import io.gongmail.pki.possession.ChallengeSigner;
import io.gongmail.pki.possession.Purpose;
import io.gongmail.server.session.EndReason;
import io.gongmail.server.session.LiveSessions;
import io.gongmail.server.session.SignedIn;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.AccountState;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.AuditEvent;
import io.gongmail.store.registry.Binding;
import io.gongmail.store.registry.BindingState;
import io.gongmail.store.registry.StoredPassword;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;

class PasswordsTest {
    private static final PasswordOutcome TOO_SIMPLE =
            new PasswordOutcome.Refused("G-221", Map.of("minimum", "8", "maximum", "1024"));
    private static final Instant NOW = Instant.parse("2026-11-24T09:00:00Z");
    private static final Duration VALIDITY = Duration.ofMinutes(10);
    private static final Address HONG = Address.of("hong@moe.example");
    private static final Address KIM = Address.of("kim@moe.example");
    private static final String GOOD = "battery staple";
    private static final PasswordOutcome SET = new PasswordOutcome.Set();

    /** Somebody's certificate with its key. */
    private record Holder(X509Certificate certificate, ChallengeSigner signer, CertificateKey key) {
        static Holder of(String name) {
            try {
                KeyPair pair = KeyPairGenerator.getInstance("EC").generateKeyPair();
                X500Principal self = new X500Principal("CN=" + name);
                X509Certificate certificate = new JcaX509CertificateConverter()
                        .getCertificate(new JcaX509v3CertificateBuilder(
                                        self,
                                        BigInteger.ONE,
                                        Date.from(NOW.minusSeconds(60)),
                                        Date.from(NOW.plus(Duration.ofDays(1))),
                                        self,
                                        pair.getPublic())
                                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
                return new Holder(
                        certificate,
                        new ChallengeSigner(List.of(certificate), pair.getPrivate()),
                        CertificateKeys.of(certificate));
            } catch (GeneralSecurityException | OperatorCreationException e) {
                throw new IllegalStateException(e);
            }
        }

        byte[] sign(Challenge challenge) {
            try {
                return signer.sign(challenge);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static final Holder HONGS = Holder.of("hong");
    private static final Holder KIMS = Holder.of("kim");

    private final TurnedClock clock = new TurnedClock(NOW);
    private final LiveSessions sessions = new LiveSessions(10, clock, new ByHand());
    private final Memory records = new Memory();
    private final List<PeerCertificate> judged = new ArrayList<>();
    private final Simple hashing = new Simple();
    private Verdict verdict = new Verdict.Accepted(HONGS.key(), Set.of(), NOW.plusSeconds(60), World.ANCHOR);
    private long nanos;
    private final Lockout lockout = new Lockout(20, () -> nanos);
    private final Passwords passwords = passwords(new PasswordPolicy(8, 3));

    private Passwords passwords(PasswordPolicy policy) {
        return new Passwords(
                records,
                signer -> {
                    judged.add(signer);
                    return verdict;
                },
                hashing,
                policy,
                lockout,
                sessions,
                "mail.gongmail.example",
                VALIDITY,
                clock,
                new SecureRandom());
    }

    private PasswordOutcome set(Challenge challenge, Holder holder, String password) {
        return passwords.set(challenge.nonce(), holder.sign(challenge), password.toCharArray());
    }

    private PasswordOutcome change(String present, String password) {
        Challenge challenge = passwords.challenge(HONG);
        return passwords.change(
                challenge.nonce(), HONGS.sign(challenge), present.toCharArray(), password.toCharArray());
    }

    @Test
    void aChallengeIsForOnePurposeAccountHostAndTime() {
        Challenge challenge = passwords.challenge(HONG);
        assertThat(challenge)
                .isEqualTo(new Challenge(
                        Purpose.SET_PASSWORD,
                        "hong@moe.example",
                        "mail.gongmail.example",
                        NOW.plus(VALIDITY),
                        challenge.nonce()));
        assertThat(passwords.challenge(HONG).nonce()).isNotEqualTo(challenge.nonce());
    }

    @Test
    void theOwnerSetsItWithTheBoundCertificate() {
        assertThat(set(passwords.challenge(HONG), HONGS, GOOD)).isEqualTo(SET);
        assertThat(records.hashes).containsExactly(Map.entry(HONG, "phc of " + GOOD));
        assertThat(judged).containsExactly(new PeerCertificate(HONGS.certificate(), List.of()));
    }

    @Test
    void settingItEndsTheAccountsSessionsAndNoOthers() {
        List<String> ended = new ArrayList<>();
        register(HONG, ended);
        register(KIM, ended);

        set(passwords.challenge(HONG), HONGS, GOOD);

        assertThat(ended).containsExactly(HONG + " " + EndReason.PASSWORD_CHANGED);
    }

    @Test
    void aPasswordThatWillNotDoLeavesTheChallengeOpen() {
        Challenge challenge = passwords.challenge(HONG);
        assertThat(set(challenge, HONGS, "short")).isEqualTo(TOO_SIMPLE);
        assertThat(set(challenge, HONGS, "password1")).isEqualTo(new PasswordOutcome.Refused("G-224"));
        assertThat(set(challenge, HONGS, HONG.toString())).isEqualTo(TOO_SIMPLE);
        assertThat(judged).isEmpty();
        assertThat(set(challenge, HONGS, GOOD)).isEqualTo(SET);
    }

    @Test
    void aChallengeServesOnceWhateverCameOfIt() {
        Challenge done = passwords.challenge(HONG);
        assertThat(set(done, HONGS, GOOD)).isEqualTo(SET);
        assertThat(set(done, HONGS, GOOD)).isEqualTo(OwnerProofs.NO_CHALLENGE);

        Challenge spoilt = passwords.challenge(HONG);
        assertThat(passwords.set(spoilt.nonce(), new byte[3], GOOD.toCharArray()))
                .isEqualTo(OwnerProofs.NOT_PROVEN);
        assertThat(set(spoilt, HONGS, GOOD)).isEqualTo(OwnerProofs.NO_CHALLENGE);
    }

    @Test
    void anInventedChallengeIsNone() {
        Challenge invented = Challenge.fresh(
                Purpose.SET_PASSWORD, HONG.toString(), "mail.gongmail.example", NOW.plus(VALIDITY), new SecureRandom());
        assertThat(set(invented, HONGS, GOOD)).isEqualTo(OwnerProofs.NO_CHALLENGE);
        assertThat(OwnerProofs.NO_CHALLENGE).isEqualTo(new PasswordOutcome.Refused("G-223"));
    }

    @Test
    void aChallengeEndsWithItsTime() {
        Challenge inTime = passwords.challenge(HONG);
        Challenge late = passwords.challenge(HONG);
        clock.turn(VALIDITY.minusSeconds(1));
        assertThat(set(inTime, HONGS, GOOD)).isEqualTo(SET);
        clock.turn(Duration.ofSeconds(1));
        assertThat(set(late, HONGS, GOOD)).isEqualTo(OwnerProofs.NO_CHALLENGE);
    }

    @Test
    void aSignatureOverAnotherChallengeProvesNothing() {
        Challenge asked = passwords.challenge(HONG);
        Challenge other = passwords.challenge(KIM);
        assertThat(passwords.set(asked.nonce(), HONGS.sign(other), GOOD.toCharArray()))
                .isEqualTo(OwnerProofs.NOT_PROVEN);
        assertThat(judged).isEmpty();
        assertThat(records.hashes).isEmpty();
        assertThat(OwnerProofs.NOT_PROVEN).isEqualTo(new PasswordOutcome.Refused("G-222"));
    }

    @Test
    void whatTheJudgeRefusesSetsNothingAndTellsItsReason() {
        verdict = new Verdict.Refused(RefusalReason.REVOKED, List.of());
        assertThat(set(passwords.challenge(HONG), HONGS, GOOD)).isEqualTo(new PasswordOutcome.Refused("G-104"));
        assertThat(records.hashes).isEmpty();
    }

    @Test
    void aGoodCertificateOfSomebodyElseSetsNothing() {
        verdict = new Verdict.Accepted(KIMS.key(), Set.of(), NOW.plusSeconds(60), World.ANCHOR);
        records.bind(KIM, KIMS.key(), KIMS.key());
        assertThat(set(passwords.challenge(HONG), KIMS, GOOD)).isEqualTo(OwnerProofs.NOT_PROVEN);
        assertThat(records.hashes).isEmpty();
    }

    @Test
    void aCertificateThatIsNotBoundSetsNothing() {
        records.bindings.clear();
        assertThat(set(passwords.challenge(HONG), HONGS, GOOD)).isEqualTo(OwnerProofs.NOT_PROVEN);
        assertThat(records.hashes).isEmpty();
    }

    /** A registry that finds by too little. */
    @Test
    void aBindingOfAnotherCertificateSetsNothing() {
        records.bind(HONG, HONGS.key(), KIMS.key());
        assertThat(set(passwords.challenge(HONG), HONGS, GOOD)).isEqualTo(OwnerProofs.NOT_PROVEN);
        assertThat(records.hashes).isEmpty();
    }

    @Test
    void anAccountClosedMeanwhileGetsNoPassword() {
        List<String> ended = new ArrayList<>();
        register(HONG, ended);
        records.closed = true;
        assertThat(set(passwords.challenge(HONG), HONGS, GOOD)).isEqualTo(OwnerProofs.NOT_PROVEN);
        assertThat(ended).isEmpty();
    }

    @Test
    void thePasswordIsWipedWhateverComesOfIt() {
        for (String password : List.of(GOOD, "short")) {
            Challenge challenge = passwords.challenge(HONG);
            char[] typed = password.toCharArray();
            passwords.set(challenge.nonce(), HONGS.sign(challenge), typed);
            assertThat(typed).containsOnly('\0');
        }
        char[] typed = GOOD.toCharArray();
        passwords.set("none", new byte[0], typed);
        assertThat(typed).containsOnly('\0');
    }

    @Test
    void theOldestOfTooManyChallengesGoes() {
        Challenge first = passwords.challenge(HONG);
        Challenge second = passwords.challenge(HONG);
        for (int i = 0; i < 998; i++) {
            passwords.challenge(KIM);
        }
        assertThat(set(first, HONGS, "short")).isEqualTo(TOO_SIMPLE);

        passwords.challenge(KIM);

        assertThat(set(first, HONGS, GOOD)).isEqualTo(OwnerProofs.NO_CHALLENGE);
        assertThat(set(second, HONGS, GOOD)).isEqualTo(SET);
    }

    @Test
    void challengesThatAreOverMakeRoomForThoseThatAreNot() {
        for (int i = 0; i < 999; i++) {
            passwords.challenge(KIM);
        }
        clock.turn(VALIDITY);
        Challenge first = passwords.challenge(HONG);
        for (int i = 0; i < 999; i++) {
            passwords.challenge(KIM);
        }
        assertThat(set(first, HONGS, "short")).isEqualTo(TOO_SIMPLE);
    }

    @Test
    void noneOfTheLastPasswordsIsTakenAgain() {
        PasswordOutcome usedBefore = new PasswordOutcome.Refused("G-225", Map.of("history", "3"));
        assertThat(set(passwords.challenge(HONG), HONGS, "first one")).isEqualTo(SET);
        assertThat(change("first one", "first one")).isEqualTo(usedBefore);
        assertThat(change("first one", "second one")).isEqualTo(SET);
        assertThat(change("second one", "third one")).isEqualTo(SET);
        assertThat(change("third one", "first one")).isEqualTo(usedBefore);
        assertThat(records.hashes).containsExactly(Map.entry(HONG, "phc of third one"));

        assertThat(change("third one", "fourth one")).isEqualTo(SET);
        assertThat(change("fourth one", "first one")).isEqualTo(SET);
        assertThat(change("first one", "third one")).isEqualTo(usedBefore);
    }

    @Test
    void aRefusedPasswordEndsNoSession() {
        set(passwords.challenge(HONG), HONGS, GOOD);
        List<String> ended = new ArrayList<>();
        register(HONG, ended);
        assertThat(change(GOOD, GOOD)).isInstanceOf(PasswordOutcome.Refused.class);
        assertThat(change("wrong", "another one")).isEqualTo(Passwords.NOT_PRESENT);
        assertThat(set(passwords.challenge(HONG), HONGS, "another one")).isEqualTo(Passwords.PRESENT_NEEDED);
        assertThat(ended).isEmpty();
        assertThat(change(GOOD, "another one")).isEqualTo(SET);
        assertThat(ended).hasSize(1);
    }

    /** Whoever has stolen a key file must not have the password with it. */
    @Test
    void theCertificateAloneReplacesNoPasswordThatCounts() {
        assertThat(set(passwords.challenge(HONG), HONGS, "first one")).isEqualTo(SET);
        assertThat(set(passwords.challenge(HONG), HONGS, "second one")).isEqualTo(Passwords.PRESENT_NEEDED);
        assertThat(Passwords.PRESENT_NEEDED).isEqualTo(new PasswordOutcome.Refused("G-226"));
        assertThat(records.hashes).containsExactly(Map.entry(HONG, "phc of first one"));
        assertThat(records.proofs).containsExactly("certificate");
    }

    @Test
    void itReplacesOneThatHasEnded() {
        Passwords ageing = passwords(new PasswordPolicy(8, 3, Duration.ofDays(90), Duration.ZERO));
        records.hashes.put(HONG, "phc of first one");
        clock.turn(Duration.ofDays(90).minusMillis(1));
        Challenge early = ageing.challenge(HONG);
        assertThat(ageing.set(early.nonce(), HONGS.sign(early), "second one".toCharArray()))
                .isEqualTo(Passwords.PRESENT_NEEDED);

        clock.turn(Duration.ofMillis(1));

        Challenge late = ageing.challenge(HONG);
        assertThat(ageing.set(late.nonce(), HONGS.sign(late), "second one".toCharArray()))
                .isEqualTo(SET);
    }

    @Test
    void thePresentPasswordChangesIt() {
        records.hashes.put(HONG, "phc of first one");
        assertThat(change("first one", "second one")).isEqualTo(SET);
        assertThat(records.hashes).containsExactly(Map.entry(HONG, "phc of second one"));
        assertThat(records.proofs).containsExactly("certificate, password");
        assertThat(records.audit).isEmpty();
    }

    @Test
    void whereThereIsNoneNoneIsNeeded() {
        assertThat(change("whatever", "first one")).isEqualTo(SET);
    }

    @Test
    void whoDoesNotKnowThePresentOneChangesNothing() {
        records.hashes.put(HONG, "phc of first one");
        assertThat(change("guess", "second one")).isEqualTo(Passwords.NOT_PRESENT);
        assertThat(Passwords.NOT_PRESENT).isEqualTo(new PasswordOutcome.Refused("G-227"));
        assertThat(records.hashes).containsExactly(Map.entry(HONG, "phc of first one"));
        assertThat(records.audit)
                .containsExactly(new AuditEvent(
                        "password.refused",
                        HONG.toString(),
                        HONG.toString(),
                        Map.of(
                                "reason",
                                "wrong-password",
                                "certificate",
                                HONGS.key().certificateSha256(),
                                "throttled",
                                "no")));
    }

    @Test
    void guessesAtThePresentOneCloseTheCertificate() {
        records.hashes.put(HONG, "phc of first one");
        for (int i = 0; i < Lockout.GUESSES; i++) {
            assertThat(lockout.isClosed(HONGS.key())).isFalse();
            assertThat(change("guess" + i, "second one")).isEqualTo(Passwords.NOT_PRESENT);
        }
        assertThat(lockout.isClosed(HONGS.key())).isTrue();
        assertThat(records.audit.get(9).facts()).containsEntry("throttled", "yes");
        assertThat(hashing.verified).isEqualTo(Lockout.GUESSES);

        assertThat(change("first one", "second one")).isEqualTo(Passwords.CLOSED);
        assertThat(Passwords.CLOSED).isEqualTo(new PasswordOutcome.Refused("G-203"));
        assertThat(hashing.verified).isEqualTo(Lockout.GUESSES);
        nanos += Lockout.WINDOW.toNanos();
        assertThat(change("first one", "second one")).isEqualTo(SET);
    }

    @Test
    void theSameGuessAgainIsNotHashedAgain() {
        records.hashes.put(HONG, "phc of first one");
        for (int i = 0; i < 20; i++) {
            assertThat(change("yesterday", "second one")).isEqualTo(Passwords.NOT_PRESENT);
        }
        assertThat(hashing.verified).isEqualTo(1);
        assertThat(change("first one", "second one")).isEqualTo(SET);
    }

    @Test
    void aRefusalThatCannotBeRecordedIsOne() {
        records.hashes.put(HONG, "phc of first one");
        records.recording = CompletableFuture.failedFuture(new IllegalStateException("full"));
        assertThat(change("guess", "second one")).isEqualTo(Passwords.NOT_PRESENT);
    }

    @Test
    void thePresentPasswordIsWipedToo() {
        records.hashes.put(HONG, "phc of first one");
        for (String shown : List.of("first one", "guess")) {
            char[] present = shown.toCharArray();
            char[] password = "second one".toCharArray();
            Challenge challenge = passwords.challenge(HONG);
            passwords.change(challenge.nonce(), HONGS.sign(challenge), present, password);
            assertThat(present).containsOnly('\0');
            assertThat(password).containsOnly('\0');
        }
    }

    @Test
    void thePolicyIsToldToWhoAsks() {
        assertThat(passwords.policy()).isEqualTo(new PasswordPolicy(8, 3));
        assertThat(passwords.policy().end(NOW)).isEmpty();
    }

    @Test
    void withoutHistoryEveryPasswordIsTakenAgainAndNothingIsKept() {
        Passwords forgetful = passwords(new PasswordPolicy(8, 0));
        for (int i = 0; i < 3; i++) {
            records.hashes.clear();
            Challenge challenge = forgetful.challenge(HONG);
            assertThat(forgetful.set(challenge.nonce(), HONGS.sign(challenge), GOOD.toCharArray()))
                    .isEqualTo(SET);
        }
        assertThat(hashing.verified).isZero();
        assertThat(records.former).containsExactly(Map.entry(HONG, List.of()));
    }

    /** The history is nobody's to ask but the owner's, and costs nobody else anything. */
    @Test
    void nothingIsHashedForWhoIsNotProven() {
        records.hashes.put(HONG, "phc of " + GOOD);
        records.bindings.clear();
        assertThat(set(passwords.challenge(HONG), HONGS, GOOD)).isEqualTo(OwnerProofs.NOT_PROVEN);
        assertThat(hashing.verified).isZero();
    }

    @Test
    void fewAreSetAtOnce() {
        List<PasswordOutcome> within = new ArrayList<>();
        hashing.meanwhile = () -> {
            hashing.meanwhile = () -> {
                hashing.meanwhile = () -> {};
                within.add(set(passwords.challenge(HONG), HONGS, "third one"));
            };
            within.add(set(passwords.challenge(HONG), HONGS, "second one"));
        };

        assertThat(set(passwords.challenge(HONG), HONGS, "first one")).isEqualTo(SET);

        assertThat(within).containsExactly(Passwords.BUSY, SET);
        assertThat(Passwords.BUSY).isEqualTo(new PasswordOutcome.Refused("G-202"));
        assertThat(change("first one", "fourth one")).isEqualTo(SET);
    }

    private void register(Address address, List<String> ended) {
        Account account = new Account(address, "이름", AccountType.OFFICIAL, "MOE", Set.of(), AccountState.ACTIVE, NOW);
        sessions.register(
                new SignedIn(
                        account,
                        binding(address, HONGS.key()),
                        NOW.plusSeconds(60),
                        World.ANCHOR,
                        World.ORIGIN,
                        sessions.mark()),
                reason -> ended.add(address + " " + reason));
    }

    private static Binding binding(Address account, CertificateKey key) {
        return new Binding(new UUID(1, 1), account, key, "cn=x", NOW.plusSeconds(60), BindingState.ACTIVE, NOW, "");
    }

    private static final class Simple implements Hashing {
        int verified;
        Runnable meanwhile = () -> {};

        @Override
        public boolean verify(String phc, char[] password) {
            verified++;
            return phc.equals("phc of " + new String(password));
        }

        @Override
        public boolean isOutdated(String phc) {
            return false;
        }

        @Override
        public String hash(char[] password) {
            meanwhile.run();
            return "phc of " + new String(password);
        }
    }

    private static final class Memory implements PasswordRecords {
        final Map<CertificateKey, Binding> bindings = new ConcurrentHashMap<>();
        final Map<Address, String> hashes = new ConcurrentHashMap<>();
        final Map<Address, List<String>> former = new ConcurrentHashMap<>();
        final List<AuditEvent> audit = new ArrayList<>();
        final List<String> proofs = new ArrayList<>();
        CompletionStage<?> recording = CompletableFuture.completedFuture(1L);
        Instant since = NOW;
        boolean closed;

        Memory() {
            bind(HONG, HONGS.key(), HONGS.key());
        }

        void bind(Address account, CertificateKey foundBy, CertificateKey holds) {
            bindings.put(foundBy, binding(account, holds));
        }

        @Override
        public Optional<Binding> active(CertificateKey key) {
            return Optional.ofNullable(bindings.get(key));
        }

        @Override
        public Optional<StoredPassword> present(Address account) {
            return Optional.ofNullable(hashes.get(account)).map(hash -> new StoredPassword(hash, since));
        }

        @Override
        public CompletionStage<?> record(AuditEvent event) {
            audit.add(event);
            return recording;
        }

        @Override
        public List<String> last(Address account, int limit) {
            return Stream.concat(
                            Stream.ofNullable(hashes.get(account)), former.getOrDefault(account, List.of()).stream())
                    .limit(limit)
                    .toList();
        }

        @Override
        public boolean set(Address account, String phc, int kept, String proof) {
            if (!closed) {
                former.put(account, last(account, kept));
                proofs.add(proof);
                hashes.put(account, phc);
            }
            return !closed;
        }
    }
}
