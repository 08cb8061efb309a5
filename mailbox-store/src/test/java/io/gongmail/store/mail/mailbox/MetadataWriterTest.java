package io.gongmail.store.mail.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gongmail.store.db.Database;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MetadataWriterTest {
    @RegisterExtension
    static final StoreInFolder STORE = new StoreInFolder();

    @Test
    void whatACommitThatFailedCameToIsNotDoneAgain() throws Exception {
        isDoneOnce(MetadataWriterTest::cutAfterCommit, changes -> {});
    }

    @Test
    void whatWasCommittedIsNotDoneAgainWhenWhoIsToldOfItFails() throws Exception {
        isDoneOnce(STORE.database()::connection, changes -> {
            throw new IllegalStateException("gone away");
        });
    }

    @Test
    void anErrorIsToldToWhoWaitsAndTheNextIsServed() throws Exception {
        try (MetadataWriter writer = new MetadataWriter(
                STORE.database()::connection,
                Database::isDeadlock,
                STORE.content(),
                16,
                changes -> {},
                Clock.systemUTC())) {
            CompletableFuture<Integer> failing = writer.submit(writing -> {
                throw new OutOfMemoryError("no heap");
            });
            assertThatThrownBy(() -> failing.get(1, TimeUnit.MINUTES)).hasRootCauseMessage("no heap");
            CompletableFuture<Integer> next = writer.submit(writing -> 1);
            assertThat(next.get(1, TimeUnit.MINUTES)).isEqualTo(1);
        }
    }

    @Test
    void whoRemembersIsToldOfACommitOfWhichNobodyKnows() throws Exception {
        AtomicInteger unknown = new AtomicInteger();
        Committed.Observer observer = new Committed.Observer() {
            @Override
            public void committed(Committed changes) {}

            @Override
            public void unknown() {
                unknown.incrementAndGet();
            }
        };
        try (MetadataWriter writer = new MetadataWriter(
                MetadataWriterTest::cutAfterCommit,
                Database::isDeadlock,
                STORE.content(),
                16,
                observer,
                Clock.systemUTC())) {
            CompletableFuture<Integer> cut = writer.submit(writing -> 1);
            assertThatThrownBy(() -> cut.get(1, TimeUnit.MINUTES)).hasMessageContaining("gone away");
            assertThat(unknown).hasValue(1);
        }
    }

    @Test
    void whatNobodyWaitsForIsDoneWhereThereIsRoomAndElseNot() throws Exception {
        List<String> done = new CopyOnWriteArrayList<>();
        MetadataWriter writer = new MetadataWriter(
                STORE.database()::connection,
                Database::isDeadlock,
                STORE.content(),
                1,
                changes -> {},
                Clock.systemUTC());
        try (writer) {
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch free = new CountDownLatch(1);
            CompletableFuture<Boolean> first = writer.submit(writing -> {
                begun.countDown();
                return awaited(free);
            });
            assertThat(awaited(begun)).isTrue();
            assertThat(writer.submitIfRoom(writing -> done.add("one"))).isTrue();
            assertThat(writer.submitIfRoom(writing -> done.add("too many"))).isFalse();
            free.countDown();
            assertThat(first.get(1, TimeUnit.MINUTES)).isTrue();
        }
        assertThat(done).containsExactly("one");
        assertThat(writer.submitIfRoom(writing -> done.add("too late"))).isFalse();
    }

    @Test
    void whatTheDatabaseWasPutRightAfterIsDoneAgain() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        try (MetadataWriter writer = new MetadataWriter(
                STORE.database()::connection,
                e -> e.getMessage().equals("in the way"),
                STORE.content(),
                16,
                changes -> {},
                Clock.systemUTC())) {
            CompletableFuture<Integer> again = writer.submit(writing -> {
                if (runs.incrementAndGet() < 3) {
                    throw new SQLException("in the way");
                }
                return 7;
            });
            assertThat(again.get(1, TimeUnit.MINUTES)).isEqualTo(7);
        }
        assertThat(runs).hasValue(3);
    }

    @Test
    void whoDeliversWaitsForOnePartOfALargeJobAtMost() throws Exception {
        List<String> done = new CopyOnWriteArrayList<>();
        try (MetadataWriter writer = new MetadataWriter(
                STORE.database()::connection,
                Database::isDeadlock,
                STORE.content(),
                16,
                changes -> {},
                Clock.systemUTC())) {
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch allWait = new CountDownLatch(1);
            CompletableFuture<Boolean> first = writer.submit(writing -> {
                begun.countDown();
                return awaited(allWait);
            });
            assertThat(awaited(begun)).isTrue();
            List<CompletableFuture<?>> answers = new ArrayList<>();
            answers.add(writer.submitPart(writing -> {
                done.add("part 1");
                // Comes while a part is done.
                return answers.add(writer.submit(again -> done.add("delivery 2")));
            }));
            answers.add(writer.submitPart(writing -> done.add("part 2")));
            answers.add(writer.submitPart(writing -> done.add("part 3")));
            answers.add(writer.submit(writing -> done.add("delivery 1")));
            allWait.countDown();
            assertThat(first.get(1, TimeUnit.MINUTES)).isTrue();
            for (CompletableFuture<?> answer : List.copyOf(answers)) {
                answer.get(1, TimeUnit.MINUTES);
            }
        }
        assertThat(done).containsExactly("part 1", "delivery 1", "delivery 2", "part 2", "part 3");
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void isDoneOnce(Supplier<Connection> connections, Committed.Observer observer) throws Exception {
        AtomicInteger runs = new AtomicInteger();
        try (MetadataWriter writer = new MetadataWriter(
                connections, Database::isDeadlock, STORE.content(), 16, observer, Clock.systemUTC())) {
            CountDownLatch together = new CountDownLatch(1);
            // Keeps the thread until both others wait, so that they are one batch.
            CompletableFuture<Integer> first = writer.submit(writing -> {
                writing.nextArrival();
                return awaited(together) ? 0 : 1;
            });
            CompletableFuture<Integer> one = writer.submit(writing -> subscribe(writing, "one", runs));
            CompletableFuture<Integer> other = writer.submit(writing -> subscribe(writing, "other", runs));
            together.countDown();
            for (CompletableFuture<Integer> each : List.of(first, one, other)) {
                assertThatThrownBy(each::get)
                        .isInstanceOf(ExecutionException.class)
                        .hasMessageContaining("gone away");
            }
        }
        assertThat(runs).hasValue(2);
        int rows = STORE.database().transact(tx -> tx.sql().fetchCount(org.jooq.impl.DSL.table("subscription")));
        assertThat(rows).isEqualTo(2);
    }

    private static int subscribe(Writing writing, String mailbox, AtomicInteger runs) throws SQLException {
        runs.incrementAndGet();
        // Something to tell the observer of.
        writing.nextArrival();
        return writing.connection()
                .createStatement()
                .executeUpdate("INSERT INTO subscription (user_name, mailbox) VALUES ('hong', '" + mailbox + "')");
    }

    /** A connection that is cut between the commit and its answer. */
    private static Connection cutAfterCommit() {
        Connection connection = STORE.database().connection();
        return (Connection) Proxy.newProxyInstance(
                MetadataWriterTest.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    try {
                        Object answer = method.invoke(connection, arguments);
                        if (method.getName().equals("commit")) {
                            throw new SQLException("gone away", "08006");
                        }
                        return answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
