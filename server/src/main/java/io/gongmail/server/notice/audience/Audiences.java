package io.gongmail.server.notice.audience;

import io.gongmail.server.words.Ruling;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Registry;
import io.gongmail.store.registry.Roll;
import java.time.Duration;
import java.util.BitSet;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Whom notices are for. One audience is resolved at a time, as that takes a roll of everybody; others wait for a bounded time. Thread-safe;
 * calls block.
 */
public final class Audiences {
    private final Registry registry;
    private final Duration patience;
    private final Semaphore turn = new Semaphore(1, true);

    /** @param patience how long somebody waits for their turn */
    public Audiences(Registry registry, Duration patience) {
        this.registry = registry;
        this.patience = patience;
    }

    /** Who is in it now, whoever may address it; nobody is refused (G-936). */
    public Ruling<Audience> resolved(String expression) {
        return ExpressionReader.read(expression).then(read -> some(read, expression));
    }

    /**
     * The same for an agency, which may address it or is refused.
     *
     * @param agency its code
     */
    public Ruling<Audience> resolved(String expression, String agency) {
        return permitted(expression, agency).then(read -> some(read, expression));
    }

    private Ruling<Audience> some(Expression read, String expression) {
        return inTurn(() -> members(read, expression, Optional.empty()))
                .then(audience -> audience.size() == 0 ? Ruling.refused("G-936") : Ruling.granted(audience));
    }

    /** Whether it can be read, and the agency may address it; whether what it names is there shows when it is resolved. */
    public Ruling<String> mayAddress(String expression, String agency) {
        return permitted(expression, agency).then(read -> Ruling.granted(expression));
    }

    private Ruling<Expression> permitted(String expression, String agency) {
        return ExpressionReader.read(expression)
                .then(read -> new Reach(registry, agency).covers(read) ? Ruling.granted(read) : unreached(read));
    }

    /** A saved one that is not there is told as that. */
    private Ruling<Expression> unreached(Expression read) {
        Optional<String> missing = read.fold(
                term -> switch (term.kind()) {
                    case NAME, LIST ->
                        registry.audiences().find(term.value()).isPresent()
                                ? Optional.empty()
                                : Optional.of(term.value());
                    case ALL, AGENCY, UNIT, ROLE, POSITION, ADDRESS -> Optional.empty();
                },
                joined -> Optional.empty());
        return missing.isPresent() ? Ruling.refused("G-933", "name", missing.get()) : Ruling.refused("G-935");
    }

    private Ruling<Audience> members(Expression read, String expression, Optional<String> savedAs) {
        Roll roll = Resolving.needsPosts(read)
                ? registry.addressees().roll()
                : registry.addressees().rollWithoutPosts();
        Ruling<BitSet> members = new Resolving(registry, roll, savedAs).members(read);
        return members.then(those -> Ruling.granted(new Audience(expression, roll.addresses(those))));
    }

    /**
     * Saves what {@code name} means from now on; who is in it now, which may be nobody.
     *
     * @param agency whose it is: a code, or the empty text where it is the installation's
     * @throws IllegalArgumentException when the name or the agency is none, or there are too many
     */
    public Ruling<Audience> save(String name, String agency, String expression, String actor) {
        return ExpressionReader.read(expression)
                .then(read -> inTurn(() -> members(read, expression, Optional.of(name))))
                .then(audience -> {
                    registry.audiences().save(name, agency, expression, actor);
                    return Ruling.granted(audience);
                });
    }

    /**
     * The same of a list of accounts.
     *
     * @throws IllegalArgumentException in the same cases, and when one of them is none
     */
    public void save(String name, String agency, Collection<Address> members, String actor) {
        registry.audiences().saveList(name, agency, members, actor);
    }

    private <T> Ruling<T> inTurn(Supplier<Ruling<T>> work) {
        boolean isOurs;
        try {
            isOurs = turn.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            isOurs = false;
        }
        if (!isOurs) {
            return Ruling.refused("G-937");
        }
        try {
            return work.get();
        } finally {
            turn.release();
        }
    }
}
