package io.gongmail.server.portal;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Secrets to look for where they must not be, in every dress they may wear: as they are (DER), hex, base64 in each alignment as
 * PEM, data and addresses have it, and UTF-16 of all of them. A piece of a secret is enough to be found. Not thread-safe.
 */
final class Canary {
    /** What of a secret is looked for at once: 128 bits are nobody's by chance. */
    private static final int PIECE = 16;
    /** By so many of its first octets a dress is found; none is shorter. */
    private static final int HEAD = 8;

    private static final List<Charset> LETTERS =
            List.of(StandardCharsets.US_ASCII, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE);

    private final Map<Long, List<Dress>> dresses = new HashMap<>();

    private record Dress(String name, String octets) {}

    /**
     * Octets, each piece of them.
     *
     * @param known what everybody may have: pieces of it are no secret
     */
    Canary add(String name, byte[] secret, byte[] known) {
        String everybodys = new String(known, StandardCharsets.ISO_8859_1);
        for (int at = 0; at + PIECE <= secret.length; at += PIECE) {
            byte[] piece = Arrays.copyOfRange(secret, at, at + PIECE);
            if (!everybodys.contains(new String(piece, StandardCharsets.ISO_8859_1))) {
                dress(name + " from " + at, piece, new String(piece, StandardCharsets.ISO_8859_1));
            }
        }
        return this;
    }

    /** Words, of eight characters or more, as a whole. */
    Canary add(String name, String secret) {
        dress(name, secret.getBytes(StandardCharsets.UTF_8), secret);
        return this;
    }

    private void dress(String name, byte[] octets, String text) {
        put(name, octets);
        for (Charset wide : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            put(name + " in " + wide, text.getBytes(wide));
        }
        letters(name + " in hex", HexFormat.of().formatHex(octets));
        letters(name + " in capital hex", HexFormat.of().withUpperCase().formatHex(octets));
        for (int shift = 0; shift < 3; shift++) {
            byte[] shifted = new byte[shift + octets.length];
            System.arraycopy(octets, 0, shifted, shift, octets.length);
            String all = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            // The first and the last letter depend on what stands beside them; those between do not.
            String sure = all.substring(shift == 0 ? 0 : shift + 1, shifted.length * 8 / 6);
            letters(name + " in base64", sure);
            letters(name + " in base64url", sure.replace('+', '-').replace('/', '_'));
            letters(name + " in an address", sure.replace("+", "%2B").replace("/", "%2F"));
        }
    }

    private void letters(String name, String text) {
        for (Charset charset : LETTERS) {
            put(name + " in " + charset, text.getBytes(charset));
        }
    }

    private void put(String name, byte[] octets) {
        dresses.computeIfAbsent(head(octets, 0), head -> new ArrayList<>())
                .add(new Dress(name, new String(octets, StandardCharsets.ISO_8859_1)));
    }

    private static long head(byte[] octets, int at) {
        return ByteBuffer.wrap(octets, at, HEAD).getLong();
    }

    /** Which secrets are found in {@code place}, and how they are dressed there. */
    Set<String> in(String place, byte[] haystack) {
        Set<String> found = new LinkedHashSet<>();
        look(haystack, place, found);
        // PEM breaks its lines; without the breaks it reads on.
        look(unbroken(haystack), place, found);
        return found;
    }

    private void look(byte[] haystack, String place, Set<String> found) {
        for (int at = 0; at + HEAD <= haystack.length; at++) {
            for (Dress dress : dresses.getOrDefault(head(haystack, at), List.of())) {
                byte[] needle = dress.octets().getBytes(StandardCharsets.ISO_8859_1);
                int end = at + needle.length;
                if (end <= haystack.length && Arrays.equals(haystack, at, end, needle, 0, needle.length)) {
                    found.add(dress.name() + ": " + place);
                }
            }
        }
    }

    private static byte[] unbroken(byte[] haystack) {
        byte[] unbroken = new byte[haystack.length];
        int length = 0;
        for (byte octet : haystack) {
            if (octet != '\r' && octet != '\n') {
                unbroken[length++] = octet;
            }
        }
        return Arrays.copyOf(unbroken, length);
    }
}
