package io.gongmail.server.imap;

import org.apache.james.imap.api.ImapCommand;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.decode.DecodingException;

/** THREAD as it was asked (RFC 5256 §3). */
record ThreadCommand(Tag tag, boolean byUid, Algorithm algorithm, SearchKeys.Read keys) implements Inquiry.Request {
    static final ImapCommand THREAD = ImapCommand.selectedStateCommand("THREAD");

    enum Algorithm {
        ORDEREDSUBJECT,
        REFERENCES;

        static Algorithm named(String name) throws DecodingException {
            for (Algorithm algorithm : values()) {
                if (algorithm.name().equals(name)) {
                    return algorithm;
                }
            }
            throw Arguments.wrong("there is no such algorithm");
        }
    }

    @Override
    public Tag getTag() {
        return tag;
    }

    @Override
    public ImapCommand getCommand() {
        return THREAD;
    }
}
