package io.gongmail.server.admin.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.mail.Flags;

/** Maildir++ as Dovecot keeps it. */
final class MaildirOut implements MailOut {
    static final String KEYWORDS = "dovecot-keywords";
    /** RFC 3501 §5.1.3: how Maildir++ writes names that are not ASCII. */
    static final Charset NAMES = Charset.forName("X-MODIFIED-UTF-7");

    static final int MOST_KEYWORDS = 26;

    private final Path top;
    private final List<String> keywords = new ArrayList<>();
    private Path folder;

    MaildirOut(Path top) {
        this.top = top;
        this.folder = top;
    }

    @Override
    public void folder(String name) throws IOException {
        close();
        folder = name.equalsIgnoreCase("INBOX")
                ? top
                : top.resolve("." + new String(name.getBytes(NAMES), StandardCharsets.US_ASCII).replace("/", "%2F"));
        for (String part : List.of("cur", "new", "tmp")) {
            Files.createDirectories(folder.resolve(part));
        }
    }

    @Override
    public void message(Envelope envelope, InputStream octets) throws IOException {
        String name = String.format(
                Locale.ROOT,
                "%d.%d.gongmail,S=%d:2,%s",
                envelope.internalDate().getEpochSecond(),
                envelope.number(),
                envelope.octets(),
                letters(envelope.flags()));
        Path written = folder.resolve("tmp").resolve(name);
        Files.copy(octets, written);
        Files.setLastModifiedTime(written, FileTime.from(envelope.internalDate()));
        Files.move(written, folder.resolve("cur").resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    /** In the order of ASCII, as the format wants them; of more than 26 keywords in one folder the others are lost. */
    private String letters(Flags flags) {
        StringBuilder letters = new StringBuilder();
        letters.append(flags.contains(Flags.Flag.DRAFT) ? "D" : "")
                .append(flags.contains(Flags.Flag.FLAGGED) ? "F" : "")
                .append(flags.contains(Flags.Flag.ANSWERED) ? "R" : "")
                .append(flags.contains(Flags.Flag.SEEN) ? "S" : "")
                .append(flags.contains(Flags.Flag.DELETED) ? "T" : "");
        List<Integer> numbers = new ArrayList<>();
        for (String keyword : flags.getUserFlags()) {
            if (!keywords.contains(keyword) && keywords.size() < MOST_KEYWORDS) {
                keywords.add(keyword);
            }
            if (keywords.contains(keyword)) {
                numbers.add(keywords.indexOf(keyword));
            }
        }
        numbers.stream().sorted().forEach(number -> letters.append((char) ('a' + number)));
        return letters.toString();
    }

    @Override
    public void close() throws IOException {
        if (keywords.isEmpty()) {
            return;
        }
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < keywords.size(); i++) {
            lines.add(i + " " + keywords.get(i));
        }
        Files.write(folder.resolve(KEYWORDS), lines);
        keywords.clear();
    }
}
