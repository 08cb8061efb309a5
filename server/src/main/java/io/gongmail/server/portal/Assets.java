package io.gongmail.server.portal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/**
 * Style, script, fonts and icons: what stands under {@code portal/} in the class path, ours and the design system's. Its
 * address carries the version of them all, so a browser asks once and never again. Thread-safe.
 */
final class Assets {
    private static final String FOLDER = "/portal/";
    private static final Pattern NAME =
            Pattern.compile("[a-zA-Z0-9_-]+(/[a-zA-Z0-9_-]+){0,5}(\\.[a-z]+)?\\.(css|js|svg|woff2)");
    private static final Map<String, String> TYPES = Map.of(
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml",
            "woff2", "font/woff2");
    /** Those by which the version goes. */
    private static final List<String> CHANGING = List.of(
            "portal.css",
            "portal.js",
            "move.js",
            "move-send.js",
            "move-take.js",
            "qrcode/qrcode.js",
            "krds/css/component/output.css");

    private static final String FOREVER = "public, max-age=31536000, immutable";

    private final String version;
    /** As large as what is in the class path. */
    private final Map<String, Kept> kept = new ConcurrentHashMap<>();

    private final Map<String, String> integrity = new ConcurrentHashMap<>();

    private static final class Kept {
        private final byte[] octets;
        private final byte[] compressed;

        Kept(byte[] octets, byte[] compressed) {
            this.octets = octets;
            this.compressed = compressed;
        }
    }

    private Assets(String version) {
        this.version = version;
    }

    /** @throws IllegalStateException when style or script is not in the class path */
    static Assets load() {
        MessageDigest digest = digest("SHA-256");
        for (String name : CHANGING) {
            digest.update(read(name).orElseThrow(() -> new IllegalStateException(name + " is not in the class path")));
        }
        return new Assets(HexFormat.of().formatHex(digest.digest()).substring(0, 12));
    }

    /**
     * What a browser is to find in a file before it uses it (W3C Subresource Integrity), of the file as it is here.
     *
     * @throws IllegalStateException when there is no such file
     */
    String integrity(String name) {
        return integrity.computeIfAbsent(name, one -> {
            byte[] octets = read(one).orElseThrow(() -> new IllegalStateException(one + " is not in the class path"));
            return "sha384-"
                    + Base64.getEncoder().encodeToString(digest("SHA-384").digest(octets));
        });
    }

    /** What stands before a file's name in its address. */
    String address() {
        return "/assets/" + version + "/";
    }

    /**
     * A file.
     *
     * @param acceptsGzip whether the browser takes it compressed; style and script have no secret in them
     */
    Answer answer(String asked, String name, boolean acceptsGzip) {
        if (!asked.equals(version) || !NAME.matcher(name).matches()) {
            return Answer.refused(404, "G-921");
        }
        Kept found = kept.get(name);
        if (found == null) {
            Optional<byte[]> octets = read(name);
            if (octets.isEmpty()) {
                return Answer.refused(404, "G-921");
            }
            found = new Kept(octets.get(), compressed(name, octets.get()));
            kept.put(name, found);
        }
        String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
        boolean gzip = acceptsGzip && found.compressed.length > 0;
        return new Answer.Octets(
                type,
                gzip ? found.compressed : found.octets,
                gzip
                        ? Map.of("Cache-Control", FOREVER, "Vary", "Accept-Encoding", "Content-Encoding", "gzip")
                        : Map.of("Cache-Control", FOREVER, "Vary", "Accept-Encoding"));
    }

    private static byte[] compressed(String name, byte[] octets) {
        if (name.endsWith(".woff2")) {
            return new byte[0]; // is compressed already
        }
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(octets);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }

    private static Optional<byte[]> read(String name) {
        try (InputStream in = Assets.class.getResourceAsStream(FOLDER + name)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }
}
