package io.gongmail.server.imap;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds where the parts of a message stand, by its boundary lines (RFC 2046 §5.1.1), in one pass that keeps no octets but a
 * line. Lenient as mime4j is, which tells the structure; whoever relies on the places compares them with it
 * ({@link PartPlace#agrees}). Bounded as {@link PartReader} is.
 */
final class PartFinder {
    private final Deque<Entity> open = new ArrayDeque<>();
    private int parts;

    /** A message or a part that has begun and not ended. */
    private static final class Entity {
        private final long header;
        private final PartHeader fields;
        private final @Nullable Entity holder;
        private final List<PartPlace> parts = new ArrayList<>();
        private long body = -1;
        private byte @Nullable [] boundary;
        private @Nullable PartPlace message;

        Entity(long header, @Nullable Entity holder) {
            this.header = header;
            this.holder = holder;
            this.fields = new PartHeader(holder == null || holder.boundary == null ? null : holder.fields);
        }
    }

    private PartFinder() {}

    /** The places of a message; empty when it is past the bounds. */
    static Optional<PartPlace> find(InputStream message) throws IOException {
        return new PartFinder().read(new OctetLines(message));
    }

    private Optional<PartPlace> read(OctetLines lines) throws IOException {
        begin(0, null);
        while (lines.next()) {
            if (!boundary(lines)) {
                header(lines);
            }
            if (open.size() > PartReader.DEEPEST || parts > PartReader.MOST_PARTS) {
                return Optional.empty();
            }
        }
        PartPlace last = null;
        while (!open.isEmpty()) {
            last = end(lines.at());
        }
        return Optional.ofNullable(last);
    }

    private void begin(long at, @Nullable Entity holder) {
        open.push(new Entity(at, holder));
        parts++;
    }

    /** Whether the line ends a part. The boundary of the outermost multipart counts first: nothing reaches over it. */
    private boolean boundary(OctetLines lines) {
        for (Entity each : (Iterable<Entity>) open::descendingIterator) {
            byte[] boundary = each.boundary;
            if (boundary != null && lines.startsWith(boundary)) {
                long end = lines.at() - lines.endingBefore();
                while (open.peek() != each) {
                    end(end);
                }
                if (lines.hasDashes(boundary.length)) {
                    each.boundary = null; // What follows is its epilogue.
                } else {
                    begin(lines.end(), each);
                }
                return true;
            }
        }
        return false;
    }

    private void header(OctetLines lines) {
        Entity entity = open.element();
        if (entity.body >= 0) {
            return;
        }
        if (!lines.isEmpty()) {
            entity.fields.add(lines);
            return;
        }
        entity.body = lines.end();
        entity.fields.end();
        entity.boundary = entity.fields.boundary();
        if (entity.fields.isMessage()) {
            begin(lines.end(), entity);
        }
    }

    /** Ends the innermost entity, and gives it to the one that holds it. */
    private PartPlace end(long at) {
        Entity entity = open.pop();
        long body = entity.body < 0 ? Math.max(entity.header, at) : entity.body;
        PartPlace place = new PartPlace(
                entity.header, body, Math.max(body, at), entity.parts, Optional.ofNullable(entity.message));
        Entity holder = entity.holder;
        if (holder != null && holder.fields.isMessage()) {
            holder.message = place;
        } else if (holder != null) {
            holder.parts.add(place);
        }
        return place;
    }
}
