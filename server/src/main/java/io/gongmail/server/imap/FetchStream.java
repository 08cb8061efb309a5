package io.gongmail.server.imap;

import io.gongmail.store.mail.content.ContentRef;
import io.gongmail.store.mail.mailbox.DescriptionOctets;
import io.gongmail.store.mail.mailbox.ListedMessage;
import io.gongmail.store.mail.mailbox.MailReader;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.james.imap.api.message.FetchData.Item;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MessageRange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Scheduler;

/**
 * The answers to one FETCH, made a chunk at a time as the peer reads them: whoever reads slowly holds no thread, and of a
 * large message no more than a chunk is in memory. Used by one thread at a time.
 */
final class FetchStream {
    private static final Logger LOG = LoggerFactory.getLogger(FetchStream.class);

    private static final int CHUNK = 64 * 1024;

    private static final Set<Item> KEPT = EnumSet.of(Item.EMAILID, Item.SAVEDATE);
    private static final Set<Item> DESCRIBED = EnumSet.of(Item.ENVELOPE, Item.BODY, Item.BODY_STRUCTURE);

    private final MailReader reader;
    private final MessageParts parts;
    private final SelectedMailbox selected;
    private final Wanted wanted;
    private final Outlet outlet;
    private final Scheduler workers;
    private final FetchedLine line;
    private final FetchPages pages;
    private final ThreadIds threads;

    private @Nullable ListedMessage current;
    private Optional<PartPlace> place = Optional.empty();
    private @Nullable MessageOctets octets;
    private List<Section> sections = List.of();
    private int section;
    private @Nullable InputStream open;
    private long left;
    private int unreadable;
    private int undecodable;
    private final List<MessageUid> unlocated = new ArrayList<>();

    /** The beginning of a message's text; empty where it is not told. */
    interface Preview {
        Optional<String> of(ContentRef content) throws IOException;
    }

    /**
     * What a FETCH asks of each message.
     *
     * @param preview null where it is not asked for
     * @param language in which it is told
     */
    record Wanted(
            Set<Item> items,
            List<Section> sections,
            boolean setSeen,
            long changedSince,
            @Nullable Preview preview,
            Enabled language) {
        boolean described() {
            return items.stream().anyMatch(DESCRIBED::contains);
        }

        boolean threaded() {
            return items.contains(Item.THREADID);
        }

        boolean kept() {
            return items.stream().anyMatch(KEPT::contains);
        }

        boolean ofParts() {
            return sections.stream().anyMatch(Section::isOfPart);
        }

        boolean decoded() {
            return sections.stream().anyMatch(Section::isDecoded);
        }
    }

    /**
     * What is left when all is written.
     *
     * @param unreadable messages that could not be read
     * @param unlocated messages whose sections are not told, since it is not sure where their parts are
     * @param undecodable sections of an encoding that is not known
     */
    record Left(int unreadable, List<MessageUid> unlocated, int undecodable) {}

    /**
     * @param mailbox opened by {@code session}
     * @param ranges of UIDs
     * @param workers where it goes on when the peer has read
     */
    FetchStream(
            MailReader reader,
            MessageParts parts,
            MessageManager mailbox,
            SelectedMailbox selected,
            MailboxSession session,
            Wanted wanted,
            List<MessageRange> ranges,
            Outlet outlet,
            Scheduler workers) {
        this.reader = reader;
        this.parts = parts;
        this.selected = selected;
        this.wanted = wanted;
        this.outlet = outlet;
        this.workers = workers;
        this.line = new FetchedLine(wanted.items());
        this.pages = new FetchPages(reader, mailbox, selected, session, wanted, ranges);
        this.threads = new ThreadIds(reader);
    }

    /** Completes when all is written or nobody is there any more. */
    Mono<Left> written() {
        return Mono.create(this::proceed);
    }

    private void proceed(MonoSink<Left> done) {
        try {
            while (outlet.isOpen()) {
                if (!outlet.hasRoom()) {
                    outlet.whenRoom(() -> later(done));
                    return;
                }
                if (!chunk()) {
                    done.success(new Left(unreadable, unlocated, undecodable));
                    return;
                }
            }
            close();
            done.success(new Left(unreadable, unlocated, undecodable));
        } catch (MailboxException | IOException | RuntimeException | Error e) {
            close();
            done.error(e);
        }
    }

    private void later(MonoSink<Left> done) {
        try {
            workers.schedule(() -> proceed(done));
        } catch (RuntimeException e) {
            close();
            done.error(e);
        }
    }

    private void close() {
        try {
            if (open != null) {
                open.close();
                open = null;
            }
        } catch (IOException e) {
            LOG.debug("Closing a message: {}", e.toString());
        }
    }

    /** Writes some; false when that was the end. */
    private boolean chunk() throws MailboxException, IOException {
        ByteBuf chunk = outlet.buffer(CHUNK + CHUNK / 4);
        try {
            boolean more = fill(chunk);
            if (chunk.isReadable()) {
                outlet.write(chunk.retain());
            }
            return more;
        } finally {
            chunk.release();
        }
    }

    private boolean fill(ByteBuf chunk) throws MailboxException, IOException {
        while (chunk.readableBytes() < CHUNK) {
            if (open != null) {
                pour(chunk, open);
            } else if (current == null) {
                current = pages.next();
                if (current == null) {
                    return false;
                }
                begin(chunk, current);
            } else if (octets != null && section < sections.size()) {
                section(chunk, current, octets, sections.get(section++));
            } else {
                FetchedLine.end(chunk);
                current = null;
                octets = null;
            }
        }
        return true;
    }

    private void begin(ByteBuf chunk, ListedMessage message) {
        MessageUid uid = MessageUid.of(message.uid());
        int number = selected.msn(uid).foldSilent(() -> 0, msn -> msn.asInt());
        if (number == 0) {
            current = null; // It came after this session last looked.
            return;
        }
        DescriptionOctets description = null;
        String thread = null;
        Optional<String> preview = Optional.empty();
        try {
            if (!wanted.sections().isEmpty()) {
                MessageOctets read = MessageOctets.read(reader, message, wanted.sections());
                octets = read;
                place = wanted.ofParts() ? parts.of(message.content()) : Optional.empty();
                sections = wanted.decoded() ? decodable(read) : wanted.sections();
            }
            if (wanted.described()) {
                description = description(message);
            }
            if (wanted.threaded()) {
                thread = threads.of(message, pages.description(message)); // The same in each language.
            }
            if (wanted.preview() != null) {
                preview = wanted.preview().of(message.content());
            }
        } catch (IOException e) {
            LOG.error(
                    "Message {} of mailbox {} cannot be read: {}", uid.asLong(), selected.getMailboxId(), e.toString());
            unreadable++;
            current = null;
            return;
        }
        section = 0;
        boolean flags = pages.isJustSeen(message);
        if (wanted.ofParts() && place.isEmpty()) {
            unlocated.add(uid);
            sections = List.of();
        }
        boolean nothing = sections.isEmpty() && !wanted.sections().isEmpty();
        if (nothing && !flags && wanted.items().isEmpty() && wanted.preview() == null) {
            current = null;
            return;
        }
        boolean recent = selected.isRecent(uid) && !wanted.language().rev2(); // RFC 9051 appendix E, 12
        line.write(chunk, number, message, recent, flags, description, pages.kept(message), thread);
        if (wanted.preview() != null) {
            line.preview(chunk, preview);
        }
    }

    /** Those of the sections that are encoded in a way that is known; of a message whose parts are nowhere it is of none. */
    private List<Section> decodable(MessageOctets message) throws IOException {
        List<Section> known = new ArrayList<>();
        for (Section each : wanted.sections()) {
            boolean nowhere = each.isOfPart() && place.isEmpty();
            if (each.isDecoded() && (nowhere || message.encoding(each, place).isEmpty())) {
                undecodable++;
            } else {
                known.add(each);
            }
        }
        return known;
    }

    private @Nullable DescriptionOctets description(ListedMessage message) throws IOException {
        DescriptionOctets known = pages.description(message);
        boolean utf8 = wanted.language().utf8();
        if (known != null && !(utf8 && known.isUnencoded())) {
            return known;
        }
        // For what was too large for its row, stored in an older form, or is told otherwise in UTF-8.
        WireDescriber describer = new WireDescriber();
        try (InputStream in = reader.open(message.content())) {
            return (utf8 ? describer.describeInUtf8(in) : describer.describe(in))
                    .map(DescriptionOctets::of)
                    .orElse(null);
        }
    }

    private void section(ByteBuf chunk, ListedMessage message, MessageOctets of, Section asked) throws IOException {
        Section.Span all = asked.span(message, place).orElse(null);
        if (all == null) {
            if (asked.kind() == Section.Kind.DECODED_SIZE) {
                line.size(chunk, asked.name(), 0);
            } else {
                line.none(chunk, asked.name());
            }
            return;
        }
        if (asked.isDecoded()) {
            decoded(chunk, of, asked, all);
            return;
        }
        if (!asked.isRange()) {
            byte[] fields = HeaderFields.of(of.all(all), asked.fields(), asked.kind() == Section.Kind.FIELDS);
            int from = (int) Math.min(asked.first(), fields.length);
            int length = (int) Math.min(asked.most(), fields.length - from);
            line.section(chunk, asked.name(), length);
            open(new ByteArrayInputStream(fields, from, length), length);
            return;
        }
        Section.Span some = all.some(asked.first(), asked.most());
        line.section(chunk, asked.name(), some.length());
        if (!of.writeKnown(chunk, some)) {
            open(of.open(some), some.length());
        }
    }

    private void decoded(ByteBuf chunk, MessageOctets of, Section asked, Section.Span all) throws IOException {
        TransferEncoding encoding = of.encoding(asked, place).orElseThrow();
        DecodedOctets counted;
        try (InputStream in = encoding.decoded(of.open(all))) {
            counted = DecodedOctets.count(in, asked.first(), asked.most());
        }
        if (asked.kind() == Section.Kind.DECODED_SIZE) {
            line.size(chunk, asked.name(), counted.all());
            return;
        }
        line.decoded(chunk, asked.name(), counted.some(), counted.nul());
        InputStream in = encoding.decoded(of.open(all));
        open(in, counted.some());
        in.skipNBytes(Math.min(asked.first(), counted.all()));
    }

    private void open(InputStream in, long length) {
        open = in;
        left = length;
    }

    private void pour(ByteBuf chunk, InputStream in) throws IOException {
        if (left == 0) {
            in.close();
            open = null;
            return;
        }
        int read;
        try {
            read = chunk.writeBytes(in, (int) Math.min(left, CHUNK));
            if (read < 0) {
                throw new IOException("a message ends too early");
            }
        } catch (IOException e) {
            // Its length is told already: nothing that could be said now would be understood.
            outlet.breakOff();
            throw e;
        }
        left -= read;
    }
}
