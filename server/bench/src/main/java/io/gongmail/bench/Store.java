package io.gongmail.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench store}: what mail programs do all day, beside Postfix and Dovecot. */
@Command(
        name = "store",
        mixinStandardHelpOptions = true,
        description = {
            "Submission until the mail is visible, lists, bodies, resynchronisation, and changes, by IMAP and SMTP over",
            "TLS with client certificates; turn by turn with Debian's Postfix and Dovecot (mdbox), which have the same",
            "people, keys and messages. A cold list is the first one of a mailbox that was never listed, of a server that was",
            "started anew and has listed only others since. All other cases are played, unless there is a single turn, until",
            "a turn costs no less than those before, since a server runs for weeks; standard error has what those turns cost,",
            "the first one just after the start. DELAY tells of ours",
            "alone how much longer others wait while a large mailbox is changed by one command, beside when nothing else is",
            "done: the median of all turns' 99th percentiles, and the longest of all turns. LARGE fetches 100 messages of",
            "25 MiB at once from a JVM with 512 MiB. GROWTH tells of ours what the same costs with more and more messages",
            "and accounts."
        })
final class Store implements Callable<Integer> {
    /** Who send and read. */
    private static final int KEYED = 34;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private PeerOptions options = new PeerOptions();

    @Option(
            names = "--only",
            paramLabel = "GROUP",
            split = ",",
            description = "Some of: ${COMPLETION-CANDIDATES}; default: all but GROWTH.")
    private Group[] only = {
        Group.SUBMIT, Group.SPREAD, Group.LIST, Group.RESYNC, Group.FETCH, Group.CHANGE, Group.DELAY, Group.LARGE
    };

    @Option(
            names = "--many",
            paramLabel = "N",
            description = "Messages in the largest mailbox; default: ${DEFAULT-VALUE}.")
    private int many = 100_000;

    @Option(
            names = "--accounts",
            paramLabel = "N",
            description = "Of the largest installation of GROWTH; default: ${DEFAULT-VALUE}.")
    private int accounts = 50_000;

    private final List<String> broken = new ArrayList<>();

    /** Cases that need the same mail. */
    enum Group {
        SUBMIT,
        SPREAD,
        LIST,
        RESYNC,
        FETCH,
        CHANGE,
        /** Others while a large mailbox is changed; ours alone. */
        DELAY,
        /** Many large messages at once, with little memory. */
        LARGE,
        /** Cost by size of mailbox and number of accounts; ours alone, some half an hour, only when asked for. */
        GROWTH
    }

    @Override
    public Integer call() throws IOException, InterruptedException, GeneralSecurityException {
        CommandSpec command = Objects.requireNonNull(spec);
        PrintWriter err = command.commandLine().getErr();
        Path folder = Files.createTempDirectory("gongmail-store");
        err.println("store: in " + folder + ", beside " + options.peer());
        Set<Group> groups = EnumSet.copyOf(Arrays.asList(only));
        List<Figure> figures = new ArrayList<>();
        if (groups.remove(Group.GROWTH)) {
            figures.addAll(growth(err).figures(folder, options.basePort()));
        }
        if (!groups.isEmpty()) {
            figures.addAll(compared(groups, folder, err));
        }
        Folders.delete(folder);
        int exit = Report.of(figures, options.json(), command.commandLine().getOut());
        broken.forEach(err::println);
        return broken.isEmpty() ? exit : 1;
    }

    /** A case of the bench. */
    @FunctionalInterface
    private interface Case {
        List<Figure> play() throws IOException, InterruptedException;
    }

    /** What breaks off is told at the end; the other cases are played all the same. */
    private void add(List<Figure> figures, Case played) throws InterruptedException {
        try {
            figures.addAll(played.play());
        } catch (IOException e) {
            broken.add("store: not measured: " + e.getMessage());
        }
    }

    private Growth growth(PrintWriter err) {
        return options.quick()
                ? new Growth(List.of(100, 1_000), List.of(10, 100), 100, 1, err)
                : new Growth(upTo(many, 1_000, 10_000), upTo(accounts, 10, 1_000), 200, options.turns(), err);
    }

    /** Those of {@code steps} below {@code last}, and this. */
    static List<Integer> upTo(int last, int... steps) {
        return IntStream.concat(Arrays.stream(steps).filter(step -> step < last), IntStream.of(last))
                .boxed()
                .toList();
    }

    private List<Figure> compared(Set<Group> groups, Path folder, PrintWriter err)
            throws IOException, InterruptedException, GeneralSecurityException {
        int turns = options.turns();
        boolean quick = options.quick();
        List<Figure> figures = new ArrayList<>();
        try (Stores stores = new Stores(folder, KEYED, quick ? 100 : 1_000, options.basePort(), err);
                Clients clients = new Clients()) {
            Duel duel = new Duel(stores::ours, stores::peer, err);
            List<Visitor> people = stores.visitors();
            Correspondence correspondence = new Correspondence(stores, clients, people, duel);
            Reading reading = new Reading(stores, clients, duel);
            Changing changing = new Changing(stores, clients, people, duel);
            Visitor reader = people.get(KEYED - 1);
            Visitor hoarder = people.get(KEYED - 2);
            if (groups.contains(Group.SUBMIT)) {
                add(figures, () -> correspondence.submissions(8, quick ? 400 : 4_000, turns, 4));
                add(figures, () -> correspondence.submissions(32, quick ? 416 : 4_000, turns, 4));
            }
            if (groups.contains(Group.SPREAD)) {
                add(figures, () -> correspondence.toMany(quick ? 100 : 1_000, quick ? 2 : 5, turns, 10));
            }
            int some = quick ? 1_000 : 10_000;
            int most = quick ? Math.min(2_000, many) : many;
            if (groups.contains(Group.LIST) || groups.contains(Group.FETCH) || groups.contains(Group.CHANGE)) {
                reading.fill(reader, "Some", some, 4_096);
            }
            if (groups.contains(Group.LIST) || groups.contains(Group.RESYNC)) {
                reading.fill(hoarder, "Many", most, quick ? 4_096 : 1_024);
            }
            if (groups.contains(Group.LIST)) {
                List<String> others = IntStream.range(0, quick ? 1 : 30)
                        .mapToObj(i -> "Warm" + i)
                        .toList();
                for (String other : others) {
                    reading.fill(hoarder, other, 1_000, 4_096);
                    reading.fill(reader, other, 1_000, 4_096);
                }
                add(figures, () -> reading.warmLists(reader, "Some", some, turns));
                add(figures, () -> reading.coldLists(reader, "Some", some, hoarder, others, turns));
                add(figures, () -> reading.warmLists(hoarder, "Many", most, turns));
                add(figures, () -> reading.coldLists(hoarder, "Many", most, reader, others, turns));
            }
            if (groups.contains(Group.RESYNC)) {
                add(figures, () -> reading.resynchronisation(hoarder, "Many", most, 100, turns));
            }
            if (groups.contains(Group.FETCH)) {
                reading.fill(reader, "Larger", quick ? 40 : 400, 65_536);
                reading.fill(reader, "Largest", 8, 10 * 1_024 * 1_024);
                add(figures, () -> reading.bodies("4k", reader, "Some", some, some / 10, 2, turns));
                add(figures, () -> reading.bodies("64k", reader, "Larger", quick ? 40 : 400, 1, 10, turns));
                add(figures, () -> reading.bodies("10m", reader, "Largest", 8, 1, quick ? 1 : 3, turns));
            }
            if (groups.contains(Group.CHANGE)) {
                add(figures, () -> changing.appends(quick ? 400 : 4_000, turns));
                add(figures, () -> changing.oneByOne(quick ? 400 : 4_000, turns));
                add(figures, () -> changing.wholes(reader, "Some", some, turns));
            }
            if (groups.contains(Group.DELAY)) {
                if (!groups.contains(Group.LIST) && !groups.contains(Group.RESYNC)) {
                    reading.fill(List.of(stores.ours()), hoarder, "Many", most, 1_024);
                }
                stores.awaitIndex();
                Neighbours neighbours = new Neighbours(stores, clients, people, err);
                add(figures, () -> neighbours.delays(hoarder, "Many", most, turns));
            }
            if (groups.contains(Group.LARGE)) {
                stores.startAnew(stores.ours(), Crowd.LITTLE_MEMORY);
                Crowd crowd = new Crowd(stores, clients, people, duel, err);
                add(figures, () -> crowd.fetches(quick ? 20 : 100, quick ? 5 : 25, turns));
            }
        }
        return figures;
    }
}
