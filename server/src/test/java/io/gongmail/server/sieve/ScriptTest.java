package io.gongmail.server.sieve;

import static io.gongmail.server.sieve.Letter.places;
import static io.gongmail.server.sieve.Letter.script;
import static io.gongmail.server.sieve.Letter.why;
import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.SieveScript;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is a script (RFC 5228 §8), and what is told of what is none. */
class ScriptTest {
    private static final Letter LETTER = Letter.with("Subject: hello");

    /** RFC 5228 §2: comments, white space, strings of both kinds, numbers, upper and lower case. */
    @Test
    void everyFormOfWordsIsUnderstood() {
        assertThat(places(LETTER.by("""
                                # a comment
                                REQUIRE ["fileinto", "mailbox"]; /* another
                                over two lines */
                                If AnyOf (Not Size :Over 1K, header :is "subject" "hel\\lo") {
                                    fileinto :create "보관/\\"새\\"\\u0041";
                                } elsif true { discard; } else { keep; }
                                """.replace("\n", "\r\n")))).containsExactly("보관/\"새\"u0041");
    }

    /** RFC 5228 §2.4.2: what begins with a dot has one more. */
    @Test
    void aTextOfSeveralLinesEndsWithADot() {
        var answer = LETTER.by(
                        "require \"vacation\";\r\nvacation text: # why\r\nline\r\n..dot\r\n\r\n.\r\n;\r\nkeep;\r\n")
                .answer()
                .orElseThrow();
        assertThat(answer.text()).isEqualTo("line\n.dot\n\n");
    }

    @Test
    void nothingAtAllKeeps() {
        assertThat(places(LETTER.by(""))).containsExactly("INBOX");
        assertThat(places(LETTER.by("\r\n# nothing\r\n"))).containsExactly("INBOX");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "keep",
                "keep; }",
                "keep \"x\";",
                "if true keep;",
                "if { keep; }",
                "if true, false { keep; }",
                "if anyof () { keep; }",
                "if not (true, true) { keep; }",
                "else { keep; }",
                "if true { keep; } keep; else { discard; }",
                "keep; require \"fileinto\";",
                "require \"fileinto\" { keep; }",
                "\"keep\";",
                "keep; \"open",
                "keep; /* open",
                "redirect text: x\nkim@x.kr\n.\n;",
                "redirect text:\nkim@x.kr\n",
                "if size :over 1X { keep; }",
                "if size :over 99999999999999999 { keep; }",
                "if size :over 10 :under 20 { keep; }",
                "if size 10 { keep; }",
                "if size :over :under 10 { keep; }",
                "redirect \"nobody\";",
                "redirect [\"kim@x.kr\", \"lee@x.kr\"];",
                "if header :is :contains \"a\" \"b\" { keep; }",
                "if header \"a:b\" \"b\" { keep; }",
                "if header \"a\" { keep; }",
                "if header [\"a\" \"b\"] \"c\" { keep; }",
                "if address :domain :localpart \"from\" \"b\" { keep; }",
                "if header :comparator \"i;klingon\" \"a\" \"b\" { keep; }",
                "require \"fileinto\"; fileinto \"#user.kim\";",
                "require \"fileinto\"; fileinto \"\";",
                "require \"fileinto\"; fileinto \"a\" \"b\";",
                "require \"fileinto\"; fileinto :to \"a\";",
                "require \"vacation\"; vacation :days \"7\" \"away\";",
                "require \"vacation\"; vacation \" \";",
                "require \"vacation\"; vacation :mime \"no entity\";",
                "require \"vacation\"; vacation :mime \"Bcc: x@y.kr\n\nbody\";",
                "require \"envelope\"; if envelope \"auth\" \"x\" { keep; }",
                "require \"relational\"; if header :count \"no\" \"a\" \"1\" { keep; }",
                "require \"comparator-i;ascii-numeric\"; if header :contains :comparator \"i;ascii-numeric\" \"a\" \"1\""
                        + " { keep; }",
                "require \"subaddress\"; if address :user :detail \"to\" \"a\" { keep; }",
                "require \"subaddress\"; if address :localpart :user \"to\" \"a\" { keep; }",
                "require \"date\"; if date \"date\" \"century\" \"20\" { keep; }",
                "require \"date\"; if date [\"date\", \"received\"] \"year\" \"2026\" { keep; }",
                "require \"date\"; if date :zone \"KST\" \"date\" \"year\" \"2026\" { keep; }",
                "require \"date\"; if date :zone \"+9900\" \"date\" \"year\" \"2026\" { keep; }",
                "require \"date\"; if date :zone \"+0900\" :originalzone \"date\" \"year\" \"2026\" { keep; }",
                "require \"date\"; if currentdate :originalzone \"year\" \"2026\" { keep; }",
                "require \"body\"; if body :raw :text \"a\" { keep; }",
                "require \"body\"; if body :content \"text\" { keep; }",
                "frobnicate;",
                "if frobnicate { keep; }",
                "keep; $",
                "keep :;",
            })
    void whatIsNoneIsToldWithItsLine(String text) {
        assertThat(why("\n\n" + text)).matches("line [3-9]: .+");
    }

    @ParameterizedTest
    @CsvSource({
        "fileinto, fileinto \"a\";",
        "copy, 'require \"fileinto\"; fileinto :copy \"a\";'",
        "mailbox, 'require \"fileinto\"; fileinto :create \"a\";'",
        "mailbox, if mailboxexists \"a\" { keep; }",
        "imap4flags, keep :flags \"\\\\Seen\";",
        "imap4flags, addflag \"\\\\Seen\";",
        "imap4flags, if hasflag \"a\" { keep; }",
        "reject, reject \"no\";",
        "ereject, 'require \"reject\"; ereject \"no\";'",
        "vacation, vacation \"away\";",
        "envelope, if envelope \"from\" \"a\" { keep; }",
        "relational, if header :count \"gt\" \"a\" \"1\" { keep; }",
        "subaddress, if address :user \"to\" \"a\" { keep; }",
        "subaddress, 'require \"envelope\"; if envelope :detail \"to\" \"a\" { keep; }'",
        "body, if body :contains \"a\" { keep; }",
        "date, if date \"date\" \"year\" \"2026\" { keep; }",
        "date, if currentdate \"year\" \"2026\" { keep; }",
        "comparator-i;ascii-numeric, if header :comparator \"i;ascii-numeric\" \"a\" \"1\" { keep; }",
    })
    void whatIsUsedIsRequired(String extension, String text) {
        assertThat(why(text)).endsWith("needs require \"" + extension + "\" at the beginning");
        script("require \"" + extension + "\"; " + text);
    }

    @Test
    void whatIsNotDoneHereCannotBeRequired() {
        assertThat(why("require [\"fileinto\",\n\"variables\"];"))
                .startsWith("line 1: require: 'variables' is not done here");
        script("require [\"comparator-i;octet\", \"comparator-i;ascii-casemap\"];");
    }

    /** RFC 5228 §2.10.5: fifteen at least; what is deeper is told and harms nobody. */
    @Test
    void depthIsBounded() {
        script("if true {".repeat(15) + "}".repeat(15));
        script("if " + "anyof (".repeat(15) + "true" + ")".repeat(15) + " { keep; }");
        assertThat(why("if true {".repeat(3_000) + "}".repeat(3_000))).contains("nested deeper");
        assertThat(why("if " + "not ".repeat(7_000) + "true { keep; }")).contains("nested deeper");
    }

    @Test
    void sizeIsBounded() {
        script("#" + "x".repeat(SieveScript.LONGEST - 1));
        assertThat(why("#" + "x".repeat(SieveScript.LONGEST))).contains("at most");
        assertThat(why("#\0")).contains("NUL");
    }

    @Test
    void whereItLeadsIsKnownBeforeItRuns() {
        String text =
                "keep;\nif true { redirect \"kim@x.kr\"; }\nelse {\nredirect \"LEE@x.kr\"; redirect \"kim@X.kr\"; }";
        assertThat(script(text).leadsTo())
                .containsExactlyInAnyOrderEntriesOf(Map.of(Address.of("kim@x.kr"), 2, Address.of("lee@x.kr"), 4));
        assertThat(why("redirect \"1@x.kr\"; redirect \"2@x.kr\"; redirect \"3@x.kr\"; redirect \"4@x.kr\";"
                        + " redirect \"5@x.kr\"; redirect \"6@x.kr\";"))
                .contains("5 addresses at most");
    }
}
