package io.gongmail.server.portal;

import io.gongmail.server.words.Sentence;

/** What pages show, one record for each template. Values. */
public final class Views {
    private Views() {}

    /** The front page: words alone. */
    public record Front() {}

    /**
     * What is wrong.
     *
     * @param number of a fault of ours, as it stands in the log; empty for others
     */
    public record Wrong(Sentence sentence, String number, int status) {}
}
