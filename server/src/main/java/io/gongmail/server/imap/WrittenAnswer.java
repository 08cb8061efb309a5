package io.gongmail.server.imap;

import java.io.IOException;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.message.response.ImapResponseMessage;
import org.apache.james.imap.encode.ImapEncoder;
import org.apache.james.imap.encode.ImapResponseComposer;

/** An answer of ours that writes itself, where James has no encoder for it, or one that is wrong. */
interface WrittenAnswer extends ImapResponseMessage {
    void write(ImapResponseComposer to) throws IOException;

    /** Writes these answers, and leaves all others to {@code james}. */
    static ImapEncoder encoder(ImapEncoder james) {
        return new ImapEncoder() {
            @Override
            public void encode(ImapMessage message, ImapResponseComposer composer) throws IOException {
                if (message instanceof Utf8Answer answer) {
                    answer.write(this, composer);
                } else if (message instanceof WrittenAnswer answer) {
                    answer.write(composer);
                } else {
                    james.encode(message, composer);
                }
            }
        };
    }
}
