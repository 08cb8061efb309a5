package io.gongmail.server.signin;

import io.gongmail.store.registry.Address;
import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores passwords that were just proven anew, where they are stored with other costs than today's; behind the sign-in, which
 * neither waits for it nor fails by it. What there is no room for is left to a later sign-in. Thread-safe.
 */
final class Upgrades {
    private static final Logger LOG = LoggerFactory.getLogger(Upgrades.class);
    /** Waiting and under way: so few that after a change of costs sign-ins do not queue behind them. */
    static final int MOST = 4;

    private final SignInRecords records;
    private final Hashing hashing;
    private final Executor threads;
    private final Semaphore room = new Semaphore(MOST);

    Upgrades(SignInRecords records, Hashing hashing, Executor threads) {
        this.records = records;
        this.hashing = hashing;
        this.threads = threads;
    }

    /**
     * Never blocks.
     *
     * @param phc what is stored, and was proven to be of {@code password}
     * @param password the caller's to wipe
     */
    void consider(Address account, String phc, char[] password) {
        if (!hashing.isOutdated(phc) || !room.tryAcquire()) {
            return;
        }
        char[] copy = password.clone();
        try {
            threads.execute(() -> upgrade(account, phc, copy));
        } catch (RejectedExecutionException e) {
            Arrays.fill(copy, '\0');
            room.release();
        }
    }

    private void upgrade(Address account, String phc, char[] password) {
        try {
            if (records.upgrade(account, phc, hashing.hash(password))) {
                LOG.info("the password of {} is stored with today's costs", account);
            }
        } catch (RuntimeException e) {
            LOG.warn(
                    "the password of {} could not be stored with today's costs; the next sign-in tries again",
                    account,
                    e);
        } finally {
            Arrays.fill(password, '\0');
            room.release();
        }
    }
}
