package io.gongmail.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.config.ForwardingConfig;
import io.gongmail.server.config.ForwardingConfig.Reach;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.AccountState;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Address;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardingPolicyTest {
    private static final Account HONG = account("hong@moe.example", AccountType.OFFICIAL, AccountState.ACTIVE);
    private static final Map<String, Account> ACCOUNTS = Map.of(
            "hong@moe.example", HONG,
            "kim@moe.example", account("kim@moe.example", AccountType.OFFICIAL, AccountState.SUSPENDED),
            "gone@moe.example", account("gone@moe.example", AccountType.OFFICIAL, AccountState.CLOSED),
            "system@moe.example", account("system@moe.example", AccountType.AGENCY_RELAY, AccountState.ACTIVE),
            "lee@mois.example", account("lee@mois.example", AccountType.OFFICIAL, AccountState.ACTIVE));

    private static Account account(String address, AccountType type, AccountState state) {
        return new Account(Address.of(address), "x", type, "MOE", Set.of(), state, Instant.EPOCH);
    }

    private static Optional<String> objection(Reach reach, boolean elsewhere, Account owner, String to) {
        return policy(reach, elsewhere).objection(owner, Address.of(to));
    }

    private static ForwardingPolicy policy(Reach reach, boolean elsewhere) {
        LocalRecipients recipients = new LocalRecipients(
                address -> Optional.ofNullable(ACCOUNTS.get(address.toString())), () -> List.of(HONG.address()));
        return new ForwardingPolicy(
                new ForwardingConfig(reach, List.of("named.example", "mois.example"), 3),
                Set.of("moe.example", "mois.example"),
                recipients,
                agency -> agency.equals("MOE") ? Set.of("moe.example", "moe.outside") : Set.of(),
                elsewhere);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "OFF,     kim@moe.example,       G-425",
                "AGENCY,  hong@moe.example,      G-426",
                "AGENCY,  kim@moe.example,       -",
                "AGENCY,  nobody@moe.example,    G-428",
                "AGENCY,  gone@moe.example,      G-428",
                "AGENCY,  system@moe.example,    G-428",
                "AGENCY,  postmaster@moe.example, G-428",
                "AGENCY,  lee@mois.example,      G-427",
                "AGENCY,  hong@moe.outside,      -",
                "AGENCY,  x@named.example,       G-427",
                "LOCAL,   kim@moe.example,       -",
                "LOCAL,   lee@mois.example,      -",
                "LOCAL,   nobody@mois.example,   G-428",
                "LOCAL,   hong@moe.outside,      G-427",
                "DOMAINS, kim@moe.example,       G-427",
                "DOMAINS, lee@mois.example,      -",
                "DOMAINS, x@named.example,       -",
                "DOMAINS, x@sub.named.example,   G-427",
                "DOMAINS, hong@moe.example,      G-426"
            })
    void howFarMailMayGo(Reach reach, String to, String code) {
        assertThat(objection(reach, true, HONG, to)).isEqualTo(Optional.ofNullable(code));
    }

    @Test
    void thePageNamesTheDomainsWhereDomainsDecide() {
        assertThat(policy(Reach.AGENCY, true).domains(HONG)).containsExactly("moe.example", "moe.outside");
        assertThat(policy(Reach.DOMAINS, true).domains(HONG)).containsExactly("mois.example", "named.example");
        assertThat(policy(Reach.LOCAL, true).domains(HONG)).isEmpty();
        assertThat(policy(Reach.OFF, true).domains(HONG)).isEmpty();
    }

    @Test
    void nothingGoesToOtherServersWithoutANextHop() {
        assertThat(objection(Reach.DOMAINS, false, HONG, "x@named.example")).contains("G-429");
        assertThat(objection(Reach.DOMAINS, false, HONG, "lee@mois.example")).isEmpty();
    }

    @Test
    void mailOfAnAgencysSystemGoesNowhere() {
        assertThat(objection(Reach.LOCAL, true, ACCOUNTS.get("system@moe.example"), "kim@moe.example"))
                .contains("G-425");
    }
}
