package io.gongmail.server.tls;

import io.gongmail.pki.CertificateJudge;
import io.gongmail.pki.PeerCertificate;
import io.gongmail.pki.RefusalReason;
import io.gongmail.pki.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The judge behind a bounded queue and a bounded number of threads, so that no event loop waits for it and no flood of
 * certificates grows in memory. Every question gets exactly one verdict: a full queue is {@code JUDGE_BUSY}, a fault
 * {@code JUDGING_FAILED}; that time is up is for the asker to say, who then cancels. Thread-safe.
 */
public final class Judging implements CertificateJudge, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Judging.class);

    private final CertificateJudge judge;
    private final Executor threads;
    private final Duration limit;

    /**
     * @param limit how long a question may take, waiting included
     * @param queue how many questions may wait
     */
    public Judging(CertificateJudge judge, int threads, int queue, Duration limit) {
        this(judge, threads(threads, queue), limit);
    }

    /** @param threads rejects what it has no room for */
    Judging(CertificateJudge judge, Executor threads, Duration limit) {
        this.judge = judge;
        this.threads = threads;
        this.limit = limit;
    }

    private static ThreadPoolExecutor threads(int threads, int queue) {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(threads, threads, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(queue), work -> {
                    Thread thread = new Thread(work, "judge-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** A question under way. */
    interface Question {
        /** The answer is no longer wanted; the thread is interrupted if it has begun. */
        void cancel();
    }

    Duration limit() {
        return limit;
    }

    /**
     * Asks; {@code answer} is called once, on a thread of the judge's or, when the verdict is remembered or the queue is full,
     * on the caller's at once. So who is known waits behind no stranger.
     */
    Question ask(PeerCertificate peer, Consumer<Verdict> answer) {
        Optional<Verdict.Accepted> known = remembered(peer);
        if (known.isPresent()) {
            answer.accept(known.get());
            return () -> {};
        }
        FutureTask<Void> task = new FutureTask<>(() -> answer.accept(judge(peer)), null);
        try {
            threads.execute(task);
        } catch (RejectedExecutionException e) {
            answer.accept(new Verdict.Refused(RefusalReason.JUDGE_BUSY, List.of()));
        }
        return () -> {
            task.cancel(true);
            if (threads instanceof ThreadPoolExecutor pool) {
                pool.remove(task);
            }
        };
    }

    @Override
    public Optional<Verdict.Accepted> remembered(PeerCertificate peer) {
        try {
            return judge.remembered(peer);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            LOG.error("what is remembered of a certificate cannot be told: it is judged", e);
            return Optional.empty();
        }
    }

    /** The verdict, on the caller's thread; for a thread that may wait. */
    @Override
    public Verdict judge(PeerCertificate peer) {
        try {
            return judge.judge(peer);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            LOG.error("judging a certificate failed", e);
            return new Verdict.Refused(
                    RefusalReason.JUDGING_FAILED,
                    List.of("fault=" + e.getClass().getSimpleName()));
        }
    }

    /** For handshakes that judge by themselves. */
    Executor threads() {
        return threads;
    }

    @Override
    public void close() {
        if (threads instanceof ThreadPoolExecutor pool) {
            pool.shutdownNow();
        }
    }
}
