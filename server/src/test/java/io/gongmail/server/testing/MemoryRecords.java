package io.gongmail.server.testing;

import io.gongmail.pki.CertificateKey;
import io.gongmail.server.signin.SignInRecords;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.AccountState;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.AuditEvent;
import io.gongmail.store.registry.Binding;
import io.gongmail.store.registry.BindingState;
import io.gongmail.store.registry.SeedAccount;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

final class MemoryRecords implements SignInRecords {
    private final Map<CertificateKey, Binding> bindings = new ConcurrentHashMap<>();
    private final Map<Address, Account> accounts = new ConcurrentHashMap<>();
    private final Map<Address, String> hashes = new ConcurrentHashMap<>();

    void seed(SeedAccount seed) {
        accounts.put(
                seed.address(),
                new Account(
                        seed.address(),
                        seed.name(),
                        seed.type(),
                        seed.agency(),
                        Set.of(),
                        AccountState.ACTIVE,
                        Instant.EPOCH));
        hashes.put(seed.address(), seed.passwordHash());
        bindings.put(
                seed.key(),
                new Binding(
                        UUID.randomUUID(),
                        seed.address(),
                        seed.key(),
                        seed.subject(),
                        seed.notAfter(),
                        BindingState.ACTIVE,
                        Instant.EPOCH,
                        ""));
    }

    void close(CertificateKey key) {
        bindings.computeIfPresent(
                key,
                (same, binding) -> new Binding(
                        binding.id(),
                        binding.account(),
                        key,
                        binding.subject(),
                        binding.notAfter(),
                        BindingState.REVOKED,
                        binding.since(),
                        "test"));
    }

    @Override
    public Optional<Binding> binding(CertificateKey key) {
        return Optional.ofNullable(bindings.get(key));
    }

    @Override
    public Optional<Account> account(Address address) {
        return Optional.ofNullable(accounts.get(address));
    }

    @Override
    public Optional<String> passwordHash(Address address) {
        return Optional.ofNullable(hashes.get(address));
    }

    @Override
    public CompletionStage<?> record(AuditEvent event) {
        return CompletableFuture.completedFuture(null);
    }
}
