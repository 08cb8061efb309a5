package io.gongmail.bench;

import io.gongmail.demo.DemoHome;
import io.gongmail.demo.DemoPerson;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Cases of {@code bench store}: what the same things cost in mailboxes of more and more messages, and beside more and more
 * accounts; of ours alone. A table of all is told, and how many times as much the largest costs.
 */
final class Growth {
    private static final double MOST_TIMES = 1.5;
    private static final int KEYED = 10;
    private static final int FILLING = 8;
    private static final int WARMTH = 5;
    /** What takes less than a millisecond is done so many times as often. */
    private static final int OFTEN = 10;

    private static final int SIZE = 1_024;
    private static final int SENT_SIZE = 4_096;
    private static final String ROWS = "UID FETCH 1:* (UID FLAGS INTERNALDATE RFC822.SIZE)";

    private final List<Integer> messages;
    private final List<Integer> accounts;
    private final int times;
    private final int turns;
    private final PrintWriter err;
    private int letters = 40_000_000;

    /**
     * @param messages of one mailbox, rising; the first is what others are compared with
     * @param accounts of a server, rising
     * @param times that each thing is done in a turn
     */
    Growth(List<Integer> messages, List<Integer> accounts, int times, int turns, PrintWriter err) {
        this.messages = messages;
        this.accounts = accounts;
        this.times = times;
        this.turns = turns;
        this.err = err;
    }

    /** What is done, in the order of a turn: what fills the index comes last. Lists count by row. */
    private enum Thing {
        SELECT,
        STATUS,
        LIST,
        APPEND,
        SUBMIT;

        private String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Milliseconds of one.
     *
     * @param wall the median
     * @param processor the server's
     */
    record Cost(double wall, double processor) {
        /** How many times as much this is. */
        Cost against(Cost other) {
            return new Cost(wall / other.wall, processor / other.processor);
        }

        /** The medians of turns. */
        static Cost median(List<Cost> turns) {
            return new Cost(
                    Figure.median(turns.stream().map(Cost::wall).toList()),
                    Figure.median(turns.stream().map(Cost::processor).toList()));
        }
    }

    /** A server at one time of its growth. */
    private record Place(Contestant server, Desk desk, int submission, Visitor owner, Clients clients) {
        /** What fills the index behind the mail would be taken for the cost of what is measured. */
        private void awaitIndex() throws IOException {
            desk.one("store", "index", "--wait", "900");
        }
    }

    List<Figure> figures(Path folder, int basePort) throws IOException, InterruptedException {
        DemoHome home = new DemoHome(folder.resolve("grown"));
        head();
        List<Map<Thing, Cost>> bySize = new ArrayList<>();
        List<Map<Thing, Cost>> byAccounts = new ArrayList<>();
        for (int number : accounts) {
            long begun = System.nanoTime();
            try (ServerProcess process =
                            ServerProcess.byCommand(home.root(), number, KEYED, basePort, folder.resolve("grown.log"));
                    Clients clients = new Clients()) {
                err.printf(
                        Locale.ROOT, "growth: %d accounts after %.1f s%n", number, (System.nanoTime() - begun) / 1e9);
                Contestant server = new Contestant("Gongmail", basePort, List.of(process.process()));
                boolean isFirst = number == accounts.get(0);
                Desk desk = new Desk(home.data());
                List<Place> places = new ArrayList<>();
                // All sizes are there from the first number of accounts on.
                for (int i = 0; i < messages.size(); i++) {
                    DemoPerson person = home.officials().get(i);
                    Place place =
                            new Place(server, desk, basePort + 1, Visitor.of(person, home.serverAnchor()), clients);
                    places.add(place);
                    if (isFirst) {
                        fill(place, messages.get(i));
                    }
                }
                warmUp(new Place(
                        server,
                        desk,
                        basePort + 1,
                        Visitor.of(home.officials().get(KEYED - 1), home.serverAnchor()),
                        clients));
                List<Place> measured = isFirst ? places : places.subList(0, 1);
                List<Map<Thing, Cost>> costs = costs(measured);
                for (int i = 0; i < measured.size(); i++) {
                    tell(messages.get(i), number, costs.get(i));
                }
                byAccounts.add(costs.get(0));
                if (isFirst) {
                    bySize.addAll(costs);
                }
            }
        }
        List<Figure> figures = new ArrayList<>();
        add(figures, bySize, messages, "messages", List.of(Thing.SELECT, Thing.STATUS, Thing.APPEND, Thing.LIST));
        add(figures, byAccounts, accounts, "accounts", List.of(Thing.values()));
        return figures;
    }

    private static void add(
            List<Figure> figures, List<Map<Thing, Cost>> costs, List<Integer> numbers, String of, List<Thing> things) {
        int last = numbers.size() - 1;
        for (Thing thing : things) {
            Cost more = cost(costs.get(last), thing).against(cost(costs.get(0), thing));
            String name = thing.code() + "-" + of + "-" + Reading.thousands(numbers.get(0)) + "-to-"
                    + Reading.thousands(numbers.get(last));
            figures.add(new Figure("store", name, "cpu", "less", "times", more.processor(), null, MOST_TIMES));
            figures.add(new Figure("store", name, "wall", "less", "times", more.wall(), null, MOST_TIMES));
        }
    }

    /** A server runs for weeks: what it costs once its code is compiled is what it costs. */
    private void warmUp(Place place) throws IOException, InterruptedException {
        fill(place, times);
        for (int i = 0; i < WARMTH; i++) {
            for (Thing thing : Thing.values()) {
                cost(place, thing);
            }
        }
    }

    private static Cost cost(Map<Thing, Cost> costs, Thing thing) {
        Cost cost = costs.get(thing);
        if (cost == null) {
            throw new IllegalStateException(thing + " was not measured");
        }
        return cost;
    }

    private void head() {
        err.println(
                "growth: microseconds of one, at the clock (median) and of the server's processor time; of LIST a row");
        err.printf(Locale.ROOT, "%10s%10s", "messages", "accounts");
        for (Thing thing : Thing.values()) {
            err.printf(Locale.ROOT, "%20s", thing);
        }
        err.println();
    }

    private void tell(int there, int number, Map<Thing, Cost> costs) {
        err.printf(Locale.ROOT, "%10d%10d", there, number);
        for (Thing thing : Thing.values()) {
            Cost cost = cost(costs, thing);
            err.printf(
                    Locale.ROOT,
                    "%20s",
                    String.format(Locale.ROOT, "%.1f %.1f", cost.wall() * 1e3, cost.processor() * 1e3));
        }
        err.println();
    }

    private void fill(Place place, int number) throws IOException, InterruptedException {
        List<Dialogue> filling = new ArrayList<>();
        for (int i = 0; i < FILLING; i++) {
            filling.add(place.clients().imap(place.server().port(), place.owner()));
        }
        Results results = Clients.await(Clients.all(
                FILLING, number / FILLING, client -> step -> () -> append(filling.get(client), place.owner(), SIZE)));
        filling.forEach(Dialogue::close);
        if (results.failed() > 0) {
            throw new IOException(results.firstFailure().orElse("not filled"));
        }
    }

    private CompletableFuture<Long> append(Dialogue imap, Visitor owner, int size) {
        byte[] letter = Letter.of(letters++, size, owner.address(), owner.address());
        return imap.command("APPEND INBOX {" + letter.length + "+}\r\n", letter)
                .thenApply(Clients::done)
                .thenApply(answer -> 1L);
    }

    /** Everything at all places: one turn that is not counted, then turns of which each goes round all places. */
    private List<Map<Thing, Cost>> costs(List<Place> places) throws IOException, InterruptedException {
        List<Map<Thing, List<Cost>>> all = new ArrayList<>();
        places.forEach(place -> all.add(new LinkedHashMap<>()));
        for (int turn = 0; turn <= turns; turn++) {
            places.get(0).awaitIndex();
            for (Thing thing : Thing.values()) {
                for (int i = 0; i < places.size(); i++) {
                    Cost cost = cost(places.get(i), thing);
                    if (turn > 0) {
                        all.get(i)
                                .computeIfAbsent(thing, key -> new ArrayList<>())
                                .add(cost);
                    }
                }
            }
        }
        List<Map<Thing, Cost>> medians = new ArrayList<>();
        for (Map<Thing, List<Cost>> one : all) {
            Map<Thing, Cost> costs = new LinkedHashMap<>();
            one.forEach((thing, turnsOfIt) -> costs.put(thing, Cost.median(turnsOfIt)));
            medians.add(costs);
        }
        return medians;
    }

    private Cost cost(Place place, Thing thing) throws IOException, InterruptedException {
        Visitor owner = place.owner();
        Dialogue imap = place.clients().imap(place.server().port(), owner);
        Clients.ok(imap, "SELECT INBOX");
        Cost cost = switch (thing) {
            case SELECT -> each(place, OFTEN * times, () -> imap.command("SELECT INBOX"));
            case STATUS -> {
                Clients.ok(imap, "UNSELECT");
                yield each(
                        place,
                        OFTEN * times,
                        () -> imap.command("STATUS INBOX (MESSAGES UIDNEXT UNSEEN HIGHESTMODSEQ)"));
            }
            case APPEND -> turn(place, times, () -> append(imap, owner, SENT_SIZE));
            case LIST -> rows(place, imap);
            case SUBMIT -> submit(place);
        };
        imap.close();
        return cost;
    }

    /** By row, in as many lists as make as many rows of a small mailbox and a large one. */
    private Cost rows(Place place, Dialogue imap) throws IOException, InterruptedException {
        int there = Clients.await(imap.command(ROWS)).untagged();
        int lists = Math.max(1, messages.get(messages.size() - 1) / there);
        Cost cost = each(place, lists, () -> imap.command(ROWS));
        return new Cost(cost.wall() / there, cost.processor() / there);
    }

    private Cost submit(Place place) throws IOException, InterruptedException {
        Visitor owner = place.owner();
        Dialogue smtp = place.clients().smtp(place.submission(), owner, true);
        Cost cost = turn(
                place,
                times,
                () -> Correspondence.sent(
                                smtp,
                                owner.address(),
                                List.of(owner.address()),
                                Letter.of(letters++, SENT_SIZE, owner.address(), owner.address()))
                        .thenApply(answer -> 1L));
        smtp.close();
        return cost;
    }

    private static Cost each(Place place, int number, AnsweredStep step) throws IOException, InterruptedException {
        return turn(place, number, () -> step.take().thenApply(Clients::done).thenApply(answer -> 1L));
    }

    private static Cost turn(Place place, int number, Clients.Step step) throws IOException, InterruptedException {
        Turn turn = Turn.of(place.server(), () -> Clients.all(1, number, client -> index -> step))
                .whole();
        return new Cost(turn.results().milliseconds(0.5), turn.millisecondsEach());
    }

    /** A command. */
    @FunctionalInterface
    private interface AnsweredStep {
        CompletableFuture<Dialogue.Answer> take();
    }
}
