package io.gongmail.bench;

import io.gongmail.bench.Findings.Kind;
import io.gongmail.bench.Journal.Offered;
import io.gongmail.bench.Journal.Place;
import io.gongmail.demo.ClientTls;
import io.gongmail.demo.DemoHome;
import io.gongmail.demo.DemoPerson;
import io.gongmail.demo.ImapTalk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares the mailboxes with the journal, through IMAP like any client. A message is read once; later looks check that
 * its UID is still there. Not thread-safe.
 */
final class Inspection {
    private static final int UIDS_AT_ONCE = 100;
    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(1);
    private static final long BETWEEN_LOOKS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final Pattern UID = Pattern.compile("\\bUID (\\d+)");
    private static final Pattern UID_VALIDITY = Pattern.compile("UIDVALIDITY (\\d+)");

    /** What was seen of one mailbox so far. */
    private static final class Seen {
        private final TreeMap<Long, String> idByUid = new TreeMap<>();
        private final Map<String, Long> uidById = new HashMap<>();
        private String uidValidity = "";
        private long highest;
    }

    private final DemoHome home;
    private final int basePort;
    private final Journal journal;
    private final Findings findings;
    private final Map<Place, Seen> seen = new HashMap<>();

    Inspection(DemoHome home, int basePort, Journal journal, Findings findings) {
        this.home = home;
        this.basePort = basePort;
        this.journal = journal;
        this.findings = findings;
    }

    /** Looks until all that was acknowledged has arrived, or for a minute; what is missing then is lost. */
    void look(List<DemoPerson> people) throws IOException {
        List<ImapTalk> open = new ArrayList<>();
        try {
            for (DemoPerson person : people) {
                open.add(signedIn(person));
            }
            long started = System.nanoTime();
            Set<String> missing = looked(people, open);
            while (!missing.isEmpty() && System.nanoTime() - started < PATIENCE) {
                LockSupport.parkNanos(BETWEEN_LOOKS);
                missing = looked(people, open);
            }
            missing.forEach(what -> findings.add(Kind.LOST, what));
        } finally {
            for (ImapTalk imap : open) {
                imap.close();
            }
        }
    }

    private Set<String> looked(List<DemoPerson> people, List<ImapTalk> open) throws IOException {
        for (int i = 0; i < people.size(); i++) {
            look(address(people.get(i)), open.get(i));
        }
        return missing();
    }

    private Set<String> missing() {
        Set<String> missing = new HashSet<>();
        journal.acknowledged().forEach((id, acknowledged) -> {
            long uid = acknowledged.uid();
            for (Place place : acknowledged.message().places()) {
                Seen mailbox = seen.get(place);
                Long at = mailbox == null ? null : mailbox.uidById.get(id);
                if (at == null) {
                    missing.add(id + " in " + place);
                } else if (uid != 0 && uid != at) {
                    findings.add(Kind.UID_VIOLATION, id + " was acknowledged as " + uid + " and is " + at);
                }
            }
        });
        return missing;
    }

    private ImapTalk signedIn(DemoPerson person) throws IOException {
        ImapTalk imap = ImapTalk.to(basePort, ClientTls.of(home, Optional.of(person)));
        ImapTalk.Answer login = imap.login(address(person), person.password());
        if (!login.isOk()) {
            imap.close();
            throw new IOException("sign-in of " + address(person) + " after a restart: " + login);
        }
        return imap;
    }

    private static String address(DemoPerson person) throws IOException {
        return person.address().orElseThrow(() -> new IOException(person.name() + " has no address"));
    }

    private void look(String account, ImapTalk imap) throws IOException {
        for (String mailbox : List.of("INBOX", Load.MAILBOX)) {
            ImapTalk.Answer examined = imap.command("EXAMINE " + mailbox);
            if (examined.isOk()) {
                Place place = new Place(account, mailbox);
                look(imap, place, examined, seen.computeIfAbsent(place, fresh -> new Seen()));
            }
        }
    }

    private void look(ImapTalk imap, Place place, ImapTalk.Answer examined, Seen mailbox) throws IOException {
        Matcher validity = UID_VALIDITY.matcher(String.join("\n", examined.untagged()));
        String uidValidity = validity.find() ? validity.group(1) : "none";
        if (!mailbox.uidValidity.isEmpty() && !mailbox.uidValidity.equals(uidValidity)) {
            findings.add(
                    Kind.UID_VIOLATION, place + " had UIDVALIDITY " + mailbox.uidValidity + ", now " + uidValidity);
        }
        mailbox.uidValidity = uidValidity;

        List<Long> uids = new ArrayList<>();
        for (String line : imap.command("UID FETCH 1:* (UID)").untagged()) {
            Matcher uid = UID.matcher(line);
            if (line.contains("FETCH") && uid.find()) {
                uids.add(Long.parseLong(uid.group(1)));
            }
        }
        Set<Long> present = new HashSet<>(uids);
        for (Map.Entry<Long, String> known : mailbox.idByUid.entrySet()) {
            if (!present.contains(known.getKey())) {
                findings.add(
                        Kind.LOST, known.getValue() + " was UID " + known.getKey() + " in " + place + " and is gone");
            }
        }
        long highestBefore = mailbox.highest;
        List<Long> fresh = uids.stream().filter(uid -> uid > highestBefore).toList();
        for (long uid : uids) {
            if (uid <= highestBefore && !mailbox.idByUid.containsKey(uid)) {
                findings.add(Kind.UID_VIOLATION, "UID " + uid + " in " + place + " came after " + highestBefore);
            }
        }
        for (int i = 0; i < fresh.size(); i += UIDS_AT_ONCE) {
            List<Long> page = fresh.subList(i, Math.min(fresh.size(), i + UIDS_AT_ONCE));
            String range = page.get(0) + ":" + page.get(page.size() - 1);
            for (String line :
                    imap.command("UID FETCH " + range + " (UID BODY.PEEK[])").untagged()) {
                Fetched.of(line).ifPresent(fetched -> compare(fetched, place, mailbox));
            }
        }
    }

    private void compare(Fetched fetched, Place place, Seen mailbox) {
        mailbox.highest = Math.max(mailbox.highest, fetched.uid());
        String id = fetched.id().orElse("not ours, UID " + fetched.uid());
        mailbox.idByUid.put(fetched.uid(), id);
        Offered offered = journal.offered().get(id);
        if (offered == null) {
            return; // a welcome message
        }
        if (mailbox.uidById.putIfAbsent(id, fetched.uid()) != null) {
            findings.add(Kind.DUPLICATED, id + " in " + place);
        }
        String ours = offered.whole() ? fetched.text() : fetched.own();
        if (!offered.is(ours) || !offered.places().contains(place)) {
            findings.add(Kind.ALTERED, id + " in " + place);
        }
    }
}
