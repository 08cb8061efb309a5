package io.gongmail.server.signin;

import io.gongmail.pki.CertificateKey;
import io.gongmail.server.tls.LastRefused;
import io.gongmail.store.registry.AccountWithPassword;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.AuditEvent;
import io.gongmail.store.registry.BoundAccount;
import io.gongmail.store.registry.InternationalAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** Records of sign-in whose refusals are remembered for the self-check of who holds the certificate. Thread-safe. */
public final class WatchedRecords implements SignInRecords {
    private final SignInRecords records;
    private final LastRefused lastRefused;
    private final Clock clock;

    public WatchedRecords(SignInRecords records, LastRefused lastRefused, Clock clock) {
        this.records = records;
        this.lastRefused = lastRefused;
        this.clock = clock;
    }

    @Override
    public Optional<BoundAccount> bound(CertificateKey key) {
        return records.bound(key);
    }

    @Override
    public Optional<AccountWithPassword> account(Address address) {
        return records.account(address);
    }

    @Override
    public Optional<Address> named(InternationalAddress name) {
        return records.named(name);
    }

    @Override
    public boolean upgrade(Address address, String before, String after) {
        return records.upgrade(address, before, after);
    }

    @Override
    public void used(Map<UUID, Instant> uses) {
        records.used(uses);
    }

    @Override
    public CompletionStage<?> record(AuditEvent event) {
        if (event.code().equals(SignInEvents.REFUSED)) {
            remember(event.facts());
        }
        return records.record(event);
    }

    private void remember(Map<String, String> facts) {
        String certificate = facts.getOrDefault("certificate", "");
        try {
            lastRefused.add(
                    Optional.of(certificate),
                    InetAddress.getByName(facts.getOrDefault("address", "")),
                    new LastRefused.Refusal(
                            clock.instant(),
                            facts.getOrDefault("listener", ""),
                            SelfCheck.codeOf(facts.getOrDefault("reason", "")),
                            Map.of()));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address that was written as a number", e);
        }
    }
}
