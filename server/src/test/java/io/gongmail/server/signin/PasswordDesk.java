package io.gongmail.server.signin;

import io.gongmail.pki.CertificateKey;
import io.gongmail.pki.CertificateKeys;
import io.gongmail.pki.PeerCertificate;
import io.gongmail.pki.Verdict;
import io.gongmail.pki.possession.Challenge;
import io.gongmail.pki.possession.ChallengeSigner;
import io.gongmail.server.session.Admission;
import io.gongmail.server.session.EndReason;
import io.gongmail.server.session.LiveSessions;
import io.gongmail.server.session.Origin;
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

/** Setting passwords with everything around it made by hand: two people, each with a certificate of their own. */
final class PasswordDesk {
    static final PasswordOutcome TOO_SIMPLE =
            new PasswordOutcome.Refused("G-221", Map.of("minimum", "8", "maximum", "1024"));
    static final Instant NOW = Instant.parse("2026-11-24T09:00:00Z");
    static final Duration VALIDITY = Duration.ofMinutes(10);
    static final Address HONG = Address.of("hong@moe.example");
    static final Address KIM = Address.of("kim@moe.example");
    static final String GOOD = "battery staple";
    static final PasswordOutcome SET = new PasswordOutcome.Set();

    /** Somebody's certificate with its key. */
    record Holder(X509Certificate certificate, ChallengeSigner signer, CertificateKey key) {
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

    static final Holder HONGS = Holder.of("hong");
    static final Holder KIMS = Holder.of("kim");

    final TurnedClock clock = new TurnedClock(NOW);
    final LiveSessions sessions = new LiveSessions(10, clock, new ByHand());
    final Memory records = new Memory();
    final List<PeerCertificate> judged = new ArrayList<>();
    final Simple hashing = new Simple();
    Verdict verdict = new Verdict.Accepted(HONGS.key(), Set.of(), NOW.plusSeconds(60), World.ANCHOR);
    /** Who was told of guesses. */
    final List<String> guessed = new ArrayList<>();

    private final Admission admission = new Admission() {
        @Override
        public Optional<EndReason> admit(SignedIn signedIn) {
            return Optional.empty();
        }

        @Override
        public void guessed(Address account, Origin origin, String certificateSha256) {
            guessed.add(account + " " + origin.listener() + " " + certificateSha256);
        }
    };
    long nanos;
    final Lockout lockout = new Lockout(20, () -> nanos);
    final Passwords passwords = passwords(new PasswordPolicy(8, 3));

    Passwords passwords(PasswordPolicy policy) {
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
                admission,
                "mail.gongmail.example",
                VALIDITY,
                clock,
                new SecureRandom());
    }

    PasswordOutcome set(Challenge challenge, Holder holder, String password) {
        return passwords.set(challenge.nonce(), holder.sign(challenge), password.toCharArray());
    }

    PasswordOutcome change(String present, String password) {
        Challenge challenge = passwords.challenge(HONG);
        return passwords.change(
                challenge.nonce(), HONGS.sign(challenge), present.toCharArray(), password.toCharArray());
    }

    PasswordOutcome reset(String password) {
        Challenge challenge = passwords.challenge(HONG);
        return passwords.reset(challenge.nonce(), HONGS.sign(challenge), password.toCharArray());
    }

    void register(Address address, List<String> ended) {
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

    static Binding binding(Address account, CertificateKey key) {
        return new Binding(new UUID(1, 1), account, key, "cn=x", NOW.plusSeconds(60), BindingState.ACTIVE, NOW, "");
    }

    static final class Simple implements Hashing {
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

    static final class Memory implements PasswordRecords {
        final Map<CertificateKey, Binding> bindings = new ConcurrentHashMap<>();
        final Map<Address, String> hashes = new ConcurrentHashMap<>();
        final Map<Address, List<String>> former = new ConcurrentHashMap<>();
        final List<AuditEvent> audit = new ArrayList<>();
        final Map<Address, String> owners = new ConcurrentHashMap<>();
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
        public Optional<String> ownerCi(Address account) {
            return Optional.ofNullable(owners.get(account));
        }

        @Override
        public CompletionStage<?> record(AuditEvent event) {
            audit.add(event);
            return recording;
        }

        @Override
        public List<String> last(Address account, int limit) {
            if (limit < 1) {
                throw new IllegalArgumentException("as the registry does");
            }
            return Stream.concat(
                            Stream.ofNullable(hashes.get(account)), former.getOrDefault(account, List.of()).stream())
                    .limit(limit)
                    .toList();
        }

        @Override
        public boolean clear(Address account, int kept, String actor, String reason) {
            former.put(account, last(account, kept));
            proofs.add(actor + ": " + reason);
            return hashes.remove(account) != null;
        }

        @Override
        public boolean set(Address account, String phc, int kept, String proof) {
            if (!closed) {
                former.put(account, kept == 0 ? List.of() : last(account, kept));
                proofs.add(proof);
                hashes.put(account, phc);
            }
            return !closed;
        }
    }
}
