package io.gongmail.store.loss;

import io.gongmail.store.loss.Box.Msg;
import io.gongmail.store.loss.Findings.Finding;
import io.gongmail.store.loss.Findings.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.model.MailboxMetaData;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.search.MailboxQuery;

/** Compares what was acknowledged with what is there; what is there and right is what is known from then on. */
final class Inspection {
    private final Machine machine;
    private final Findings findings;

    Inspection(Machine machine, Findings findings) {
        this.machine = machine;
        this.findings = findings;
    }

    void look(Account account) throws Exception {
        TreeMap<String, ActualBox> actual = read(account.user);
        List<Finding> without = new ArrayList<>();
        boolean doubtIsTrue = false;
        TreeMap<String, Box> boxes = Account.copy(account.boxes);
        compare(account.user, boxes, actual, without);
        if (!without.isEmpty() && account.doubt != null) {
            List<Finding> with = new ArrayList<>();
            TreeMap<String, Box> whole = Account.copy(account.boxes);
            account.doubt.accept(whole);
            compare(account.user, whole, actual, with);
            if (with.isEmpty()) {
                boxes = whole;
                without = with;
                doubtIsTrue = true;
            }
        }
        findings.addAll(without);
        account.doubt = null;
        deleted(account, doubtIsTrue);
        account.boxes = boxes;
        adopt(boxes, actual);
    }

    /** What was deleted can be had back, once for each time, until it is old. */
    private void deleted(Account account, boolean doubtIsTrue) {
        List<String> actual = Tables.deleted(machine, account.user);
        List<String> more = new ArrayList<>(actual);
        List<String> due = new ArrayList<>(account.deleted);
        if (doubtIsTrue) {
            due.addAll(account.doubtedDeleted);
        }
        for (String hash : due) {
            if (!more.remove(hash)) {
                findings.add(Kind.LOST, account.user.asString() + " cannot have back " + hash);
            }
        }
        List<String> old = new ArrayList<>();
        for (String hash : more) {
            if (account.old.remove(hash)) {
                old.add(hash);
            } else {
                boolean twice = due.contains(hash);
                findings.add(twice ? Kind.DOUBLED : Kind.VIOLATED, account.user.asString() + " can have back " + hash);
            }
        }
        account.deleted.clear();
        account.deleted.addAll(due);
        account.doubtedDeleted.clear();
        account.old.clear();
        account.old.addAll(old);
    }

    void look(SharedBox shared) throws Exception {
        TreeMap<String, ActualBox> actual = read(shared.user);
        TreeMap<String, Box> boxes = new TreeMap<>(Map.of(Writer.INBOX, shared.box));
        List<Finding> found = new ArrayList<>();
        ActualBox box = actual.get(Writer.INBOX);
        if (box == null) {
            findings.add(Kind.LOST, "the shared mailbox");
            return;
        }
        List<Msg> expected = new ArrayList<>();
        for (Map.Entry<Long, Msg> message : box.messages().entrySet()) {
            if (!shared.box.messages.containsKey(message.getKey())) {
                doubted(shared.doubts, message.getValue()).ifPresent(expected::add);
            }
        }
        shared.box.unnumbered.addAll(expected);
        // Several at once: a UID below one that was acknowledged may be theirs.
        compare("shared", shared.box, box, false, found);
        findings.addAll(found);
        shared.doubts.clear();
        usage(shared.user, actual, found);
        adopt(boxes, actual);
    }

    private static java.util.Optional<Msg> doubted(List<Msg> doubts, Msg message) {
        for (Msg doubt : doubts) {
            if (doubt.hash().equals(message.hash()) && doubt.flags().equals(message.flags())) {
                doubts.remove(doubt);
                return java.util.Optional.of(doubt);
            }
        }
        return java.util.Optional.empty();
    }

    /** Hashes of what cannot be read any more; that nothing else changed, and that it is told by its hash, is looked at here. */
    Set<String> damaged(Username user, TreeMap<String, Box> boxes) throws Exception {
        Set<String> damaged = new TreeSet<>();
        TreeMap<String, ActualBox> actual = read(user);
        boxes.forEach((name, box) -> box.messages.forEach((uid, message) -> {
            Msg there = actual.get(name).messages().get(uid);
            if (there != null && there.hash().equals(ActualBox.UNREADABLE)) {
                damaged.add(message.hash());
                if (actual.get(name).unreadable().stream().noneMatch(told -> told.contains(message.hash()))) {
                    findings.add(
                            Kind.VIOLATED,
                            "damage is not told by its hash: "
                                    + actual.get(name).unreadable());
                }
            } else if (there == null || !there.hash().equals(message.hash())) {
                findings.add(Kind.LOST, "beside a flipped bit: " + user.asString() + "/" + name + " " + uid);
            }
        }));
        return damaged;
    }

    TreeMap<String, ActualBox> read(Username user) throws Exception {
        MailboxSession session = machine.session(user);
        List<MailboxMetaData> all = machine.store
                .mailboxManager()
                .search(MailboxQuery.privateMailboxesBuilder(session).build(), session)
                .collectList()
                .block();
        TreeMap<String, ActualBox> boxes = new TreeMap<>();
        for (MailboxMetaData each : all) {
            MailboxPath path = each.getPath();
            boxes.put(path.getName(), ActualBox.read(machine, session, path));
        }
        return boxes;
    }

    private void compare(
            Username user, TreeMap<String, Box> boxes, TreeMap<String, ActualBox> actual, List<Finding> found)
            throws Exception {
        Set<String> names = new TreeSet<>(boxes.keySet());
        names.addAll(actual.keySet());
        for (String name : names) {
            String where = user.asString() + "/" + name;
            if (!actual.containsKey(name)) {
                found.add(new Finding(Kind.LOST, "mailbox " + where));
            } else if (!boxes.containsKey(name)) {
                found.add(new Finding(Kind.VIOLATED, "mailbox " + where + " is there and should not be"));
            } else {
                compare(where, boxes.get(name), actual.get(name), true, found);
            }
        }
        usage(user, actual, found);
    }

    private void usage(Username user, TreeMap<String, ActualBox> actual, List<Finding> found) {
        long octets = actual.values().stream().mapToLong(ActualBox::octets).sum();
        long messages =
                actual.values().stream().mapToLong(box -> box.messages().size()).sum();
        var held = machine.store.accountQuotas().held(user);
        if (held.octets() != octets || held.messages() != messages) {
            found.add(new Finding(
                    Kind.VIOLATED,
                    user.asString() + " holds " + messages + " messages of " + octets + " octets, not " + held));
        }
    }

    private static void compare(String where, Box box, ActualBox actual, boolean rising, List<Finding> found) {
        if (box.id != Box.UNKNOWN && box.id != actual.id()) {
            found.add(new Finding(Kind.VIOLATED, where + " has another id"));
        }
        if (box.uidValidity != Box.UNKNOWN && box.uidValidity != actual.uidValidity()) {
            found.add(new Finding(Kind.VIOLATED, where + " has another UIDVALIDITY"));
        }
        if (actual.numbers().uidNext() <= box.highestUid) {
            found.add(new Finding(Kind.VIOLATED, where + " would give a UID again: " + actual.numbers()));
        }
        if (actual.numbers().highestModSeq() < box.highestModSeq) {
            found.add(new Finding(
                    Kind.VIOLATED,
                    where + " went back from mod-sequence " + box.highestModSeq + " to " + actual.numbers()));
        }
        if (actual.count() != actual.messages().size() || actual.unseen() != actual.actuallyUnseen()) {
            found.add(new Finding(
                    Kind.VIOLATED,
                    where + " counts " + actual.count() + ", " + actual.unseen() + " unseen, and has "
                            + actual.messages().size() + ", " + actual.actuallyUnseen()));
        }
        actual.unreadable().forEach(message -> found.add(new Finding(Kind.LOST, where + " unreadable " + message)));
        messages(where, box, actual, rising, found);
    }

    private static void messages(String where, Box box, ActualBox actual, boolean rising, List<Finding> found) {
        box.messages.forEach((uid, message) -> {
            Msg there = actual.messages().get(uid);
            String which = where + " " + uid;
            if (there == null) {
                found.add(new Finding(Kind.LOST, which));
            } else if (!there.hash().equals(message.hash())) {
                found.add(new Finding(Kind.LOST, which + " has other octets: " + there.hash()));
            } else if (!there.flags().equals(message.flags())) {
                found.add(new Finding(Kind.LOST, which + " has " + there.flags() + " instead of " + message.flags()));
            } else if (message.modSeq() == Box.UNKNOWN
                    ? there.modSeq() > actual.numbers().highestModSeq()
                    : there.modSeq() != message.modSeq()) {
                found.add(new Finding(
                        Kind.VIOLATED, which + " has mod-sequence " + there.modSeq() + ", had " + message.modSeq()));
            }
        });
        List<Msg> expected = new ArrayList<>(box.unnumbered);
        actual.messages().forEach((uid, message) -> {
            if (box.messages.containsKey(uid)) {
                return;
            }
            Msg match = doubted(expected, message).orElse(null);
            if (match == null) {
                boolean twice = box.messages.values().stream()
                        .anyMatch(known -> known.hash().equals(message.hash()));
                found.add(new Finding(twice ? Kind.DOUBLED : Kind.VIOLATED, where + " " + uid + " is nobody's"));
            } else if (rising && uid <= box.highestUid) {
                found.add(new Finding(Kind.VIOLATED, where + " gave UID " + uid + " again"));
            }
        });
        expected.forEach(message -> found.add(new Finding(Kind.LOST, where + " " + message)));
    }

    private static void adopt(TreeMap<String, Box> boxes, TreeMap<String, ActualBox> actual) {
        boxes.keySet().retainAll(actual.keySet());
        actual.forEach((name, there) -> {
            Box box = boxes.computeIfAbsent(name, fresh -> new Box());
            box.id = there.id();
            box.uidValidity = there.uidValidity();
            box.messages.clear();
            box.messages.putAll(there.messages());
            box.unnumbered.clear();
            box.highestUid = Math.max(box.highestUid, there.numbers().uidNext() - 1);
            box.highestModSeq = Math.max(box.highestModSeq, there.numbers().highestModSeq());
        });
    }
}
