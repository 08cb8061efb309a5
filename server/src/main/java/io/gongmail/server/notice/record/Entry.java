package io.gongmail.server.notice.record;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** One entry of a ZIP, and its SHA-256. */
public final class Entry {
    private Entry() {}

    /**
     * What was written.
     *
     * @param sha256 lower-case hexadecimal
     */
    record Written(String name, long octets, String sha256) {
        Map<String, Object> facts() {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("name", name);
            facts.put("octets", octets);
            facts.put("sha256", sha256);
            return facts;
        }
    }

    @FunctionalInterface
    interface Content {
        void write(OutputStream to) throws IOException;
    }

    private static final class Counted extends FilterOutputStream {
        private long octets;

        Counted(OutputStream to) {
            super(to);
        }

        @Override
        public void write(int octet) throws IOException {
            out.write(octet);
            octets++;
        }

        @Override
        public void write(byte[] some, int from, int length) throws IOException {
            out.write(some, from, length);
            octets += length;
        }
    }

    static Written write(ZipOutputStream zip, String name, Content content) throws IOException {
        MessageDigest digest = digest();
        zip.putNextEntry(new ZipEntry(name));
        Counted counted = new Counted(new DigestOutputStream(zip, digest));
        content.write(counted);
        counted.flush();
        zip.closeEntry();
        return new Written(name, counted.octets, HexFormat.of().formatHex(digest.digest()));
    }

    static String sha256(byte[] octets) {
        return HexFormat.of().formatHex(digest().digest(octets));
    }

    /** Of all that there is to read, in lower-case hexadecimal; the stream stays open. */
    public static String sha256(InputStream in) throws IOException {
        MessageDigest digest = digest();
        byte[] buffer = new byte[64 * 1024];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            digest.update(buffer, 0, read);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
