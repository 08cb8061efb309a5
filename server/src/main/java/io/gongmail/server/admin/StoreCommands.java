package io.gongmail.server.admin;

import io.gongmail.server.words.Words;
import io.gongmail.store.mail.Checked;
import io.gongmail.store.mail.Checked.Damage;
import io.gongmail.store.mail.StoreCheck;
import io.gongmail.store.mail.content.Sweeper;
import io.gongmail.store.mail.content.Swept;
import io.gongmail.store.mail.search.MailSearch;
import io.gongmail.store.mail.search.Progress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "store", mixinStandardHelpOptions = true, description = "What mailboxes are kept in.")
final class StoreCommands {
    private static final int LONGEST_WAIT = 600;

    private final Commands.Context context;

    StoreCommands(Commands.Context context) {
        this.context = context;
    }

    @Command(
            name = "index",
            mixinStandardHelpOptions = true,
            description = {
                "How far the index behind SEARCH is: contents in it, whether it takes in all there is (and what part of that",
                "is done), and how many that arrived since are behind. It follows by itself, after the mail; what it does not",
                "have yet, searches read."
            })
    int index(
            @Mixin Report report,
            @Option(
                            names = "--rebuild",
                            description = "Take everything out of it and in again. Mail and searches go on meanwhile.")
                    boolean rebuild,
            @Option(
                            names = "--wait",
                            paramLabel = "SECONDS",
                            defaultValue = "0",
                            description = "Until it has caught up, at most so long, and 600; exits 1 when it has not.")
                    int wait)
            throws InterruptedException {
        MailSearch search = context.services().mail().search();
        if (rebuild) {
            search.rebuild();
        }
        boolean caughtUp = wait <= 0 || caughtUp(search.caughtUp(), Math.min(wait, LONGEST_WAIT));
        report.whole(facts(search.progress()));
        return caughtUp ? 0 : report.couldNot("the index has not caught up within " + wait + " s; it goes on");
    }

    @Command(
            name = "compact",
            mixinStandardHelpOptions = true,
            description = {
                "Removes bytes of messages that no mailbox and no queue holds any more, and writes files anew that are mostly such.",
                "The server does it by itself, too ([store] sweep-every); what arrived, was read or lost its last message within",
                "[store] sweep-grace stays. Mail goes on meanwhile. Tells what came of it, or how far it is."
            })
    int compact(
            @Mixin Report report,
            @Option(names = "--progress", description = "Begins nothing: how far it is, or what the last one came to.")
                    boolean progress,
            @Option(
                            names = "--below",
                            paramLabel = "PERCENT",
                            defaultValue = "0",
                            description = "Which files are written anew; 0, the default, is [store] compact-below.")
                    int below,
            @Option(
                            names = "--rewrite",
                            description = {
                                "Also seals everything with the newest key of [store] content-keys that is in clear or sealed with",
                                "another. When nothing was damaged only backups from before need the older keys; they may then be",
                                "taken out of the key file."
                            })
                    boolean rewrite,
            @Option(
                            names = "--wait",
                            paramLabel = "SECONDS",
                            defaultValue = "600",
                            description = "Until it is done, at most so long, and 600; exits 1 when it is not.")
                    int wait)
            throws InterruptedException {
        Sweeper sweeper = context.services().mail().sweeper();
        if (progress) {
            report.whole(facts(sweeper.progress()));
            return 0;
        }
        if (below < 0 || below > 100) {
            return report.couldNot(words(), "G-450", Map.of("percent", String.valueOf(below)));
        }
        if (rewrite && !sweeper.seals()) {
            return report.couldNot(words(), "G-453", Map.of());
        }
        int live = below == 0 ? sweeper.settings().live() : below;
        CompletableFuture<Swept> end = rewrite ? sweeper.sealAnew(live) : sweeper.compact(live);
        Optional<Ended> ended = ended(end, wait);
        report.whole(facts(sweeper.progress()));
        return told(report, ended, wait, sweeper.progress().step() == Swept.Step.DONE);
    }

    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description = {
                "Reads the bytes of every message, compares them with their hash, and looks for those of every message in a mailbox,",
                "deleted from one and not yet let go, or in a queue. Tells each that is damaged or missing by owner, folder and UID,",
                "and exits 1 when there is one; and how many contents are sealed with which key of [store] content-keys, those in",
                "clear as 0. Mail goes on meanwhile."
            })
    int check(
            @Mixin Report report,
            @Option(names = "--progress", description = "Begins nothing: how far it is, or what the last one found.")
                    boolean progress,
            @Option(
                            names = "--wait",
                            paramLabel = "SECONDS",
                            defaultValue = "600",
                            description = "Until it is done, at most so long, and 600; exits 1 when it is not.")
                    int wait)
            throws InterruptedException {
        return look(report, StoreCheck.Remedy.NONE, progress, wait);
    }

    @Command(
            name = "repair",
            mixinStandardHelpOptions = true,
            description = {
                "Puts right where the database says that bytes of messages stand, from the files themselves; then looks at everything",
                "as check does, and removes as compact does what nobody holds. A message whose bytes are gone is told, and stays",
                "unless --remove-missing is given."
            })
    int repair(
            @Mixin Report report,
            @Option(
                            names = "--remove-missing",
                            description =
                                    "Takes messages out of their mailboxes whose bytes are gone. A backup may still have them.")
                    boolean removeMissing,
            @Option(names = "--progress", description = "Begins nothing: how far it is, or what the last one found.")
                    boolean progress,
            @Option(
                            names = "--wait",
                            paramLabel = "SECONDS",
                            defaultValue = "600",
                            description = "Until it is done, at most so long, and 600; exits 1 when it is not.")
                    int wait)
            throws InterruptedException {
        int exit = look(
                report, removeMissing ? StoreCheck.Remedy.TABLE_AND_MESSAGES : StoreCheck.Remedy.TABLE, progress, wait);
        if (!progress) {
            Sweeper sweeper = context.services().mail().sweeper();
            sweeper.compact(sweeper.settings().live());
        }
        return exit;
    }

    private int look(Report report, StoreCheck.Remedy remedy, boolean progress, int wait) throws InterruptedException {
        StoreCheck check = context.services().mail().check();
        Optional<Ended> ended = progress ? Optional.of(Ended.WELL) : ended(check.start(remedy), wait);
        Checked checked = check.progress();
        for (Damage damage : checked.damages()) {
            report.row(facts(damage));
        }
        report.whole(facts(checked));
        if (!progress || checked.isWhole()) {
            return told(report, ended, wait, checked.isWhole());
        }
        return 1;
    }

    private enum Ended {
        WELL,
        BADLY
    }

    /** Empty when it goes on. */
    private static Optional<Ended> ended(CompletableFuture<?> end, int seconds) throws InterruptedException {
        try {
            end.get(Math.max(0, Math.min(seconds, LONGEST_WAIT)), TimeUnit.SECONDS);
            return Optional.of(Ended.WELL);
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException | CancellationException e) {
            return Optional.of(Ended.BADLY);
        }
    }

    private int told(Report report, Optional<Ended> ended, int wait, boolean whole) {
        if (ended.isEmpty()) {
            return report.couldNot(words(), "G-451", Map.of("seconds", String.valueOf(wait)));
        }
        if (ended.get() == Ended.BADLY) {
            return report.couldNot(words(), "G-452", Map.of());
        }
        return whole ? 0 : 1;
    }

    private Words words() {
        return context.services().words();
    }

    private static Map<String, Object> facts(Swept swept) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("step", swept.step());
        facts.put("references", swept.references());
        facts.put("removed", swept.removed());
        facts.put("moved", swept.moved());
        facts.put("files", swept.files());
        facts.put("freed", swept.freed());
        facts.put("damagedFiles", swept.damaged());
        return facts;
    }

    private static Map<String, Object> facts(Checked checked) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("step", checked.step());
        facts.put("contents", checked.contents());
        facts.put("octets", checked.octets());
        facts.put("sealedWith", checked.sealedWith());
        facts.put("messages", checked.messages());
        facts.put("placesRepaired", checked.places());
        facts.put("damagedContents", checked.damagedContents());
        facts.put("damagedMessages", checked.found());
        return facts;
    }

    private static Map<String, Object> facts(Damage damage) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("damage", damage.removed() ? "REMOVED" : damage.kind());
        facts.put("place", damage.place());
        facts.put("owner", damage.owner());
        facts.put("folder", damage.folder());
        facts.put("uid", damage.uid());
        facts.put("content", damage.content());
        return facts;
    }

    private static boolean caughtUp(CompletableFuture<Void> end, int seconds) throws InterruptedException {
        try {
            end.get(seconds, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException | ExecutionException | CancellationException e) {
            return false;
        }
    }

    private static Map<String, Object> facts(Optional<Progress> progress) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("opened", progress.isPresent());
        progress.ifPresent(known -> {
            facts.put("indexed", known.documents());
            facts.put("takingIn", known.walking());
            facts.put("percent", known.percent());
            facts.put("behind", known.behind());
        });
        return facts;
    }
}
