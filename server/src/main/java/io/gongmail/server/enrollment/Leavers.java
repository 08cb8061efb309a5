package io.gongmail.server.enrollment;

import io.gongmail.server.agency.ListEncoding;
import io.gongmail.server.agency.ListFile;
import io.gongmail.server.agency.ListFile.Column;
import io.gongmail.server.agency.Listed;
import io.gongmail.server.agency.Told;
import io.gongmail.server.session.EndReason;
import io.gongmail.server.session.LiveSessions;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.AccountState;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Registry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Suspends or closes the accounts that an agency's list names, as people leave it; sessions end at once. Each is done apart, so
 * one that cannot be does not stop the others, and the same list may be used again. Thread-safe; calls block.
 */
public final class Leavers {
    private static final int MOST = 5_000;
    private static final ListFile FILE =
            new ListFile(List.of(new Column("address", "메일", Set.of("주소", "메일주소", "이메일", "계정"), true, 254)), MOST);

    private final Registry registry;
    private final LiveSessions sessions;

    public Leavers(Registry registry, LiveSessions sessions) {
        this.registry = registry;
        this.sessions = sessions;
    }

    /** What is to become of the accounts. */
    public enum Wanted {
        /** Until they are resumed; mail is kept for that day. */
        SUSPEND(AccountState.SUSPENDED),
        /** For ever. */
        CLOSE(AccountState.CLOSED);

        private final AccountState state;

        Wanted(AccountState state) {
            this.state = state;
        }
    }

    /**
     * One line of the list.
     *
     * @param number in the file
     * @param stopped why nothing is done to it; empty where it is
     */
    public record Line(int number, String address, Optional<Told> stopped) {}

    /** What {@link #done} would do; nothing is changed. */
    public Listed<List<Line>> tried(Wanted wanted, String agency, byte[] octets, ListEncoding encoding) {
        return each(wanted, agency, octets, encoding, account -> true);
    }

    /** Suspends or closes each. */
    public Listed<List<Line>> done(
            Wanted wanted, String agency, byte[] octets, ListEncoding encoding, String actor, String reason) {
        return each(wanted, agency, octets, encoding, account -> {
            Optional<Account> changed = wanted == Wanted.SUSPEND
                    ? registry.accounts().suspend(account.address(), actor, reason)
                    : registry.accounts().close(account.address(), actor, reason);
            changed.ifPresent(ended -> sessions.endAccount(ended.address(), EndReason.ACCOUNT_CLOSED));
            return changed.isPresent();
        });
    }

    private Listed<List<Line>> each(
            Wanted wanted, String agency, byte[] octets, ListEncoding encoding, Function<Account, Boolean> change) {
        return FILE.read(octets, encoding).then(lines -> {
            Map<String, Integer> seen = new HashMap<>();
            List<Line> results = new ArrayList<>();
            for (ListFile.Line line : lines) {
                results.add(
                        new Line(line.number(), line.field("address"), stopped(wanted, agency, line, seen, change)));
            }
            return new Listed.Good<>(List.copyOf(results));
        });
    }

    private Optional<Told> stopped(
            Wanted wanted,
            String agency,
            ListFile.Line line,
            Map<String, Integer> seen,
            Function<Account, Boolean> change) {
        Optional<Account> account = Address.parse(line.field("address")).flatMap(registry.accounts()::find);
        if (account.isEmpty()) {
            return Optional.of(new Told("G-351", Map.of()));
        }
        if (!account.get().agency().equals(agency)) {
            return Optional.of(new Told("G-357", Map.of()));
        }
        Integer before = seen.putIfAbsent(account.get().address().toString(), line.number());
        if (before != null) {
            return Optional.of(new Told(
                    "G-371", Map.of("line", Integer.toString(line.number()), "other", Integer.toString(before))));
        }
        boolean done = account.get().state().mayBecome(wanted.state) && change.apply(account.get());
        return done ? Optional.empty() : Optional.of(new Told("G-351", Map.of()));
    }
}
