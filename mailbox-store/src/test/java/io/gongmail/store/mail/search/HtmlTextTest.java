package io.gongmail.store.mail.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HtmlTextTest {
    @Test
    void elementsInALineLeaveWordsTogetherAndOthersPartThem() {
        assertThat(text("예<b>산</b>안<br>회<p>의</p>")).isEqualTo("예산안 회 의 ");
    }

    @Test
    void whatIsNotShownIsNotText() {
        assertThat(text("a<!-- no > no --><style>no</style><script>if (1 < 2) no</script>b<!doctype no>c"))
                .isEqualTo("abc");
    }

    @Test
    void attributesAreNotTextThoughTheyHoldTheEndOfATag() {
        assertThat(text("a<a title=\"no > no\" href='no'>b</a>c")).isEqualTo("abc");
    }

    @Test
    void referencesAreResolvedAndOthersStayAsTheyAre() {
        assertThat(text("&lt;&#44032;&#xAC01;&nbsp;&amp;&nobody; & &#99999999999; a&b"))
                .isEqualTo("<가각 &&nobody; & &#99999999999; a&b");
    }

    @Test
    void aLoneSignOfComparisonIsText() {
        assertThat(text("1 < 2 > 0")).isEqualTo("1 < 2 > 0");
    }

    @Test
    void whatIsCutOffAnywhereIsReadAsFarAsItGoes() {
        String html = "<p class=\"a\">x &amp; y<!-- z --></p><script>s</script>w";
        for (int end = 0; end <= html.length(); end++) {
            assertThat(text(html.substring(0, end))).matches("( ?(x ?(&([amp]*;?)? ?)?( ?y)?)?) ?w?");
        }
    }

    /** In pieces of every size, which makes no difference. */
    private static String text(String html) {
        String whole = text(html, html.length());
        for (int size = 1; size < html.length(); size++) {
            assertThat(text(html, size)).isEqualTo(whole);
        }
        return whole;
    }

    private static String text(String html, int size) {
        StringBuilder text = new StringBuilder();
        Folding into = new Folding() {
            @Override
            void folded(char[] piece, int length) {
                text.append(piece, 0, length);
            }
        };
        HtmlText shown = new HtmlText(into);
        for (int at = 0; at < html.length(); at += Math.max(1, size)) {
            char[] piece = html.substring(at, Math.min(html.length(), at + Math.max(1, size)))
                    .toCharArray();
            shown.push(piece, piece.length);
        }
        shown.end();
        into.end();
        return text.toString();
    }
}
