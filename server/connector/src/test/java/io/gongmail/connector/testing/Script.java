package io.gongmail.connector.testing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/** What a person types, in order, and what they are told. */
public final class Script {
    private final Deque<String> answers = new ArrayDeque<>();
    private final List<String> told = Collections.synchronizedList(new ArrayList<>());

    public Script(String... answers) {
        this.answers.addAll(List.of(answers));
    }

    public void tell(String text) {
        told.add(text);
    }

    public String answer(String question) {
        told.add(question);
        if (answers.isEmpty()) {
            throw new IllegalStateException("nobody answers " + question);
        }
        return answers.removeFirst();
    }

    public String told() {
        synchronized (told) {
            return String.join("\n", told);
        }
    }

    public boolean isPlayed() {
        return answers.isEmpty();
    }
}
