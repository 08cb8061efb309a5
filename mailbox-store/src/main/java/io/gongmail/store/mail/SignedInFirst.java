package io.gongmail.store.mail;

import io.gongmail.store.mail.mailbox.Owed;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.james.core.Username;

/**
 * Who of those that are owed something is signed in. They come first, but spread over some seconds where they are many: each program
 * that hears of a message asks for it at once. For one thread.
 */
final class SignedInFirst {
    /** So many are served each second where that is enough to have all within {@link #SECONDS}. */
    static final int EACH_SECOND = 500;

    static final int SECONDS = 15;

    private final Supplier<? extends Collection<Username>> signedIn;
    private final OwedNotices owed;
    private final LongSupplier nanos;
    private Set<String> waiting = new LinkedHashSet<>();
    private double rate = EACH_SECOND;
    private double allowed;
    private long looked;
    private long counted;

    /** @param nanos as {@link System#nanoTime} */
    SignedInFirst(Supplier<? extends Collection<Username>> signedIn, OwedNotices owed, LongSupplier nanos) {
        this.signedIn = signedIn;
        this.owed = owed;
        this.nanos = nanos;
        this.counted = nanos.getAsLong();
        this.looked = counted - TimeUnit.SECONDS.toNanos(1);
    }

    /** Those who wait for their turn here. */
    Set<String> waiting() {
        return Collections.unmodifiableSet(waiting);
    }

    /** What the next of them are owed, as far as they may have it now. */
    List<Owed> next(int limit) {
        long now = nanos.getAsLong();
        if (now - looked >= TimeUnit.SECONDS.toNanos(1)) {
            looked = now;
            look();
        }
        // Nobody is owed for a time in which nobody waited.
        allowed = Math.min(limit, allowed + rate * (now - counted) / TimeUnit.SECONDS.toNanos(1));
        counted = now;
        List<Owed> next = new ArrayList<>();
        Iterator<String> first = waiting.iterator();
        while (allowed >= 1 && next.size() < limit && first.hasNext()) {
            next.addAll(owed.of(first.next()));
            first.remove();
            allowed--;
        }
        return next;
    }

    private void look() {
        Set<String> now = new LinkedHashSet<>();
        for (Username user : signedIn.get()) {
            if (!owed.of(user.asString()).isEmpty()) {
                now.add(user.asString());
            }
        }
        double enough = Math.max(EACH_SECOND, (double) now.size() / SECONDS);
        rate = now.isEmpty() ? EACH_SECOND : Math.max(rate, enough);
        waiting = now;
    }
}
