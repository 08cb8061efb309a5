package io.gongmail.server.notice;

import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.NoticeNumber;
import io.gongmail.store.registry.NoticePriority;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.SingleBody;
import org.apache.james.mime4j.dom.TextBody;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;

/**
 * From a message to the letter that it is, for people to read, or to go on with: its first plain text, and its files. What cannot be read
 * of a field counts as not there. For one thread, once.
 */
final class NoticeReader {
    private static final int DEEPEST = 20;
    private static final int LONGEST_FIELD = 16 * 1024;
    private static final int MOST_FIELDS = 1_000;
    private static final MimeConfig CONFIG = MimeConfig.custom()
            .setMaxLineLen(-1)
            .setMaxHeaderCount(MOST_FIELDS)
            .setMaxHeaderLen(LONGEST_FIELD)
            .setMaxContentLen(-1)
            .build();

    private final Message message;
    private final List<Enclosure> enclosures = new ArrayList<>();
    private Optional<String> text = Optional.empty();

    private NoticeReader(Message message) {
        this.message = message;
    }

    /**
     * What was read.
     *
     * @param id {@code X-Gongmail-Notice-Id}; empty where it has none
     */
    record Read(String id, WrittenNotice letter) {}

    /**
     * @param author where the message names none
     * @param most octets that are looked at
     * @throws IOException when it cannot be read, or is no message
     */
    static Read read(InputStream in, Address author, int most) throws IOException {
        DefaultMessageBuilder builder = new DefaultMessageBuilder();
        builder.setMimeEntityConfig(CONFIG);
        builder.setDecodeMonitor(DecodeMonitor.SILENT);
        Message message = builder.parseMessage(new ByteArrayInputStream(in.readNBytes(most)));
        try {
            NoticeReader reader = new NoticeReader(message);
            reader.look(message, 0);
            return new Read(reader.field(NoticeMessage.ID), reader.letter(author));
        } finally {
            message.dispose();
        }
    }

    private WrittenNotice letter(Address author) {
        return new WrittenNotice(
                author().orElse(author),
                field("Subject"),
                text.orElse("").stripTrailing(),
                field("X-Gongmail-Audience"),
                priority(field("Importance").toLowerCase(Locale.ROOT)),
                field("X-Gongmail-Must-Read").equalsIgnoreCase("yes"),
                time(field("X-Gongmail-Notice-At"), Instant::parse),
                time(
                        field("Expires"),
                        date -> OffsetDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                                .toInstant()),
                enclosures,
                NoticeNumber.parse(field(NoticeFields.CORRECTS)));
    }

    private Optional<Address> author() {
        return Optional.ofNullable(message.getFrom())
                .filter(from -> !from.isEmpty())
                .flatMap(from -> Address.parse(from.get(0).getAddress()));
    }

    private static NoticePriority priority(String importance) {
        return switch (importance) {
            case "high" -> NoticePriority.URGENT;
            case "low" -> NoticePriority.LOW;
            default -> NoticePriority.NORMAL;
        };
    }

    private static Optional<Instant> time(String text, Function<String, Instant> form) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(form.apply(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private String field(String name) {
        Field field = message.getHeader().getField(name);
        return field == null
                ? ""
                : DecoderUtil.decodeEncodedWords(field.getBody(), DecodeMonitor.SILENT)
                        .strip();
    }

    private void look(Entity entity, int depth) throws IOException {
        if (entity.getBody() instanceof Multipart parts && depth < DEEPEST) {
            for (Entity part : parts.getBodyParts()) {
                look(part, depth + 1);
            }
        } else if (entity.getBody() instanceof SingleBody body) {
            String name = entity.getFilename();
            if (name != null || "attachment".equalsIgnoreCase(entity.getDispositionType())) {
                try (InputStream in = body.getInputStream()) {
                    enclosures.add(Enclosure.of(name == null ? "" : name, in.readAllBytes()));
                }
            } else if (text.isEmpty() && body instanceof TextBody plain && isPlain(entity)) {
                text = Optional.of(whole(plain));
            }
        }
    }

    private static boolean isPlain(Entity entity) {
        return entity.getMimeType().equalsIgnoreCase("text/plain");
    }

    private static String whole(TextBody body) throws IOException {
        StringBuilder text = new StringBuilder();
        char[] buffer = new char[8 * 1024];
        try (Reader reader = body.getReader()) {
            for (int read = reader.read(buffer); read >= 0; read = reader.read(buffer)) {
                text.append(buffer, 0, read);
            }
        }
        return text.toString();
    }
}
