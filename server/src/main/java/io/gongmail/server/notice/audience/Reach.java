package io.gongmail.server.notice.audience;

import io.gongmail.server.notice.audience.Expression.Joined;
import io.gongmail.server.notice.audience.Expression.Term;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Registry;

/**
 * Whether an agency may address whom an expression means: by how it is put together, so that whoever comes to be in it later, it holds no
 * one the agency may not address. Nobody is asked who is in an audience that is another's. Thread-safe; calls block.
 */
final class Reach {
    private final Registry registry;
    private final String agency;

    Reach(Registry registry, String agency) {
        this.registry = registry;
        this.agency = agency;
    }

    boolean covers(Expression expression) {
        return expression.fold(this::covers, this::covers);
    }

    private boolean covers(Joined joined) {
        return switch (joined.operator()) {
            case AND -> covers(joined.left()) || covers(joined.right());
            case OR -> covers(joined.left()) && covers(joined.right());
            case WITHOUT -> covers(joined.left());
        };
    }

    private boolean covers(Term term) {
        return switch (term.kind()) {
            // People of other agencies are among them: such a set counts within one of the agency's own.
            case ALL, ROLE, POSITION -> false;
            case AGENCY -> term.value().equals(agency);
            case UNIT -> term.value().startsWith(agency + "/");
            case ADDRESS ->
                registry.accounts()
                        .find(Address.of(term.value()))
                        .map(Account::agency)
                        .filter(agency::equals)
                        .isPresent();
            case LIST, NAME -> registry.audienceGrants().may(agency, term.value());
        };
    }
}
