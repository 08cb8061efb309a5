package io.gongmail.server.admin.transfer;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import javax.mail.Flags;
import org.jspecify.annotations.Nullable;

/** Mboxrd, RFC 4155 but for its quoting: what is quoted is unquoted to the same octets. */
final class MboxOut implements MailOut {
    static final String ENDING = ".mbox";
    /** In C this is asctime; RFC 4155 appendix A says UTC. */
    static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ENGLISH);

    private static final byte[] FROM = "From ".getBytes(StandardCharsets.US_ASCII);

    private final Path top;
    private @Nullable OutputStream out;

    MboxOut(Path top) {
        this.top = top;
    }

    @Override
    public void folder(String name) throws IOException {
        close();
        Path file = FolderNames.path(top, name, ENDING);
        Files.createDirectories(file.getParent());
        out = new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW), 64 * 1024);
    }

    @Override
    public void message(Envelope envelope, InputStream octets) throws IOException {
        OutputStream to = out;
        if (to == null) {
            throw new IllegalStateException("no folder was told");
        }
        text(to, "From MAILER-DAEMON " + DATE.format(envelope.internalDate().atOffset(ZoneOffset.UTC)) + "\n");
        text(to, marks(envelope.flags()));
        body(to, octets);
        to.write('\n');
    }

    /** As mutt and Dovecot write them; always all three, so that they are told from a message's own. */
    static String marks(Flags flags) {
        String status = (flags.contains(Flags.Flag.SEEN) ? "R" : "") + "O";
        String more = (flags.contains(Flags.Flag.ANSWERED) ? "A" : "")
                + (flags.contains(Flags.Flag.FLAGGED) ? "F" : "")
                + (flags.contains(Flags.Flag.DRAFT) ? "T" : "")
                + (flags.contains(Flags.Flag.DELETED) ? "D" : "");
        return "Status: " + status + "\nX-Status: " + more + "\nX-Keywords: " + String.join(" ", flags.getUserFlags())
                + "\n";
    }

    private static void body(OutputStream to, InputStream octets) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        // How much of "From " was seen, behind any ">", since the line began; below 0 when it is another line.
        int seen = 0;
        boolean cr = false;
        int last = '\n';
        for (int count = octets.read(buffer); count >= 0; count = octets.read(buffer)) {
            for (int i = 0; i < count; i++) {
                int octet = buffer[i] & 0xff;
                if (cr && octet != '\n') {
                    to.write('\r');
                    last = '\r';
                }
                cr = octet == '\r';
                if (cr) {
                    seen = flush(to, seen);
                    continue;
                }
                if (seen >= 0 && octet == FROM[seen]) {
                    seen++;
                    if (seen == FROM.length) {
                        to.write('>');
                        seen = flush(to, seen);
                        last = ' ';
                    }
                    continue;
                }
                boolean begins = seen == 0 && octet == '>';
                seen = begins ? 0 : flush(to, seen);
                to.write(octet);
                last = octet;
                if (octet == '\n') {
                    seen = 0;
                }
            }
        }
        if (cr) {
            to.write('\r');
            last = '\r';
        }
        if (seen > 0) {
            flush(to, seen);
            last = ' ';
        }
        if (last != '\n') {
            to.write('\n');
        }
    }

    /** Writes what was held back of "From ". */
    private static int flush(OutputStream to, int seen) throws IOException {
        if (seen > 0) {
            to.write(FROM, 0, seen);
        }
        return -1;
    }

    private static void text(OutputStream to, String text) throws IOException {
        to.write(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        OutputStream open = out;
        out = null;
        if (open != null) {
            open.close();
        }
    }
}
