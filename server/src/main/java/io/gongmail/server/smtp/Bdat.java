package io.gongmail.server.smtp;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.LineHandler;
import org.apache.james.protocols.smtp.SMTPResponse;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.james.smtpserver.ExtendedSMTPSession;
import org.apache.james.smtpserver.JamesDataCmdHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * BDAT (RFC 3030 §2): a message in chunks of a told length. Its lines go the way that lines of DATA go, as they come in; at most
 * one line of a message is in memory. One that need not be lines goes that way when all of it is there ({@link BinaryMime}). Whatever
 * is answered, the octets of the chunk are read before, so that none of them is taken for a command; where their number cannot be
 * told, the connection ends.
 */
final class Bdat extends JamesDataCmdHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Bdat.class);
    /** RFC 3030 §2: {@code bdat-cmd}. The verb may not be anything that is only like it. */
    private static final Pattern COMMAND = Pattern.compile("(?i)BDAT +(\\d{1,18})( +LAST)? *");

    private static final Pattern SIMILAR = Pattern.compile("(?i)\\s*BDAT.*", Pattern.DOTALL);
    private static final ProtocolSession.AttachmentKey<ChunkLines> LINES =
            ProtocolSession.AttachmentKey.of("chunk-lines", ChunkLines.class);
    private static final ProtocolSession.AttachmentKey<Response> FAILED =
            ProtocolSession.AttachmentKey.of("chunk-failed", Response.class);
    private static final ProtocolSession.AttachmentKey<Long> ANNOUNCED =
            ProtocolSession.AttachmentKey.of("chunk-octets", Long.class);
    /** Of refused chunks, in octets: who sends more is not waited for. */
    static final long MOST_DROPPED = 1024L * 1024 * 1024;

    private final long most;
    private final int lineLength;
    private final Submitters submitters;
    private final Replies replies;

    Bdat(long most, int lineLength, Submitters submitters, MetricFactory metrics, Replies replies) {
        super(metrics);
        this.most = most;
        this.lineLength = lineLength;
        this.submitters = submitters;
        this.replies = replies;
    }

    @Override
    public Collection<String> getImplCommands() {
        return List.of("BDAT");
    }

    /** Whether chunks of a message have come in this transaction, and not the last. */
    static boolean begun(SMTPSession session) {
        return session.getAttachment(ANNOUNCED, State.Transaction).isPresent();
    }

    /** Whether a line, or its beginning, may be meant as BDAT. */
    static boolean isSimilar(String line) {
        return SIMILAR.matcher(line).matches();
    }

    /** The last reply to a line that begins like BDAT and is none: how many octets follow is not known. */
    static Optional<Response> refusal(String line) {
        return isSimilar(line) && !COMMAND.matcher(line).matches()
                ? Optional.of(last("501", "5.5.4 Usage: BDAT octets [LAST]"))
                : Optional.empty();
    }

    static SMTPResponse last(String code, String text) {
        SMTPResponse response = new SMTPResponse(code, text);
        response.setEndSession(true);
        return response;
    }

    @Override
    public @Nullable Response onCommand(SMTPSession session, Request request) {
        Matcher command = COMMAND.matcher("BDAT " + request.getArgument());
        if (!command.matches()) {
            return last("501", "5.5.4 Usage: BDAT octets [LAST]");
        }
        long octets = Long.parseLong(command.group(1));
        if (octets > most + MOST_DROPPED) {
            return replies.last("552 5.3.4", Replies.TOO_LARGE);
        }
        Chunk chunk = new Chunk(octets, command.group(2) != null, refusal(session, octets));
        if (octets == 0) {
            return chunk.end(session);
        }
        SubmissionChannel.framesOf(session).take(octets);
        session.pushLineHandler(chunk);
        return null;
    }

    private Optional<Response> refusal(SMTPSession session, long octets) {
        if (session.getUsername() == null) {
            return Optional.of(replies.response("530 5.7.0", submitters.signInFirst()));
        }
        Optional<Response> before = session.getAttachment(FAILED, State.Transaction);
        if (before.isPresent()) {
            return before; // RFC 3030 §2: until RSET nothing but refusals
        }
        Response missing = doDATAFilter(session, null);
        if (missing != null) {
            return Optional.of(missing);
        }
        long all = session.getAttachment(ANNOUNCED, State.Transaction).orElse(0L) + octets;
        Optional<Response> refused =
                all > most ? Optional.of(replies.response("552 5.3.4", Replies.TOO_LARGE)) : Optional.empty();
        if (!begun(session)) {
            open(session);
        }
        session.setAttachment(ANNOUNCED, all, State.Transaction);
        refused.ifPresent(response -> fail(session, response));
        return refused;
    }

    private void open(SMTPSession session) {
        ((ExtendedSMTPSession) session)
                .setMimeMessageInputStreamSource(MimeMessageInputStreamSource.create(MailImpl.getId()));
        session.setAttachment(LINES, new ChunkLines(lineLength), State.Transaction);
    }

    private static void fail(SMTPSession session, Response response) {
        session.setAttachment(FAILED, response, State.Transaction);
    }

    /** The octets of one chunk, in parts as they come. */
    private final class Chunk implements LineHandler<SMTPSession> {
        private final long octets;
        private final boolean last;
        private Optional<Response> refused;
        private long left;

        Chunk(long octets, boolean last, Optional<Response> refused) {
            this.octets = octets;
            this.last = last;
            this.refused = refused;
            this.left = octets;
        }

        @Override
        public @Nullable Response onLine(SMTPSession session, byte[] part) {
            left -= part.length;
            if (refused.isEmpty() && BinaryMime.isAskedFor(session)) {
                keep(session, part);
            } else if (refused.isEmpty()) {
                Optional<Response> trouble = take(session, part);
                if (trouble.isPresent()) {
                    return trouble.get(); // It ends the connection, so what is left is not read.
                }
            }
            if (left > 0) {
                return null;
            }
            session.popLineHandler();
            return end(session);
        }

        @Nullable
        Response end(SMTPSession session) {
            if (refused.isPresent()) {
                if (last && begun(session)) {
                    session.resetState();
                }
                return refused.get();
            }
            if (!last) {
                return new SMTPResponse("250", "2.0.0 " + octets + " octets received");
            }
            return BinaryMime.isAskedFor(session) ? inLines(session) : ended(session);
        }

        private Optional<Response> take(SMTPSession session, byte[] part) {
            ChunkLines lines = lines(session);
            Optional<Response> trouble = lines.take(part, line -> next(session, line));
            if (lines.isTooLong()) {
                StrictLines.refuse(session, Replies.LINE_TOO_LONG);
            }
            return trouble;
        }

        private @Nullable Response ended(SMTPSession session) {
            // What ends a message takes its handler away, as with DATA.
            session.pushLineHandler((SMTPSession here, byte[] line) -> null);
            return lines(session)
                    .rest(line -> next(session, line))
                    .orElseGet(() -> getLineHandler().onLine(session, new byte[] {'.', '\r', '\n'}));
        }

        private void keep(SMTPSession session, byte[] part) {
            try {
                came(session).getWritableOutputStream().write(part);
            } catch (IOException e) {
                LOG.warn("what comes in chunks cannot be kept: {}", e.getMessage());
                Response response = replies.response("451 4.3.0", Replies.NOT_QUEUED);
                fail(session, response);
                refused = Optional.of(response);
            }
        }

        /** What has come without regard to lines goes the way of all messages. */
        private @Nullable Response inLines(SMTPSession session) {
            MimeMessageInputStreamSource came = came(session);
            try {
                Optional<Recoding> recoding = BinaryMime.recoding(came);
                if (recoding.isEmpty()) {
                    session.resetState();
                    return replies.response("554 5.6.2", Replies.BINARY_WITHIN_SIGNED); // RFC 3463 §3.7
                }
                open(session);
                Optional<Response> trouble = BinaryMime.write(came, recoding.get(), part -> take(session, part));
                return trouble.isPresent() ? trouble.get() : ended(session);
            } catch (IOException e) {
                LOG.warn("a message that came in chunks cannot be read: {}", e.getMessage());
                session.resetState();
                return replies.response("451 4.3.0", Replies.NOT_QUEUED);
            } finally {
                LifecycleUtil.dispose(came);
            }
        }

        private static MimeMessageInputStreamSource came(SMTPSession session) {
            return ((ExtendedSMTPSession) session).getMimeMessageWriter();
        }

        private ChunkLines lines(SMTPSession session) {
            return session.getAttachment(LINES, State.Transaction).orElseThrow();
        }

        private @Nullable Response next(SMTPSession session, byte[] line) {
            return getLineHandler().onLine(session, line);
        }
    }
}
