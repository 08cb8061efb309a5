package io.gongmail.server.managesieve;

import java.util.List;
import java.util.Locale;

/** One line of a client, with the literals in it. */
record Request(List<Word> words) {
    Request {
        words = List.copyOf(words);
    }

    /** The command, in upper case; empty where it begins with none. */
    String name() {
        return words.isEmpty() || words.get(0).kind() != Word.Kind.ATOM
                ? ""
                : words.get(0).text().toUpperCase(Locale.ROOT);
    }

    int arguments() {
        return words.size() - 1;
    }

    /** Counted from 0. */
    Word argument(int number) {
        return words.get(number + 1);
    }

    /** Whether there are so many arguments, and all of them strings. */
    boolean hasStrings(int count) {
        return arguments() == count && words.subList(1, words.size()).stream().allMatch(Word::isString);
    }

    boolean isTooLong() {
        return words.stream().anyMatch(word -> word.kind() == Word.Kind.TOO_LONG);
    }
}
