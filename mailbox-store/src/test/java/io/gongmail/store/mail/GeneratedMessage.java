package io.gongmail.store.mail;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * A message made by chance together with what stands in it, so that nobody has to take it apart to know. Words are Korean and
 * Latin, of few syllables, so that words are often parts of others.
 */
final class GeneratedMessage {
    record Header(String name, String value) {}

    private static final List<String> KOREAN = List.of(
            "예산", "예산안", "집행", "집행계획", "공무원", "공무원증", "가", "나", "강", "각", "교육부", "교육", "육", "회의", "회의록", "을", "는",
            "한글");
    private static final List<String> LATIN = List.of(
            "budget", "Budgets", "get", "meeting", "MEET", "eta", "a", "plan", "Plano", "Éclair", "ÉTÉ", "straße", "x",
            "ing", "2026", "10%", "a.b", "re:", "naïve");
    private static final Pattern SPACES = Pattern.compile("\\s+");

    private final Random random;
    private final List<Header> headers = new ArrayList<>();
    private final List<Header> inner = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();

    GeneratedMessage(Random random) {
        this.random = random;
        header("Subject", words(1 + random.nextInt(6)));
        header("From", words(2) + " <hong" + random.nextInt(4) + "@moe.example>");
        if (random.nextBoolean()) {
            header("To", "kim" + random.nextInt(4) + "@mois.example, " + words(1) + " <lee@moe.example>");
        }
        if (random.nextInt(3) == 0) {
            header("Cc", words(1) + " <park@moe.example>");
        }
        if (random.nextInt(5) == 0) {
            header("Bcc", "choi@moe.example");
        }
        if (random.nextInt(3) == 0) {
            header("X-Mark", random.nextInt(3) == 0 ? "" : words(2));
        }
        if (random.nextInt(6) > 0) {
            plain(
                    headers,
                    "Date",
                    "%d Mar 2026 23:30:00 %s"
                            .formatted(1 + random.nextInt(9), random.nextBoolean() ? "+0900" : "-0500"));
        }
        plain(headers, "MIME-Version", "1.0");
        switch (random.nextInt(4)) {
            case 0 -> part(headers, "plain");
            case 1 -> part(headers, "html");
            case 2 -> multipart("mixed");
            default -> attached();
        }
    }

    byte[] octets() {
        return octets.toByteArray();
    }

    List<Header> headers() {
        return headers;
    }

    /** Every header line, of parts and attached messages too. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        headers.forEach(header -> lines.add(header.name() + ": " + header.value()));
        inner.forEach(header -> lines.add(header.name() + ": " + header.value()));
        return lines;
    }

    List<String> texts() {
        return texts;
    }

    /** Whether a text has another in it, as RFC 9051 and Unicode have it, by other means than the store's. */
    static boolean has(String text, String needle) {
        String in = plain(text);
        String looked = plain(needle);
        for (int at = 0; at + looked.length() <= in.length(); at++) {
            if (in.regionMatches(true, at, looked, 0, looked.length())) {
                return true;
            }
        }
        return false;
    }

    private static String plain(String text) {
        return SPACES.matcher(Normalizer.normalize(text, Form.NFC)).replaceAll(" ");
    }

    static String words(Random random, int count) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < count; i++) {
            List<String> from = random.nextBoolean() ? KOREAN : LATIN;
            words.append(i == 0 ? "" : " ").append(from.get(random.nextInt(from.size())));
            if (random.nextInt(4) == 0) {
                words.append(KOREAN.get(random.nextInt(KOREAN.size())));
            }
        }
        return random.nextInt(4) == 0 ? Normalizer.normalize(words, Form.NFD) : words.toString();
    }

    private String words(int count) {
        return words(random, count);
    }

    /** A header field with whatever encoding, folded somewhere. */
    private void header(String name, String value) {
        headers.add(new Header(name, value));
        String written = switch (random.nextInt(3)) {
            case 0 -> encoded(value, StandardCharsets.UTF_8, "UTF-8");
            case 1 -> fits(value) ? encoded(value, Charset.forName("x-windows-949"), "ks_c_5601-1987") : value;
            default -> value;
        };
        String folded = random.nextInt(3) == 0 ? written.replaceFirst(" ", "\r\n ") : written;
        write(name + ": " + folded + "\r\n");
    }

    private static boolean fits(String value) {
        return Charset.forName("x-windows-949").newEncoder().canEncode(value);
    }

    /** Addresses stand outside of encoded words. */
    private static String encoded(String value, Charset charset, String name) {
        int address = value.indexOf('<');
        String words = address < 0 ? value : value.substring(0, address).strip();
        if (words.isEmpty() || words.contains("@")) {
            return value;
        }
        return "=?" + name + "?B?" + Base64.getEncoder().encodeToString(words.getBytes(charset)) + "?="
                + (address < 0 ? "" : " " + value.substring(address));
    }

    private void plain(List<Header> where, String name, String value) {
        where.add(new Header(name, value));
        write(name + ": " + value + "\r\n");
    }

    private void part(List<Header> where, String subtype) {
        String text = words(random.nextInt(40)).replace(" re: ", "\r\n").replace(" a ", "  \r\n ");
        boolean html = subtype.equals("html");
        String written = html ? html(text) : text;
        // Elements that are blocks stand apart from what is around them.
        texts.add(html ? " " + text + " " : text);
        Charset charset =
                random.nextInt(3) == 0 && fits(written) ? Charset.forName("x-windows-949") : StandardCharsets.UTF_8;
        String name = charset == StandardCharsets.UTF_8 ? "utf-8" : "euc-kr";
        plain(where, "Content-Type", "text/" + subtype + "; charset=" + name);
        byte[] content = written.getBytes(charset);
        switch (random.nextInt(3)) {
            case 0 -> {
                plain(where, "Content-Transfer-Encoding", "base64");
                write("\r\n");
                write(Base64.getMimeEncoder().encodeToString(content) + "\r\n");
            }
            case 1 -> {
                plain(where, "Content-Transfer-Encoding", "quoted-printable");
                write("\r\n" + quoted(content));
            }
            default -> {
                plain(where, "Content-Transfer-Encoding", "8bit");
                write("\r\n");
                octets.writeBytes(content);
            }
        }
    }

    private static String quoted(byte[] content) {
        StringBuilder quoted = new StringBuilder();
        int line = 0;
        for (byte each : content) {
            if (line > 70) {
                quoted.append("=\r\n");
                line = 0;
            }
            if (each > ' ' && each < 127 && each != '=') {
                quoted.append((char) each);
                line++;
            } else {
                quoted.append("=%02X".formatted(each & 0xff));
                line += 3;
            }
        }
        return quoted.toString();
    }

    /** The same text as HTML shows it, with what it does not show. */
    private static String html(String text) {
        int in = Math.min(2, text.length());
        String body = written(text.substring(0, in)) + "<b>" + written(text.substring(in)) + "</b>";
        return "<html><head><style>p { unseen: 1 }</style><!-- unseen > still --></head><body class=\"unseen\">" + body
                + "<script>unseen()</script></body></html>";
    }

    private static String written(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace("가", "&#44032;")
                .replace("\r\n", "<br>\r\n");
    }

    private void multipart(String subtype) {
        String boundary = "b" + random.nextInt(1_000_000);
        plain(headers, "Content-Type", "multipart/" + subtype + "; boundary=" + boundary);
        around("preamble", "");
        int parts = 1 + random.nextInt(3);
        for (int i = 0; i < parts; i++) {
            write("--" + boundary + "\r\n");
            part(inner, random.nextBoolean() ? "plain" : "html");
            write("\r\n");
        }
        write("--" + boundary + "\r\n");
        plain(inner, "Content-Type", "application/octet-stream");
        write("\r\nunseen octets\r\n--" + boundary + "--");
        around("epilogue", "\r\n");
    }

    /** What stands around the parts is of the body, too; a line end before a boundary is the boundary's (RFC 2046 §5.1.1). */
    private void around(String text, String end) {
        texts.add(text + end);
        write("\r\n" + text + "\r\n");
    }

    private void attached() {
        plain(headers, "Content-Type", "message/rfc822");
        write("\r\n");
        plain(inner, "Subject", "inner " + random.nextInt(3));
        plain(inner, "From", "inside@moe.example");
        part(inner, "plain");
    }

    @Override
    public String toString() {
        return lines() + " " + texts + " as\n" + octets.toString(StandardCharsets.UTF_8);
    }

    private void write(String text) {
        octets.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
