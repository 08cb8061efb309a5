package io.gongmail.bench;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Random;

/** Messages as offices write them, each another one: the same number gives the same octets. */
final class Letter {
    private static final String[] WORDS = {
        "회의",
        "자료",
        "교육부",
        "안내",
        "보고",
        "결재",
        "일정",
        "공문",
        "검토",
        "요청",
        "report",
        "meeting",
        "schedule",
        "budget",
        "draft",
        "review",
        "approval",
        "minutes",
        "notice",
        "attached"
    };
    private static final int MIME_LINE = 76;

    private Letter() {}

    /**
     * A whole message with CRLF at each end of line and no line that begins with a dot.
     *
     * @param size about so many octets
     */
    static byte[] of(int number, int size, String from, String to) {
        Random random = new Random(number);
        StringBuilder text = new StringBuilder(size + 1_024);
        String subject = words(random, 6);
        text.append(String.format(
                Locale.ROOT,
                "Date: Tue, %d Nov 2026 %02d:%02d:%02d +0900%nFrom: =?UTF-8?B?%s?= <%s>%nTo: <%s>%n"
                        + "Subject: =?UTF-8?B?%s?=%nMessage-ID: <%d.%d@bench.example>%nMIME-Version: 1.0%n",
                1 + number % 28,
                number % 24,
                number % 60,
                number % 60,
                base64(words(random, 2)),
                from,
                to,
                base64(subject),
                number,
                size));
        if (number % 3 == 0) {
            text.append("Content-Type: multipart/mixed; boundary=\"b")
                    .append(number)
                    .append("\"\n\n--b");
            text.append(number)
                    .append("\nContent-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: base64\n\n");
            wrap(text, base64(words(random, 60)));
            text.append("\n--b").append(number);
            text.append("\nContent-Type: application/pdf; name=\"report.pdf\"\nContent-Transfer-Encoding: base64\n")
                    .append("Content-Disposition: attachment; filename=\"report.pdf\"\n\n");
            octets(text, random, size);
            text.append("\n--b").append(number).append("--\n");
        } else {
            text.append("Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: base64\n\n");
            octets(text, random, size);
        }
        return text.toString()
                .replace(System.lineSeparator(), "\n")
                .replace("\n", "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static void octets(StringBuilder text, Random random, int size) {
        int left = Math.max(60, (size - text.length()) * 73 / 100);
        byte[] some = new byte[left];
        random.nextBytes(some);
        wrap(text, Base64.getEncoder().encodeToString(some));
    }

    private static void wrap(StringBuilder text, String encoded) {
        for (int i = 0; i < encoded.length(); i += MIME_LINE) {
            text.append(encoded, i, Math.min(encoded.length(), i + MIME_LINE)).append('\n');
        }
    }

    private static String words(Random random, int number) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < number; i++) {
            words.append(i == 0 ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
        }
        return words.toString();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
