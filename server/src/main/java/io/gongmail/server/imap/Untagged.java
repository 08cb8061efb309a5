package io.gongmail.server.imap;

import java.io.IOException;
import org.apache.james.imap.api.message.response.ImapResponseMessage;
import org.apache.james.imap.encode.ImapEncoder;
import org.apache.james.imap.encode.ImapResponseComposer;

/** An untagged answer that says itself how it is written, where James has none, or writes it otherwise. */
interface Untagged extends ImapResponseMessage {
    void write(ImapResponseComposer to) throws IOException;

    /** Writes these answers, and leaves all others to {@code rest}. */
    static ImapEncoder encoder(ImapEncoder rest) {
        return (message, composer) -> {
            if (message instanceof Untagged untagged) {
                untagged.write(composer);
            } else {
                rest.encode(message, composer);
            }
        };
    }
}
