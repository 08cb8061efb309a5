package io.gongmail.store.mail.content;

import io.gongmail.store.keys.KeyFile;
import java.util.SortedMap;
import java.util.TreeMap;

/** Keys that are the same each time. */
final class Keys {
    private Keys() {}

    /** These numbers, of which the last seals. */
    static ContentKeys of(int... numbers) {
        return of(0, numbers);
    }

    /** The same numbers and, for each {@code variant}, other keys. */
    static ContentKeys of(int variant, int[] numbers) {
        SortedMap<Integer, byte[]> keys = new TreeMap<>();
        for (int number : numbers) {
            keys.put(number, octets(variant + number));
        }
        return ContentKeys.of(new KeyFile.Held(keys, numbers[numbers.length - 1]), "the test's keys");
    }

    /** Rising from {@code first}. */
    static byte[] octets(int first) {
        byte[] octets = new byte[KeyFile.OCTETS];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = (byte) (first + i);
        }
        return octets;
    }
}
