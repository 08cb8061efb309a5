package io.gongmail.server.imap;

import java.io.IOException;
import org.apache.james.imap.api.message.response.ImapResponseMessage;
import org.apache.james.imap.encode.ImapEncoder;
import org.apache.james.imap.encode.ImapResponseComposer;

/** An answer to a client that takes UTF-8 in strings (RFC 9755 §3, RFC 9051 §5.1). */
record Utf8Answer(ImapResponseMessage message) implements ImapResponseMessage {
    void write(ImapEncoder encoder, ImapResponseComposer to) throws IOException {
        encoder.encode(message, new Utf8Composer(to));
    }
}
