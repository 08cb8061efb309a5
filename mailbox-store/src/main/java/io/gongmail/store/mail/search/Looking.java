package io.gongmail.store.mail.search;

import java.io.IOException;
import java.io.InputStream;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Reads one message's text once for all questions that a search asks of it. */
final class Looking implements MessageText.Reading {
    private final Map<Key.Text, TextQuestion.Looker> lookers = new IdentityHashMap<>();
    private final Folding body = new Folding() {
        @Override
        void folded(char[] text, int length) {
            for (TextQuestion.Looker looker : lookers.values()) {
                if (looker.wantsBody()) {
                    looker.body(text, length);
                }
            }
        }
    };

    private Looking(List<Key.Text> texts) {
        texts.forEach(text -> lookers.put(text, text.question().looker()));
    }

    /** @throws IOException when the message cannot be read */
    static Looking at(InputStream message, List<Key.Text> texts) throws IOException {
        Looking looking = new Looking(texts);
        MessageText.read(message, looking);
        return looking;
    }

    @Override
    public void header(boolean own, String name, String value) {
        lookers.values().forEach(looker -> looker.header(own, name, value));
    }

    @Override
    public Folding body() {
        for (TextQuestion.Looker looker : lookers.values()) {
            if (looker.wantsBody()) {
                looker.endBody();
            }
        }
        return body;
    }

    @Override
    public boolean wantsBody() {
        return lookers.values().stream().anyMatch(TextQuestion.Looker::wantsBody);
    }

    Answer of(Key.Text text) {
        TextQuestion.Looker looker = lookers.get(text);
        return Answer.of(looker != null && looker.found());
    }
}
