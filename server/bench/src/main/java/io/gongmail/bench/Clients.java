package io.gongmail.bench;

import io.gongmail.bench.Dialogue.Answer;
import io.gongmail.bench.Dialogue.Protocol;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/** Clients of two servers on one thread of this process. */
final class Clients implements AutoCloseable {
    private static final long MINUTES_OF_PATIENCE = 15;

    private final EventLoopGroup loops = new NioEventLoopGroup(1);

    /** Signed in by IMAP. */
    Dialogue imap(int port, Visitor who) throws IOException, InterruptedException {
        return await(open(port, who));
    }

    /** The same, without waiting for it. */
    CompletableFuture<Dialogue> open(int port, Visitor who) {
        return Dialogue.open(loops, port, who, Protocol.IMAP)
                .thenCompose(imap -> imap.command("LOGIN \"" + who.address() + "\" \"" + who.password() + '"')
                        .thenApply(answer -> {
                            answer.want("a1 OK");
                            return imap;
                        }));
    }

    /** Begins one step after the other at a steady pace on that thread. */
    Pace pace(double perSecond, LongFunction<CompletableFuture<?>> step) {
        Pace pace = new Pace(loops.next(), System::nanoTime, perSecond, step);
        pace.start();
        return pace;
    }

    /** As {@link #call}, without a result. */
    CompletableFuture<Void> run(Runnable work) {
        return CompletableFuture.runAsync(work, loops);
    }

    /** Does {@code work} on the one thread on which all answers are heard. */
    <T> CompletableFuture<T> call(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, loops);
    }

    /** Ready for MAIL; the certificate is all that the peer asks for. */
    Dialogue smtp(int port, Visitor who, boolean password) throws IOException, InterruptedException {
        Dialogue smtp = await(Dialogue.open(loops, port, who, Protocol.SMTP));
        await(smtp.command("EHLO bench.example")).want("250");
        if (password) {
            await(smtp.command("AUTH PLAIN " + plain(who))).want("235");
        }
        return smtp;
    }

    private static String plain(Visitor who) {
        return java.util.Base64.getEncoder()
                .encodeToString(("\0" + who.address() + '\0' + who.password())
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /** One command, its tagged OK awaited. */
    static Answer ok(Dialogue imap, String command) throws IOException, InterruptedException {
        Answer answer = await(imap.asked(command));
        if (!answer.last().contains(" OK")) {
            throw new IOException(command + ": " + answer.last());
        }
        return answer;
    }

    /** @throws IllegalStateException when the tagged answer is not OK */
    static Answer done(Answer answer) {
        if (!answer.last().contains(" OK")) {
            throw new IllegalStateException(answer.last());
        }
        return answer;
    }

    static <T> T await(CompletableFuture<T> future) throws IOException, InterruptedException {
        try {
            return future.get(MINUTES_OF_PATIENCE, TimeUnit.MINUTES);
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause()), e);
        } catch (TimeoutException e) {
            throw new IOException("no answer within " + MINUTES_OF_PATIENCE + " minutes", e);
        }
    }

    /** What one client says, a step at a time. */
    @FunctionalInterface
    interface Step {
        /** @return how many things it did */
        CompletableFuture<Long> take();
    }

    /**
     * Everybody takes one step after the other, all at once.
     *
     * @param steps of each client, by number
     */
    static CompletableFuture<Results> all(int clients, int steps, IntFunction<IntFunction<Step>> byClient) {
        Results results = new Results();
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        for (int client = 0; client < clients; client++) {
            CompletableFuture<Void> end = new CompletableFuture<>();
            ends.add(end);
            next(byClient.apply(client), 0, steps, results, end);
        }
        return CompletableFuture.allOf(ends.toArray(new CompletableFuture<?>[0]))
                .thenApply(done -> results);
    }

    private static void next(
            IntFunction<Step> steps, int number, int most, Results results, CompletableFuture<Void> end) {
        if (number == most) {
            end.complete(null);
            return;
        }
        long begun = System.nanoTime();
        steps.apply(number).take().whenComplete((things, broken) -> {
            synchronized (results) {
                if (broken == null) {
                    results.succeeded(System.nanoTime() - begun, things);
                } else {
                    results.failed(broken.toString());
                }
            }
            if (broken == null) {
                next(steps, number + 1, most, results, end);
            } else {
                end.complete(null);
            }
        });
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
