package io.gongmail.server;

import io.gongmail.store.mail.quota.QuotaGroups;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Registry;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.james.core.Username;

/** An agency's accounts share its limit, closed ones too while their mailboxes are kept. */
record AgencyGroups(Registry registry) implements QuotaGroups {
    @Override
    public Optional<String> of(Username user) {
        return Address.parse(user.asString()).flatMap(registry.accounts()::find).map(Account::agency);
    }

    @Override
    public OptionalLong limit(String agency) {
        return registry.agencies().quota(agency);
    }

    @Override
    public List<Username> members(String agency, String after, int limit) {
        return registry.agencies().accounts(agency, after, limit).stream()
                .map(address -> Username.of(address.toString()))
                .toList();
    }
}
