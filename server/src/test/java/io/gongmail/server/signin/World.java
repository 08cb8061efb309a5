package io.gongmail.server.signin;

import io.gongmail.pki.AnchorKey;
import io.gongmail.pki.CertificateKey;
import io.gongmail.pki.PolicyOid;
import io.gongmail.pki.Verdict;
import io.gongmail.server.config.CertificateOnly;
import io.gongmail.server.session.Admission;
import io.gongmail.server.session.EndReason;
import io.gongmail.server.session.LiveSessions;
import io.gongmail.server.session.Origin;
import io.gongmail.server.session.SignedIn;
import io.gongmail.store.StoreException;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.AccountState;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.AccountWithPassword;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.AuditEvent;
import io.gongmail.store.registry.Binding;
import io.gongmail.store.registry.BindingState;
import io.gongmail.store.registry.BoundAccount;
import io.gongmail.store.registry.InternationalAddress;
import io.gongmail.store.registry.StoredPassword;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Sign-in with everything around it made by hand: one official, whose password is {@code right}. */
final class World {
    static final Instant NOW = Instant.parse("2026-11-24T09:00:00Z");
    static final Instant UNTIL = NOW.plus(Duration.ofHours(8));
    static final Address HONG = Address.of("hong@moe.example");
    static final PolicyOid PERSON = new PolicyOid("1.2.410.100001.5.3.1");
    static final PolicyOid AGENCY = new PolicyOid("1.2.410.100001.5.1.1");
    static final CertificateKey KEY = key(1);
    static final AnchorKey ANCHOR = new AnchorKey("c".repeat(64));
    static final Duration CHECK = Duration.ofMillis(40);
    static final Duration REMEMBERED = Duration.ofMinutes(5);

    final TurnedClock clock = new TurnedClock(NOW);
    final ByHand timer = new ByHand();
    final ByHand threads = new ByHand();
    final Memory records = new Memory();
    final LiveSessions sessions = new LiveSessions(100, clock, timer);
    final Counting hashing = new Counting();
    long nanos;
    InetAddress address = address("203.0.113.7");
    long checkTakes = CHECK.toNanos();
    /** What is said against who is let in otherwise. */
    Optional<EndReason> objection = Optional.empty();

    /** Whose certificates were closed for failing. */
    final List<Address> guessed = new ArrayList<>();

    private final Admission admission = new Admission() {
        @Override
        public Optional<EndReason> admit(SignedIn signedIn) {
            return objection;
        }

        @Override
        public void guessed(Address account, Origin origin, String certificateSha256) {
            guessed.add(account);
        }
    };
    final SignIn signIn;

    World() {
        this(REMEMBERED);
    }

    World(Duration remembered) {
        this(remembered, new PasswordPolicy(8, 0));
    }

    World(Duration remembered, PasswordPolicy passwords) {
        this(remembered, passwords, Set.of());
    }

    World(Duration remembered, PasswordPolicy passwords, Set<CertificateOnly> certificateOnly) {
        signIn = new SignIn(
                records,
                new Policies(Set.of(PERSON), Set.of(AGENCY), Set.of(AGENCY), certificateOnly),
                new SignInRules(remembered, 20, passwords),
                hashing,
                CHECK,
                sessions,
                admission,
                threads,
                timer,
                clock,
                () -> nanos,
                new Seeded());
    }

    static final Origin ORIGIN = new Origin("imap", InetAddress.getLoopbackAddress(), "");

    static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static CertificateKey key(int serial) {
        return new CertificateKey(
                "30",
                BigInteger.valueOf(serial),
                "a".repeat(64),
                String.format("%016x", serial).repeat(4));
    }

    static Verdict.Accepted verdict(CertificateKey key, PolicyOid... policies) {
        return new Verdict.Accepted(key, Set.of(policies), UNTIL, ANCHOR);
    }

    /** Without waiting for the threads. */
    CompletableFuture<SignInOutcome> begin(Verdict.Accepted verdict, String login, String authzid, char[] password) {
        return signIn.attempt(verdict, new Origin("imap", address, ""), login, authzid, password)
                .toCompletableFuture();
    }

    CompletableFuture<SignInOutcome> attempt(Verdict.Accepted verdict, String login, String authzid, String password) {
        CompletableFuture<SignInOutcome> outcome = begin(verdict, login, authzid, password.toCharArray());
        threads.runAll();
        return outcome;
    }

    CompletableFuture<SignInOutcome> attempt(CertificateKey key, String password) {
        return attempt(verdict(key, PERSON), HONG.toString(), "", password);
    }

    CompletableFuture<SignInOutcome> attempt(String password) {
        return attempt(KEY, password);
    }

    /** Until no password is remembered. */
    void forget() {
        nanos += REMEMBERED.toNanos();
    }

    AuditEvent last() {
        return records.audit.get(records.audit.size() - 1);
    }

    /** The same at every run. */
    private static final class Seeded extends SecureRandom {
        private static final long serialVersionUID = 1L;
        private final Random random = new Random(1);

        @Override
        public void nextBytes(byte[] octets) {
            random.nextBytes(octets);
        }
    }

    /** {@code phc of x} is of {@code x}; {@code old phc of x} too, with the costs of yesterday. */
    final class Counting implements Hashing {
        int checked;
        int hashed;
        final List<char[]> seen = new ArrayList<>();

        @Override
        public boolean verify(String phc, char[] password) {
            checked++;
            nanos += checkTakes;
            seen.add(password);
            return phc.endsWith("phc of " + new String(password));
        }

        @Override
        public boolean isOutdated(String phc) {
            return phc.startsWith("old ");
        }

        @Override
        public String hash(char[] password) {
            hashed++;
            seen.add(password);
            return "phc of " + new String(password);
        }
    }

    final class Memory implements SignInRecords {
        final Map<CertificateKey, Binding> bindings = new HashMap<>();
        final Map<Address, Account> accounts = new HashMap<>();
        final Map<InternationalAddress, Address> names = new HashMap<>();
        final Map<Address, String> hashes = new HashMap<>();
        final List<AuditEvent> audit = new ArrayList<>();
        final List<Instant> uses = new ArrayList<>();
        final List<Integer> usedTogether = new ArrayList<>();
        CompletionStage<Long> recording = CompletableFuture.completedFuture(1L);
        CompletionStage<Long> alarms = recording;
        Instant passwordSet = NOW;
        boolean broken;
        boolean readOnly;
        long lookupTakes;

        Memory() {
            open(AccountState.ACTIVE, AccountType.OFFICIAL);
            bind(KEY, BindingState.ACTIVE);
            hashes.put(HONG, "phc of right");
        }

        void open(AccountState state, AccountType type) {
            accounts.put(HONG, new Account(HONG, "홍길동", type, "1342000", Set.of(), state, NOW));
        }

        void bind(CertificateKey key, BindingState state) {
            bind(key, state, state == BindingState.SUPERSEDED ? NOW : UNTIL);
        }

        void bind(CertificateKey key, BindingState state, Instant until) {
            bindings.put(key, new Binding(new UUID(1, 1), HONG, key, "cn=hong", UNTIL, until, state, NOW, ""));
        }

        /** A registry that finds by too little. */
        void mixUp() {
            bindings.put(
                    KEY, new Binding(new UUID(1, 1), HONG, key(2), "cn=hong", UNTIL, BindingState.ACTIVE, NOW, ""));
        }

        @Override
        public Optional<BoundAccount> bound(CertificateKey key) {
            if (broken) {
                throw new StoreException(StoreException.Kind.BROKEN, "broken");
            }
            nanos += lookupTakes;
            return Optional.ofNullable(bindings.get(key))
                    .map(binding -> new BoundAccount(binding, account(binding.account())));
        }

        @Override
        public Optional<AccountWithPassword> account(Address address) {
            return Optional.ofNullable(accounts.get(address))
                    .map(account -> new AccountWithPassword(
                            account,
                            Optional.ofNullable(hashes.get(address))
                                    .map(hash -> new StoredPassword(hash, passwordSet))));
        }

        @Override
        public Optional<Address> named(InternationalAddress name) {
            nanos += lookupTakes;
            return Optional.ofNullable(names.get(name));
        }

        @Override
        public boolean upgrade(Address address, String before, String after) {
            if (readOnly) {
                throw new StoreException(StoreException.Kind.FULL, "read-only");
            }
            return hashes.replace(address, before, after);
        }

        @Override
        public void used(Map<UUID, Instant> used) {
            if (readOnly) {
                throw new StoreException(StoreException.Kind.FULL, "read-only");
            }
            usedTogether.add(used.size());
            Instant at = used.get(new UUID(1, 1));
            if (at == null) {
                return;
            }
            uses.add(at);
            bindings.replaceAll((key, found) -> new Binding(
                    found.id(),
                    found.account(),
                    found.key(),
                    found.subject(),
                    found.notAfter(),
                    found.until(),
                    found.state(),
                    found.since(),
                    found.reason(),
                    Optional.of(at)));
        }

        @Override
        public CompletionStage<?> record(AuditEvent event) {
            audit.add(event);
            return event.code().equals("sign-in.alarm") ? alarms : recording;
        }
    }
}
