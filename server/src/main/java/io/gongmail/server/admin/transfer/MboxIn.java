package io.gongmail.server.admin.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.mail.Flags;
import org.jspecify.annotations.Nullable;

/**
 * Reads mbox files of whoever wrote them: a message begins at a line "From " with a time in it, behind an empty line. What is
 * quoted as mboxrd does is unquoted, lines come to end with CRLF.
 */
final class MboxIn implements MailIn {
    private static final Pattern DATE =
            Pattern.compile("([A-Z][a-z]{2}) +([0-9]{1,2}) +([0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)"
                    + " +(?:(KST) +|[A-Z]{3,5} +)?(?:([+-][0-9]{4}) +)?([0-9]{4})(?: +([+-][0-9]{4}))?");
    private static final DateTimeFormatter FOUND = DateTimeFormatter.ofPattern("MMM d H:mm[:ss] yyyy", Locale.ENGLISH);
    private static final List<String> MARKS = List.of("Status: ", "X-Status: ", "X-Keywords: ");

    private final Path top;
    private final boolean isOneFile;
    private final Deque<Path> files = new ArrayDeque<>();
    private final long all;
    private long doneFiles;
    private @Nullable Path file;
    private @Nullable Lines lines;
    private @Nullable Message message;

    MboxIn(Path path) throws IOException {
        top = path;
        isOneFile = Files.isRegularFile(path);
        try (Stream<Path> walk = Files.walk(path)) {
            walk.filter(Files::isRegularFile)
                    .filter(found -> isOneFile || found.toString().endsWith(MboxOut.ENDING))
                    .sorted()
                    .forEach(files::add);
        }
        long octets = 0;
        for (Path found : files) {
            octets += Files.size(found);
        }
        all = octets;
    }

    @Override
    public Optional<Found> next() throws IOException {
        if (message != null) {
            message.skipRest();
            message = null;
        }
        while (true) {
            Lines open = lines;
            if (open == null) {
                Path next = files.poll();
                if (next == null) {
                    return Optional.empty();
                }
                file = next;
                open = new Lines(Files.newInputStream(next));
                lines = open;
            }
            Optional<Lines.Piece> first = open.peek();
            if (first.isPresent()) {
                return Optional.of(found(open, first.get()));
            }
            doneFiles += open.done();
            open.close();
            lines = null;
        }
    }

    private Found found(Lines open, Lines.Piece first) throws IOException {
        Path from = file == null ? top : file;
        boolean begins = isSeparator(first);
        if (begins) {
            open.next();
        }
        Message found = new Message(open, begins);
        message = found;
        return new Found(
                isOneFile ? "" : FolderNames.name(top.relativize(from), MboxOut.ENDING),
                from + " at octet " + first.at(),
                found.flags,
                begins ? date(first.text()) : Optional.empty(),
                found);
    }

    private static boolean isSeparator(Lines.Piece piece) {
        return piece.begins()
                && piece.startsWith("From ")
                && DATE.matcher(piece.text()).find();
    }

    private static Optional<Instant> date(String from) {
        Matcher date = DATE.matcher(from);
        if (!date.find()) {
            return Optional.empty();
        }
        String zone = Stream.of(date.group(4) == null ? null : "+0900", date.group(5), date.group(7))
                .filter(java.util.Objects::nonNull)
                .findFirst()
                .orElse("Z");
        try {
            return Optional.of(LocalDateTime.parse(
                            date.group(1) + " " + date.group(2) + " " + date.group(3) + " " + date.group(6), FOUND)
                    .toInstant(ZoneOffset.of(zone)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    @Override
    public long all() {
        return all;
    }

    @Override
    public long done() {
        return doneFiles + (lines == null ? 0 : lines.done());
    }

    @Override
    public void close() throws IOException {
        if (lines != null) {
            lines.close();
        }
    }

    /** The octets of one message. Its flags are known when its header was read. */
    private static final class Message extends InputStream {
        private final Lines lines;
        private final boolean isWhole;
        private final Flags flags = new Flags();
        /** Lines that may turn out to be ours and no part of the message. */
        private final Deque<byte[]> marks = new ArrayDeque<>();

        private final Deque<byte[]> ready = new ArrayDeque<>();
        private int at;
        private boolean begun;
        private boolean marked;
        private boolean inHeader = true;
        private boolean emptyHeld;
        private boolean behindEmpty;
        private boolean ended;

        Message(Lines lines, boolean isWhole) {
            this.lines = lines;
            this.isWhole = isWhole;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (!isWhole) {
                throw new IOException("no line 'From …' before it");
            }
            while (ready.isEmpty()) {
                if (ended) {
                    return -1;
                }
                step();
            }
            byte[] first = ready.element();
            int count = Math.min(length, first.length - at);
            System.arraycopy(first, at, into, offset, count);
            at += count;
            if (at == first.length) {
                ready.remove();
                at = 0;
            }
            return count;
        }

        void skipRest() throws IOException {
            while (!ended) {
                step();
                ready.clear();
            }
        }

        private void step() throws IOException {
            Optional<Lines.Piece> next = lines.peek();
            if (next.isEmpty() || ((behindEmpty || !isWhole) && isSeparator(next.get()))) {
                // The empty line before the next message is none of this one's.
                begin();
                ended = true;
                return;
            }
            lines.next();
            Lines.Piece piece = next.get();
            if (!begun && isMark(piece)) {
                return;
            }
            begin();
            if (emptyHeld) {
                ready.add(new byte[] {'\r', '\n'});
                emptyHeld = false;
            }
            if (piece.isEmptyLine()) {
                inHeader = false;
                emptyHeld = true;
                behindEmpty = true;
                return;
            }
            behindEmpty = false;
            if (inHeader && !marked && piece.begins()) {
                MARKS.forEach(mark -> {
                    if (piece.startsWith(mark)) {
                        take(mark, piece.text());
                    }
                });
            }
            line(piece);
        }

        /** Whether {@code piece} is the next of the three lines that {@link MboxOut} writes first. */
        private boolean isMark(Lines.Piece piece) {
            int known = marks.size();
            if (known == MARKS.size() || !piece.ends() || !piece.startsWith(MARKS.get(known))) {
                return false;
            }
            take(MARKS.get(known), piece.text());
            marks.add(withEnd(piece, 0));
            return true;
        }

        /** Of the message itself: fewer than three lines like ours are its own. */
        private void begin() {
            if (!begun) {
                begun = true;
                marked = marks.size() == MARKS.size();
                if (!marked) {
                    ready.addAll(marks);
                }
            }
        }

        private void line(Lines.Piece piece) {
            int quoted = 0;
            while (piece.begins() && quoted < piece.octets().length && piece.octets()[quoted] == '>') {
                quoted++;
            }
            boolean unquote = quoted > 0
                    && new String(
                                    piece.octets(),
                                    quoted,
                                    Math.min(5, piece.octets().length - quoted),
                                    java.nio.charset.StandardCharsets.ISO_8859_1)
                            .equals("From ");
            byte[] octets = withEnd(piece, unquote ? 1 : 0);
            if (octets.length > 0) {
                ready.add(octets);
            }
        }

        private static byte[] withEnd(Lines.Piece piece, int from) {
            int length = piece.octets().length - from;
            byte[] line = new byte[length + (piece.ends() ? 2 : 0)];
            System.arraycopy(piece.octets(), from, line, 0, length);
            if (piece.ends()) {
                line[length] = '\r';
                line[length + 1] = '\n';
            }
            return line;
        }

        private void take(String mark, String line) {
            String value = line.substring(mark.length()).trim();
            if (mark.equals("X-Keywords: ")) {
                for (String keyword : value.split(" +")) {
                    if (!keyword.isEmpty()) {
                        flags.add(keyword);
                    }
                }
                return;
            }
            add(value, 'R', Flags.Flag.SEEN);
            add(value, 'A', Flags.Flag.ANSWERED);
            add(value, 'F', Flags.Flag.FLAGGED);
            add(value, 'T', Flags.Flag.DRAFT);
            add(value, 'D', Flags.Flag.DELETED);
        }

        private void add(String value, char letter, Flags.Flag flag) {
            if (value.indexOf(letter) >= 0) {
                flags.add(flag);
            }
        }
    }
}
