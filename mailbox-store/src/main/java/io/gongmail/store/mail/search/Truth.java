package io.gongmail.store.mail.search;

import java.util.BitSet;

/**
 * What is known of every place of a membership: where something holds for certain, and where it may hold; the first is part of
 * the second. Combined as Kleene has it. Operations leave both alone and make new ones.
 *
 * @param certain where it holds
 * @param possible where it may hold
 */
record Truth(BitSet certain, BitSet possible) {
    static Truth exactly(BitSet places) {
        return new Truth(places, places);
    }

    static Truth unknown(int size) {
        return new Truth(new BitSet(), all(size));
    }

    static BitSet all(int size) {
        BitSet all = new BitSet(size);
        all.set(0, size);
        return all;
    }

    Truth and(Truth other) {
        BitSet both = (BitSet) certain.clone();
        both.and(other.certain);
        BitSet maybe = (BitSet) possible.clone();
        maybe.and(other.possible);
        return new Truth(both, maybe);
    }

    Truth or(Truth other) {
        BitSet either = (BitSet) certain.clone();
        either.or(other.certain);
        BitSet maybe = (BitSet) possible.clone();
        maybe.or(other.possible);
        return new Truth(either, maybe);
    }

    Truth not(int size) {
        BitSet never = all(size);
        never.andNot(possible);
        BitSet maybe = all(size);
        maybe.andNot(certain);
        return new Truth(never, maybe);
    }

    Answer at(int place) {
        return certain.get(place) ? Answer.YES : possible.get(place) ? Answer.MAYBE : Answer.NO;
    }
}
