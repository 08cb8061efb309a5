package io.gongmail.store.loss;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** What a mailbox holds, or should. */
final class Box {
    static final long UNKNOWN = -1;

    /** @param modSeq {@link #UNKNOWN} until it was read */
    record Msg(String hash, Set<String> flags, long modSeq) {
        Msg with(Set<String> others) {
            return new Msg(hash, others, UNKNOWN);
        }

        boolean isDeleted() {
            return flags.contains("Deleted");
        }
    }

    long id = UNKNOWN;
    long uidValidity = UNKNOWN;
    /** The highest ever given, so that no lower one may come anew. */
    long highestUid;
    /** The highest that somebody was told. */
    long highestModSeq;

    final TreeMap<Long, Msg> messages = new TreeMap<>();
    /** Those that should be there, of which nobody was told the UID. */
    final List<Msg> unnumbered = new ArrayList<>();

    Box copy() {
        Box copy = new Box();
        copy.id = id;
        copy.uidValidity = uidValidity;
        copy.highestUid = highestUid;
        copy.highestModSeq = highestModSeq;
        copy.messages.putAll(messages);
        copy.unnumbered.addAll(unnumbered);
        return copy;
    }

    void put(long uid, Msg message) {
        messages.put(uid, message);
        highestUid = Math.max(highestUid, uid);
    }
}
