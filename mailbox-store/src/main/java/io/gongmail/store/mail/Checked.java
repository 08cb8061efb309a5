package io.gongmail.store.mail;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far a look at the store is, or what it found.
 *
 * @param contents that were read and are whole, and {@code octets} of them
 * @param sealedWith how many of them are sealed with which key, by its number; 0 counts those in clear
 * @param messages rows whose content was looked for
 * @param damagedContents that are not what their hash says
 * @param places of contents that were put right in the table
 * @param damages references to what is damaged or missing, the first thousand of {@code found}
 */
public record Checked(
        Step step,
        long contents,
        long octets,
        SortedMap<Integer, Long> sealedWith,
        long messages,
        long damagedContents,
        long places,
        long found,
        List<Damage> damages) {
    private static final int MOST = 1_000;

    static final Checked NOTHING = new Checked(Step.WAITING, 0, 0, new TreeMap<>(), 0, 0, 0, 0, List.of());

    /** What is looked at, in this order. */
    public enum Step {
        WAITING,
        TABLE,
        CONTENTS,
        REFERENCES,
        DONE
    }

    /**
     * Something that refers to content that is not as it should be.
     *
     * @param owner of the mailbox; empty for a mail in a queue, and a notice
     * @param folder the mailbox, the one from which it was deleted, or the queue
     * @param uid of the message, or its number among the deleted, in the queue, or among notices
     * @param content SHA-256 in lower-case hexadecimal
     * @param removed whether the message was taken from there
     */
    public record Damage(
            Kind kind, Place place, String owner, String folder, long uid, String content, boolean removed) {
        /** What is wrong with the content. */
        public enum Kind {
            DAMAGED,
            MISSING
        }

        /** Where it is referred to. */
        public enum Place {
            MAILBOX,
            /** A message that was deleted and can be had back, while its bytes are there. */
            DELETED,
            QUEUE,
            /** An official notice, whose audience may not have it all. */
            NOTICE
        }
    }

    public Checked {
        sealedWith = Collections.unmodifiableSortedMap(sealedWith);
        damages = List.copyOf(damages);
    }

    /** Whether all that was looked at is there and whole, or was removed. */
    public boolean isWhole() {
        return found == damages.stream().filter(Damage::removed).count() && damagedContents == 0;
    }

    Checked at(Step next) {
        return new Checked(next, contents, octets, sealedWith, messages, damagedContents, places, found, damages);
    }

    Checked content(int key, long more) {
        SortedMap<Integer, Long> counts = new TreeMap<>(sealedWith);
        counts.merge(key, 1L, Long::sum);
        return new Checked(
                step, contents + 1, octets + more, counts, messages, damagedContents, places, found, damages);
    }

    Checked damagedContent() {
        return new Checked(step, contents, octets, sealedWith, messages, damagedContents + 1, places, found, damages);
    }

    Checked messages(int more) {
        return new Checked(
                step, contents, octets, sealedWith, messages + more, damagedContents, places, found, damages);
    }

    Checked repaired(int more) {
        return new Checked(
                step, contents, octets, sealedWith, messages, damagedContents, places + more, found, damages);
    }

    Checked damage(Damage damage) {
        List<Damage> all = new ArrayList<>(damages);
        if (all.size() < MOST) {
            all.add(damage);
        }
        return new Checked(step, contents, octets, sealedWith, messages, damagedContents, places, found + 1, all);
    }
}
