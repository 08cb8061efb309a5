package io.gongmail.store.loss;

import com.google.common.base.Throwables;
import io.gongmail.store.StoreException;
import io.gongmail.store.disk.Disk;
import io.gongmail.store.disk.Faults;
import io.gongmail.store.disk.Mount;
import io.gongmail.store.loss.Findings.Kind;
import io.gongmail.store.mail.StoreCheck;
import io.gongmail.store.mail.content.ContentKeys;
import io.gongmail.store.mail.content.Sweeper;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLTransientConnectionException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** Schedules on one disk, each on what the one before left. */
final class Chain {
    private static final int WRITERS = 3;
    private static final int STEPS = 12;
    private static final int ACCOUNTS_EACH = 2;

    private final Disk disk;
    private final Random random;
    private final Findings findings;
    private final AtomicLong acknowledged;
    private final Choice choice = new Choice();
    private final List<List<Account>> accounts = new ArrayList<>();
    private final SharedBox shared;
    private final Post post;
    private final Bulletins bulletins;
    private final String token;
    private final List<String> history = new ArrayList<>();
    /** In every other chain content is sealed, from some schedule on, and by more and more keys. */
    private final boolean seals;

    private ContentKeys keys = ContentKeys.NONE;
    private Clock clock = Clock.tickMillis(ZoneOffset.UTC);

    Chain(Store template, long seed, Findings findings, AtomicLong acknowledged) {
        this.disk = template.disk().copy();
        this.shared = new SharedBox();
        this.post = new Post();
        this.bulletins = new Bulletins();
        this.random = new Random(seed);
        this.seals = random.nextBoolean();
        this.token = Long.toHexString(seed);
        this.findings = findings;
        this.acknowledged = acknowledged;
        for (int writer = 0; writer < WRITERS; writer++) {
            List<Account> own = new ArrayList<>();
            for (int i = 0; i < ACCOUNTS_EACH; i++) {
                own.add(new Account("writer" + writer + "." + i));
            }
            accounts.add(own);
        }
    }

    /** A migrated store with the mailboxes that everybody uses. */
    record Store(Disk disk) {
        static Store make() throws Exception {
            Disk disk = new Disk();
            try (Machine machine = Machine.start(disk.boot(Faults.none()), ContentKeys.NONE, Clock.systemUTC())) {
                SharedBox shared = new SharedBox();
                machine.store.mailboxManager().createMailbox(shared.path(), machine.session(shared.user));
                new Post().makeMailbox(machine);
                new Bulletins().makeMailboxes(machine);
            }
            return new Store(disk);
        }
    }

    /** One start, one look, work until the crash. */
    void schedule(int number) throws Exception {
        if (seals && random.nextInt(3) == 0) {
            keys = keys.withAnother(new SecureRandom());
            history.add("key " + keys.sealsBy());
        }
        if (random.nextInt(3) == 0) {
            clock = Clock.offset(clock, Machine.KEPT.plusHours(1));
            accounts.forEach(own -> own.forEach(Account::age));
        }
        Faults faults = choice.faults(random);
        Mount mount = disk.boot(faults);
        try {
            run(mount, number);
        } catch (Exception e) {
            if (!mount.isCrashed() && !mount.hasSyncFailed() && !mount.wasFull() && !isHaste(e)) {
                findings.add(Kind.VIOLATED, "the store does not start or cannot be read: " + ActualBox.root(e));
                throw e;
            }
        }
        choice.learn(mount);
        history.add(mount.toString());
        // What a failed sync left unwritten is in memory only: programs that go on with it would hide what the disk
        // has.
        if (mount.hasSyncFailed() || random.nextInt(4) > 0) {
            disk.losePower(random);
        } else {
            disk.killPrograms();
            history.add("killed");
        }
    }

    /** Whether there was no connection in the short time that is given where a disk may be dead: the machine had much else to do. */
    static boolean isHaste(Exception e) {
        return Throwables.getCausalChain(e).stream().anyMatch(SQLTransientConnectionException.class::isInstance);
    }

    private void run(Mount mount, int number) throws Exception {
        try (Machine machine = Machine.start(mount, keys, clock)) {
            look(machine);
            work(machine, number);
        }
    }

    /** The last look, when nothing goes wrong any more; and then one bit does. */
    void close() throws Exception {
        try (Machine machine = Machine.start(disk.boot(Faults.none()), keys, clock)) {
            look(machine);
            forgetOld(machine);
            sweep(machine, 100, seals, 300);
            sealed(machine);
            Tables.inspectSwept(machine, findings);
            look(machine);
            for (int i = 0; i < 5; i++) {
                shared.append(machine, Letters.make(random, token + ".last" + i), acknowledged);
            }
            // Before places of content are in the table: the next start reads them from the segments.
            disk.losePower(random);
        }
        String where = disk.flipBit("/home/content/", random);
        try (Machine machine = Machine.start(disk.boot(Faults.none()), keys, clock)) {
            flipped(machine, where);
        }
    }

    private void flipped(Machine machine, String where) throws Exception {
        Inspection inspection = new Inspection(machine, findings);
        Set<String> damaged = new TreeSet<>();
        for (List<Account> own : accounts) {
            for (Account account : own) {
                damaged.addAll(inspection.damaged(account.user, account.boxes));
            }
        }
        damaged.addAll(inspection.damaged(shared.user, new TreeMap<>(Map.of(Writer.INBOX, shared.box))));
        if (damaged.size() > 1) {
            findings.add(Kind.LOST, "one bit flipped, in " + where + ", and more is gone: " + damaged);
        }
    }

    /** What went wrong on purpose, boot for boot. */
    List<String> history() {
        return history;
    }

    /** Leaves the disk for who looks into a finding. */
    void dump(Path folder) throws IOException {
        disk.dump(folder);
    }

    private void look(Machine machine) throws Exception {
        // What a crash interrupts is no finding: everything is looked at again after the next start.
        Findings now = new Findings();
        Inspection inspection = new Inspection(machine, now);
        for (List<Account> own : accounts) {
            for (Account account : own) {
                inspection.look(account);
            }
        }
        inspection.look(shared);
        post.inspect(machine, inspection, now);
        bulletins.inspect(machine, inspection, now);
        Tables.inspect(machine, now);
        findings.addAll(now.all());
    }

    private void work(Machine machine, int number) throws Exception {
        post.deliver(machine, acknowledged);
        bulletins.begin(machine);
        CountDownLatch done = new CountDownLatch(WRITERS);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            int writer = i;
            long seed = random.nextLong();
            Thread thread = new Thread(
                    () -> {
                        try {
                            write(machine, writer, new Random(seed), token + "." + number + "." + writer);
                        } finally {
                            done.countDown();
                        }
                    },
                    "writer-" + writer);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
        boolean sweeps = random.nextInt(3) > 0;
        if (random.nextBoolean()) {
            forgetOld(machine);
        }
        while (!done.await(sweeps ? 5 : 50, TimeUnit.MILLISECONDS)) {
            if (sweeps) {
                sweep(machine, random.nextBoolean() ? 100 : 50, random.nextInt(4) == 0, 20);
            }
            if (machine.isStopped()) {
                // Or they would wait for what James tries again.
                threads.forEach(Thread::interrupt);
            }
        }
    }

    private void forgetOld(Machine machine) {
        try {
            machine.store.deleted().forgetOld();
            accounts.forEach(own -> own.forEach(account -> account.old.clear()));
        } catch (StoreException e) {
            // Some may be gone and some not.
        }
    }

    private void sealed(Machine machine) throws Exception {
        Set<Integer> with = machine.store
                .check()
                .start(StoreCheck.Remedy.NONE)
                .get()
                .sealedWith()
                .keySet();
        if (!keys.isEmpty() && !Set.of(keys.sealsBy()).containsAll(with)) {
            findings.add(Kind.VIOLATED, "after a rewriting, content is sealed with " + with);
        }
    }

    private static void sweep(Machine machine, int live, boolean anew, int seconds) throws InterruptedException {
        Sweeper sweeper = machine.store.sweeper();
        try {
            (anew && sweeper.seals() ? sweeper.sealAnew(live) : sweeper.compact(live)).get(seconds, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // It ends with the disk; what it left behind is looked at after the next start.
        }
    }

    private void write(Machine machine, int writer, Random own, String name) {
        List<Account> ours = accounts.get(writer);
        int account = 0;
        Writer at = new Writer(machine, ours.get(0), shared, own, name + ".0", acknowledged);
        for (int step = 0; step < STEPS && account < ours.size(); step++) {
            if (own.nextInt(6) == 0) {
                String token = name + ".mail" + step;
                post.submit(machine, Letters.make(own, token), token, acknowledged);
            } else if (own.nextInt(5) == 0) {
                bulletins.act(machine, own, name + ".notice" + step, acknowledged);
            } else if (!at.step() && ours.get(account).doubt != null) {
                account++;
                if (account < ours.size()) {
                    at = new Writer(machine, ours.get(account), shared, own, name + "." + account, acknowledged);
                }
            }
            if (machine.isStopped()) {
                return;
            }
        }
    }
}
