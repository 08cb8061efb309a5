package io.gongmail.server.portal;

import io.javalin.http.Context;
import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what a form brings, up to its bounds, in memory alone; only what the route takes. Immutable. */
final class Forms {
    /** The field that every form has. */
    static final String TOKEN = "token";

    private static final Logger LOG = LoggerFactory.getLogger(Forms.class);
    private static final String MULTIPART = "org.eclipse.jetty.multipartConfig";
    private static final int MOST_FIELDS = 64;
    private static final int LARGEST_DOCUMENT = 8 * 1024;

    private final int largest;
    private final int files;

    /**
     * @param largest octets of a form, files in it included
     * @param files octets that files may have besides where the route takes {@link Takes#FILES}
     */
    Forms(int largest, int files) {
        this.largest = largest;
        this.files = files;
    }

    /** Whether there is, or may be, more to read than other forms have. */
    boolean isLarge(Takes takes, Context request) {
        long told = request.req().getContentLengthLong();
        return takes == Takes.FILES && (told < 0 || told > largest);
    }

    /** An answer that says what is wrong with the form; empty where the visit now has what it brought. */
    Optional<Answer> read(Takes takes, Visit visit, Context request) {
        int most = takes == Takes.FILES ? largest + files : largest;
        if (request.req().getContentLengthLong() > most) {
            return Optional.of(Answer.refused(413, "G-925"));
        }
        if (takes == Takes.DOCUMENT) {
            return document(visit, request);
        }
        String type = Optional.ofNullable(request.contentType()).orElse("").toLowerCase(Locale.ROOT);
        boolean isOfParts = takes == Takes.UPLOAD || takes == Takes.FILES;
        String expected = isOfParts ? "multipart/form-data" : "application/x-www-form-urlencoded";
        if (!type.split(";", 2)[0].strip().equals(expected)) {
            return Optional.of(Answer.refused(415, "G-925"));
        }
        try {
            return isOfParts ? parts(visit, request, most) : fields(visit, request);
        } catch (IOException | ServletException | IllegalArgumentException | IllegalStateException e) {
            LOG.debug("a form cannot be read: {}", e.toString());
            return Optional.of(Answer.refused(400, "G-925"));
        }
    }

    /** Of whatever type: not every program says which it is. */
    private Optional<Answer> document(Visit visit, Context request) {
        try (InputStream in = request.req().getInputStream()) {
            byte[] body = in.readNBytes(LARGEST_DOCUMENT + 1);
            if (body.length > LARGEST_DOCUMENT) {
                return Optional.of(Answer.refused(413, "G-925"));
            }
            visit.brings(body);
            return Optional.empty();
        } catch (IOException e) {
            LOG.debug("a document cannot be read: {}", e.toString());
            return Optional.of(Answer.refused(400, "G-925"));
        }
    }

    private Optional<Answer> fields(Visit visit, Context request) throws IOException {
        byte[] body;
        try (InputStream in = request.req().getInputStream()) {
            body = in.readNBytes(largest + 1);
        }
        if (body.length > largest) {
            return Optional.of(Answer.refused(413, "G-925"));
        }
        Map<String, String> fields = new HashMap<>();
        String[] pairs = new String(body, StandardCharsets.US_ASCII).split("&", MOST_FIELDS + 1);
        if (pairs.length > MOST_FIELDS) {
            return Optional.of(Answer.refused(413, "G-925"));
        }
        for (String pair : pairs) {
            int at = pair.indexOf('=');
            if (at > 0) {
                fields.putIfAbsent(
                        URLDecoder.decode(pair.substring(0, at), StandardCharsets.UTF_8),
                        URLDecoder.decode(pair.substring(at + 1), StandardCharsets.UTF_8));
            }
        }
        visit.brings(fields, Map.of());
        return Optional.empty();
    }

    private static Optional<Answer> parts(Visit visit, Context request, int most) throws IOException, ServletException {
        // Nothing is larger than what may be held in memory, so nothing is written to a file.
        request.req().setAttribute(MULTIPART, new MultipartConfigElement("", most, most, most));
        Map<String, String> fields = new HashMap<>();
        Map<String, byte[]> files = new HashMap<>();
        int uploads = 0;
        for (Part part : request.req().getParts()) {
            if (fields.size() + uploads >= MOST_FIELDS) {
                return Optional.of(Answer.refused(413, "G-925"));
            }
            byte[] octets;
            try (InputStream in = part.getInputStream()) {
                octets = in.readAllBytes();
            }
            if (part.getSubmittedFileName() == null) {
                fields.putIfAbsent(part.getName(), text(octets));
            } else {
                files.putIfAbsent(part.getName(), octets);
                uploads++;
                if (octets.length > 0) {
                    visit.brings(new Uploaded(part.getName(), part.getSubmittedFileName(), octets));
                }
            }
        }
        visit.brings(fields, files);
        return Optional.empty();
    }

    private static String text(byte[] octets) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(octets))
                .toString();
    }
}
