package io.gongmail.connector;

import io.gongmail.connector.words.Saying;
import io.gongmail.connector.words.Words;
import java.io.IOException;
import java.util.Optional;

/** Asks until an answer will do, a few times. */
final class Questions {
    private static final int MOST_TIMES = 5;

    private final Terminal terminal;
    private final Words words;

    Questions(Terminal terminal, Words words) {
        this.terminal = terminal;
        this.words = words;
    }

    /** Takes an answer, or says what is wrong with it. */
    @FunctionalInterface
    interface Taking {
        Optional<String> wrong(String answer) throws IOException;
    }

    /** @param standard what an empty line means */
    String ask(Saying question, String standard, Taking taking) throws IOException {
        String text = words.say(question).both() + (standard.isEmpty() ? "" : " [" + standard + "]");
        for (int times = 0; times < MOST_TIMES; times++) {
            String typed = terminal.ask(text).strip();
            String answer = typed.isEmpty() ? standard : typed;
            Optional<String> wrong = taking.wrong(answer);
            if (wrong.isEmpty()) {
                return answer;
            }
            tell(Saying.AGAIN, wrong.get());
        }
        throw new IOException(words.say(Saying.TOO_MANY_TRIES).both());
    }

    boolean yes(Saying question) throws IOException {
        String form = words.say(Saying.YES_OR_NO).english();
        return ask(question, "no", answer -> answer.matches("yes|no") ? Optional.empty() : Optional.of(form))
                .equals("yes");
    }

    String number(Saying question, String standard, int least, int most) throws IOException {
        String form = words.say(Saying.A_NUMBER, least, most).english();
        return ask(
                question,
                standard,
                answer -> answer.matches("\\d{1,6}")
                                && Integer.parseInt(answer) >= least
                                && Integer.parseInt(answer) <= most
                        ? Optional.empty()
                        : Optional.of(form));
    }

    void tell(Saying saying, Object... facts) {
        terminal.tell(words.say(saying, facts).both());
    }
}
