package io.gongmail.store.backup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gongmail.store.mail.content.ContentFolder;
import io.gongmail.store.mail.content.Sha256;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a point is made of; as a file one JSON object a line, the last one the hash of all lines before. */
record Manifest(Instant taken, List<Kept> files) {
    private static final int FORM = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    Manifest {
        files = List.copyOf(files);
    }

    long octets() {
        return files.stream().mapToLong(Kept::size).sum();
    }

    /** Whether it takes keys to read its content. */
    boolean isSealed() {
        return usedKeys().isPresent();
    }

    /** What tells which keys it takes. */
    Optional<Kept> usedKeys() {
        String content = Backup.CONTENT + "/";
        return files.stream()
                .filter(kept -> kept.path().startsWith(content)
                        && ContentFolder.tellsKeys(kept.path().substring(content.length())))
                .findAny();
    }

    Point point() {
        return new Point(taken, files.size(), octets());
    }

    /** Its name among the points: they are in order of time by name. */
    String name() {
        return taken.toString().replace(":", "");
    }

    void write(Path file) throws IOException {
        MessageDigest digest = Sha256.digest();
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            Map<String, Object> head = new LinkedHashMap<>();
            head.put("gongmail-backup", FORM);
            head.put("taken", taken.toString());
            head.put("files", files.size());
            head.put("octets", octets());
            line(out, digest, head);
            for (Kept kept : files) {
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("path", kept.path());
                row.put("modified", kept.modified());
                row.put(
                        "parts",
                        kept.parts().stream()
                                .map(part -> Map.of(
                                        "size",
                                        part.size(),
                                        "sha256",
                                        part.hash().hex()))
                                .toList());
                line(out, digest, row);
            }
            out.write(JSON.writeValueAsString(
                    Map.of("sha256", Sha256.of(digest.digest()).hex())));
            out.write('\n');
        }
    }

    private static void line(BufferedWriter out, MessageDigest digest, Map<String, ?> what) throws IOException {
        String line = JSON.writeValueAsString(what) + "\n";
        digest.update(line.getBytes(StandardCharsets.UTF_8));
        out.write(line);
    }

    /** @throws IOException when it cannot be read, or is not as it was written; the message names it */
    static Manifest read(Path file) throws IOException {
        MessageDigest digest = Sha256.digest();
        try (BufferedReader in = Files.newBufferedReader(file)) {
            JsonNode head = object(in.readLine(), digest);
            if (head.path("gongmail-backup").asInt() != FORM) {
                throw new IOException("not a manifest of this version");
            }
            int count = head.path("files").asInt();
            List<Kept> files = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                files.add(kept(object(in.readLine(), digest)));
            }
            Sha256 hash = Sha256.of(digest.digest());
            if (!hash.hex()
                    .equals(object(in.readLine(), Sha256.digest())
                            .path("sha256")
                            .asText())) {
                throw new IOException("it is not as it was written");
            }
            return new Manifest(Instant.parse(head.path("taken").asText()), files);
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    private static JsonNode object(@org.jspecify.annotations.Nullable String line, MessageDigest digest)
            throws IOException {
        if (line == null) {
            throw new IOException("it ends early");
        }
        digest.update((line + "\n").getBytes(StandardCharsets.UTF_8));
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new IOException("a line of it is not one", e);
        }
    }

    private static Kept kept(JsonNode row) {
        List<Part> parts = new ArrayList<>();
        row.path("parts")
                .forEach(part -> parts.add(new Part(
                        part.path("size").asLong(),
                        Sha256.parse(part.path("sha256").asText()))));
        return new Kept(row.path("path").asText(), row.path("modified").asLong(), parts);
    }
}
