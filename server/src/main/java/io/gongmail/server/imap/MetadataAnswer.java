package io.gongmail.server.imap;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.apache.james.imap.encode.ImapResponseComposer;

/**
 * Entries and their values, or NIL where there are none (RFC 5464 §4.4.1).
 *
 * @param mailbox as the client called it; empty for the server
 */
record MetadataAnswer(String mailbox, Map<String, Optional<byte[]>> entries) implements WrittenAnswer {
    @Override
    public void write(ImapResponseComposer to) throws IOException {
        to.untagged().message("METADATA").mailbox(mailbox).openParen();
        for (Map.Entry<String, Optional<byte[]>> entry : entries.entrySet()) {
            if (entry.getKey().chars().allMatch(c -> c > ' ' && "(){%*\"\\".indexOf(c) < 0)) {
                to.message(entry.getKey());
            } else {
                to.quote(entry.getKey());
            }
            if (entry.getValue().isPresent()) {
                to.message(string(entry.getValue().get()));
            } else {
                to.nil();
            }
        }
        to.closeParen().end();
    }

    /** Quoted, or where that cannot be a literal; one with NUL is a literal8 (RFC 3516 §4.2). */
    private static byte[] string(byte[] value) {
        boolean quotable = true;
        boolean binary = false;
        for (byte octet : value) {
            quotable &= octet >= ' ' && octet < 0x7f && octet != '"' && octet != '\\';
            binary |= octet == 0;
        }
        ByteArrayOutputStream string = new ByteArrayOutputStream(value.length + 16);
        string.writeBytes(
                (quotable ? "\"" : (binary ? "~{" : "{") + value.length + "}\r\n").getBytes(StandardCharsets.US_ASCII));
        string.writeBytes(value);
        if (quotable) {
            string.write('"');
        }
        return string.toByteArray();
    }
}
