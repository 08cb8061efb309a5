package io.gongmail.server.imap;

import io.gongmail.store.mail.mailbox.DescriptionOctets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.message.FetchData.Item;
import org.apache.james.imap.api.message.response.ImapResponseMessage;
import org.apache.james.imap.encode.EncoderUtils;
import org.apache.james.imap.encode.ImapEncoder;
import org.apache.james.imap.encode.ImapResponseComposer;
import org.apache.james.imap.message.response.FetchResponse;

/**
 * A FETCH answer whose envelope and structures are on hand as they go over the wire.
 *
 * @param rest what James fetched, with size and UID
 * @param wanted what the client asked for
 */
record DescribedResponse(FetchResponse rest, Optional<DescriptionOctets> description, Set<Item> wanted)
        implements ImapResponseMessage {

    /** Writes these answers, and leaves all others to {@code james}. */
    static ImapEncoder encoder(ImapEncoder james) {
        return (message, composer) -> {
            if (message instanceof DescribedResponse described) {
                described.write(composer);
            } else {
                james.encode(message, composer);
            }
        };
    }

    private void write(ImapResponseComposer to) throws IOException {
        to.untagged().message(rest.getMessageNumber().asInt()).message("FETCH").openParen();
        if (rest.getModSeq() != null) {
            to.message("MODSEQ").openParen().message(rest.getModSeq().asLong()).closeParen();
        }
        if (rest.getFlags() != null) {
            to.flags(rest.getFlags());
        }
        if (rest.getInternalDate() != null) {
            to.message("INTERNALDATE").quote(EncoderUtils.encodeDateTime(rest.getInternalDate()));
        }
        if (wanted.contains(Item.SIZE)) {
            to.message("RFC822.SIZE").message(rest.getSize());
        }
        if (description.isPresent()) {
            write(to, Item.ENVELOPE, "ENVELOPE", description.get().envelope());
            write(to, Item.BODY, "BODY", description.get().body());
            write(to, Item.BODY_STRUCTURE, "BODYSTRUCTURE", description.get().bodyStructure());
        }
        if (wanted.contains(Item.UID)) {
            to.message(ImapConstants.UID).message(rest.getUid().asLong());
        }
        for (FetchResponse.BodyElement element : elements()) {
            to.message(element.getName()).literal(element);
        }
        to.closeParen().end();
    }

    private void write(ImapResponseComposer to, Item item, String name, ByteBuffer value) throws IOException {
        if (wanted.contains(item)) {
            byte[] octets = new byte[value.remaining()];
            value.get(octets);
            to.message(name.getBytes(StandardCharsets.US_ASCII)).message(octets);
        }
    }

    private List<FetchResponse.BodyElement> elements() {
        return rest.getElements() == null ? List.of() : rest.getElements();
    }
}
