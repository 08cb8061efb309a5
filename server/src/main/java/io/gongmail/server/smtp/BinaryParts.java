package io.gongmail.server.smtp;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the parts of a message that need not be lines, in one pass that keeps no octets but a line. Where none of them has what lines
 * may not have, the message stays as it is, whatever it calls itself. Else each part of that kind is to be base64, and each that says so
 * of itself; what has parts says {@code 8bit} from then on (RFC 2045 §6.4). What lies too deep, or is past the bounds, is left alone.
 */
final class BinaryParts {
    private static final int DEEPEST = 50;
    private static final int MOST_PARTS = 1_000;

    private final Deque<Entity> open = new ArrayDeque<>();
    private final List<Entity> all = new ArrayList<>();

    /** A message or a part. */
    private static final class Entity {
        private final @Nullable Entity holder;
        private final PartFields fields;
        private final boolean withinSigned;
        private long body = -1;
        private long end;
        private boolean text = true;
        private byte @Nullable [] boundary;

        Entity(@Nullable Entity holder) {
            this.holder = holder;
            this.fields = new PartFields(holder == null || holder.boundary == null ? null : holder.fields);
            this.withinSigned = holder != null && (holder.withinSigned || holder.fields.isSigned());
        }

        boolean mustBeEncoded() {
            return body >= 0 && !text && fields.mayBeEncoded();
        }
    }

    private BinaryParts() {}

    /** What is to be changed in a message; empty where that is in a part that somebody has signed as it is. */
    static Optional<Recoding> recoding(InputStream message) throws IOException {
        BinaryParts parts = new BinaryParts();
        return parts.read(new BinaryLines(message)) ? parts.recoding() : Optional.of(Recoding.NONE);
    }

    private Optional<Recoding> recoding() {
        List<Entity> needy = all.stream().filter(Entity::mustBeEncoded).toList();
        if (needy.stream().anyMatch(entity -> entity.withinSigned)) {
            return Optional.empty();
        }
        List<Recoding.Edit> edits = new ArrayList<>();
        for (Entity entity : needy.isEmpty() ? List.<Entity>of() : all) {
            if (entity.body < 0 || entity.withinSigned) {
                continue;
            }
            if (entity.mustBeEncoded() || entity.fields.mayBeEncoded() && entity.fields.isBinary()) {
                edits.addAll(entity.holder == null ? entity.fields.missingVersion() : List.of());
                edits.add(entity.fields.encoded("base64"));
                edits.add(Recoding.Edit.base64(entity.body, entity.end));
            } else if (entity.fields.isBinary()) {
                edits.add(entity.fields.encoded("8bit"));
            }
        }
        return Optional.of(new Recoding(edits));
    }

    /** Whether it is within the bounds. */
    private boolean read(BinaryLines lines) throws IOException {
        begin(null);
        while (lines.next()) {
            if (!boundary(lines)) {
                content(lines);
            }
            if (open.size() > DEEPEST || all.size() > MOST_PARTS) {
                return false;
            }
        }
        while (!open.isEmpty()) {
            end(lines.at());
        }
        return true;
    }

    private void begin(@Nullable Entity holder) {
        Entity entity = new Entity(holder);
        open.push(entity);
        all.add(entity);
    }

    /** Whether the line ends a part. The boundary of the outermost multipart counts first: nothing reaches over it. */
    private boolean boundary(BinaryLines lines) {
        for (Entity each : (Iterable<Entity>) open::descendingIterator) {
            byte[] boundary = each.boundary;
            if (boundary != null && lines.startsWith(boundary)) {
                while (open.peek() != each) {
                    end(lines.at() - 2); // RFC 2046 §5.1.1: the CRLF before it is the boundary's
                }
                if (lines.hasDashes(boundary.length)) {
                    each.boundary = null; // What follows is its epilogue.
                } else {
                    begin(each);
                }
                return true;
            }
        }
        return false;
    }

    private void content(BinaryLines lines) {
        Entity entity = open.element();
        if (entity.body >= 0) {
            // Where nothing but CRLF ends its lines the last one is ended too, unless that would be an octet more.
            entity.text &= lines.isText() && (lines.isEnded() || !entity.fields.isBinary());
            return;
        }
        if (!lines.isEmpty() || !lines.isEnded()) {
            entity.fields.add(lines);
            return;
        }
        entity.body = lines.end();
        entity.fields.end(lines);
        entity.boundary = entity.fields.boundary();
        if (entity.fields.isMessage()) {
            begin(entity);
        }
    }

    /** Ends the innermost. */
    private void end(long at) {
        Entity entity = open.pop();
        entity.end = Math.max(entity.body, at);
    }
}
