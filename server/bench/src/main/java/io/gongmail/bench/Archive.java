package io.gongmail.bench;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * A mailbox of years, half of it Korean: letters of which it is known which words are where. The same number gives the same
 * letter. Thread-safe once {@link #count} has run.
 */
final class Archive {
    /** What is looked for. */
    enum Case {
        HEADER_KO_COMMON("header", true),
        HEADER_KO_RARE("header", false),
        HEADER_EN_COMMON("header", true),
        HEADER_EN_RARE("header", false),
        BODY_KO_COMMON("body", true),
        BODY_KO_RARE("body", false),
        BODY_EN_COMMON("body", true),
        BODY_EN_RARE("body", false);

        private final String where;
        private final boolean common;

        Case(String where, boolean common) {
            this.where = where;
            this.common = common;
        }

        boolean inBody() {
            return where.equals("body");
        }

        /** As figures name it. */
        String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        List<String> words() {
            boolean korean = name().contains("KO");
            return korean ? common ? KO_COMMON : KO_RARE : common ? EN_COMMON : EN_RARE;
        }
    }

    private static final List<String> KO_COMMON = List.of("예산안", "회의록", "결재문", "보고서", "시행령", "담당자", "공청회", "간담회");
    private static final List<String> KO_RARE =
            List.of("가람터널", "누리마루", "미리내길", "달구벌로", "해오름극장", "별내신도시", "온새미로", "다솜유치원");
    private static final List<String> EN_COMMON =
            List.of("budget", "schedule", "meeting", "approval", "minutes", "contract", "revision", "deadline");
    private static final List<String> EN_RARE =
            List.of("zephyrine", "quixotry", "obelisk", "palimpsest", "gossamer", "vermilion", "halcyon", "turquoise");

    /** A common word is in one letter of so many, a rare one in so many letters. */
    private static final int COMMON = 20;

    private static final int RARE = 20;
    /** Of words in one place: Korean or English, common or rare. */
    private static final int KINDS = 4;

    private static final int VOCABULARY = 3_000;
    private static final int WORDS = 150;
    private static final int SUBJECT = 5;
    private static final int MIME_LINE = 76;

    private final int letters;
    private final List<String> korean = new ArrayList<>();
    private final List<String> english = new ArrayList<>();
    private final Map<Case, int[]> counts = new EnumMap<>(Case.class);

    Archive(int letters) {
        this.letters = letters;
        Random random = new Random(1);
        for (int i = 0; i < VOCABULARY; i++) {
            StringBuilder syllables = new StringBuilder();
            for (int j = 0; j < 2 + random.nextInt(3); j++) {
                syllables.append((char) ('가' + random.nextInt(11_172)));
            }
            korean.add(syllables.toString());
            StringBuilder sounds = new StringBuilder();
            for (int j = 0; j < 2 + random.nextInt(3); j++) {
                sounds.append("bcdfghjklmnprstvw".charAt(random.nextInt(17)))
                        .append("aeiou".charAt(random.nextInt(5)))
                        .append("nrst".charAt(random.nextInt(4)));
            }
            english.add(sounds.toString());
        }
    }

    int letters() {
        return letters;
    }

    /** Looks through all letters for all words, by plain means. */
    void count() {
        for (Case each : Case.values()) {
            counts.put(each, new int[each.words().size()]);
        }
        for (int number = 0; number < letters; number++) {
            String subject = subject(number);
            String body = body(number);
            counts.forEach((each, found) -> {
                for (int word = 0; word < found.length; word++) {
                    found[word] += (each.inBody() ? body : subject)
                                    .contains(each.words().get(word))
                            ? 1
                            : 0;
                }
            });
        }
    }

    /** In how many letters a word is. */
    int count(Case of, int word) {
        return counts.getOrDefault(of, new int[0])[word];
    }

    private String subject(int number) {
        return text(new Random(2L * number), SUBJECT, number, Case.HEADER_KO_COMMON);
    }

    private String body(int number) {
        return text(new Random(2L * number + 1), WORDS, number, Case.BODY_KO_COMMON);
    }

    /** Words by chance, the first ones of the vocabulary more often than the last, with those that are looked for. */
    private String text(Random random, int length, int number, Case first) {
        List<String> from = number % 2 == 0 ? korean : english;
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            double where = random.nextDouble();
            text.append(i == 0 ? "" : " ").append(from.get((int) (where * where * where * VOCABULARY)));
        }
        for (int offset = 0; offset < KINDS; offset++) {
            Case each = Case.values()[first.ordinal() + offset];
            int every = each.common ? COMMON : Math.max(COMMON, letters / RARE);
            for (int word = 0; word < each.words().size(); word++) {
                if (random.nextInt(every) == 0) {
                    text.append(' ').append(each.words().get(word));
                }
            }
        }
        return text.toString();
    }

    /** A whole letter. */
    byte[] letter(int number) {
        StringBuilder letter = new StringBuilder(4_096);
        String body = body(number);
        letter.append(String.format(
                Locale.ROOT,
                "Date: Tue, %d Nov 2026 %02d:%02d:%02d +0900\nFrom: =?UTF-8?B?%s?= <sender%d@bench.example>\n"
                        + "To: <reader@bench.example>\nSubject: =?UTF-8?B?%s?=\nMessage-ID: <%d@archive.example>\n"
                        + "MIME-Version: 1.0\n",
                1 + number % 28,
                number % 24,
                number % 60,
                number % 60,
                base64(korean.get(number % 100)),
                number % 100,
                base64(subject(number)),
                number));
        if (number % 4 == 0) {
            letter.append("Content-Type: multipart/alternative; boundary=\"b\"\n\n--b\n");
            part(letter, "plain", body);
            letter.append("\n--b\n");
            part(letter, "html", "<html><body><p>" + body + "</p></body></html>");
            letter.append("\n--b--\n");
        } else {
            part(letter, "plain", body);
        }
        return letter.toString().replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static void part(StringBuilder letter, String subtype, String text) {
        letter.append("Content-Type: text/").append(subtype);
        letter.append("; charset=UTF-8\nContent-Transfer-Encoding: base64\n\n");
        String encoded = base64(text);
        for (int i = 0; i < encoded.length(); i += MIME_LINE) {
            letter.append(encoded, i, Math.min(encoded.length(), i + MIME_LINE)).append('\n');
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
