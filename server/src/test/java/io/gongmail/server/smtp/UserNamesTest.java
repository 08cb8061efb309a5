package io.gongmail.server.smtp;

import static io.gongmail.server.smtp.SmtpTalk.base64;
import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.Adversary;
import io.gongmail.server.testing.TestPerson;
import java.util.List;
import org.apache.james.imap.api.display.ModifiedUtf7;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Names that look like the account's own, or are no names. All else is right, certificate and password: so whoever took one
 * for the account's would let it in.
 */
@Tag("either-provider")
class UserNamesTest {
    private static final int MEBIBYTE = 1 << 20;

    private final Submission submission = Submission.shared();

    private static String plain(String identity, String login, String password) {
        return base64(identity + "\0" + login + "\0" + password);
    }

    /** By each mechanism, and as whom to act. */
    private void opensNothing(String name, TestPerson person) {
        try (SmtpTalk smtp = submission.greeted(person.certificate())) {
            smtp.hears("AUTH PLAIN " + plain("", name, person.password())).says("535 5.7.8", "G-201");
            smtp.hears("AUTH PLAIN " + plain(name, person.address(), person.password()))
                    .says("535 5.7.8", "G-201");
            smtp.hears("AUTH LOGIN " + base64(name)).says("334 ").hears(base64(person.password()));
            smtp.says("535 5.7.8", "G-201");
            smtp.hears("MAIL FROM:<" + person.address() + ">").says("530 5.7.0");
        }
    }

    private void opensNothingAlone(String name, TestPerson agency) {
        try (SmtpTalk smtp = submission.greeted(agency.certificate())) {
            smtp.hears("AUTH EXTERNAL " + base64(name)).says("535 5.7.8", "G-201");
            smtp.hears("MAIL FROM:<" + agency.address() + ">").says("530 5.7.0");
        }
    }

    @Test
    @Adversary("user name with NUL")
    void aNameWithNulIsNone() {
        TestPerson kim = submission.server().person("kim");
        String password = kim.password();
        for (String name :
                List.of(kim.address() + "\0", "\0" + kim.address(), kim.address() + "\0@elsewhere.example")) {
            try (SmtpTalk smtp = submission.greeted(kim.certificate())) {
                smtp.hears("AUTH PLAIN " + plain("", name, password)).says("501 5.5.2");
                smtp.hears("AUTH PLAIN " + plain(name, kim.address(), password)).says("501 5.5.2");
                smtp.hears("AUTH LOGIN " + base64(name)).says("334 ").hears(base64(password));
                smtp.says("535 5.7.8", "G-201");
                smtp.hears("AUTH LOGIN").says("334 ").hears(name).says("501 5.5.2");
                smtp.hears("MAIL FROM:<" + kim.address() + ">").says("530 5.7.0");
            }
        }
        TestPerson agency = submission.server().agency("agency");
        try (SmtpTalk smtp = submission.greeted(agency.certificate())) {
            smtp.hears("AUTH EXTERNAL " + base64(agency.address() + "\0")).says("501 5.5.2");
            smtp.hears("MAIL FROM:<" + agency.address() + ">").says("530 5.7.0");
        }
    }

    /** As IMAP's mailboxes are written (RFC 3501 §5.1.3), and as RFC 2152 has it. */
    @Test
    @Adversary("user name in UTF-7")
    void aNameInUtf7IsNotRead() {
        TestPerson kim = submission.server().person("kim");
        String written = "&AGs-" + kim.address().substring(1);
        assertThat(ModifiedUtf7.decodeModifiedUTF7(written)).isEqualTo(kim.address());
        opensNothing(written, kim);
        TestPerson lee = submission.server().person("lee");
        opensNothing("+AGw-" + lee.address().substring(1), lee);
        TestPerson agency = submission.server().agency("agency");
        opensNothingAlone("&AGE-" + agency.address().substring(1), agency);
    }

    @Test
    @Adversary("user name with homoglyphs")
    void aNameThatLooksLikeOnesOwnIsNot() {
        for (String k : List.of("\u212A", "\uFF4B", "\u043A", "k\u200B", "k\u0301")) {
            TestPerson kim = submission.server().person("kim");
            opensNothing(k + kim.address().substring(1), kim);
        }
        for (String at : List.of("\uFF20", "\uFE6B")) {
            TestPerson lee = submission.server().person("lee");
            opensNothing(lee.address().replace("@", at), lee);
        }
        TestPerson agency = submission.server().agency("kagency");
        opensNothingAlone("\u212A" + agency.address().substring(1), agency);
    }

    @Test
    @Adversary("user name of 1 MiB")
    void aNameOfAMebibyteIsNotTakenIn() {
        TestPerson kim = submission.server().person("kim");
        String long1 = "a".repeat(MEBIBYTE);
        try (SmtpTalk smtp = submission.greeted(kim.certificate())) {
            smtp.hears("AUTH PLAIN " + plain("", long1, kim.password())).says("500 5.5.2");
            smtp.hears("AUTH PLAIN").says("334 ").hears(plain("", long1, kim.password()));
            smtp.says("500 5.5.2");
            smtp.hears("AUTH LOGIN " + base64(long1)).says("500 5.5.2");
            smtp.hears("AUTH LOGIN").says("334 ").hears(base64(long1)).says("500 5.5.2");
            // And one as long as a line may be.
            smtp.hears("AUTH LOGIN")
                    .says("334 ")
                    .hears(base64("a".repeat(9_000)))
                    .says("334 ");
            smtp.hears(base64(kim.password())).says("535 5.7.8", "G-201");
            smtp.authPlain(kim.address(), kim.password()).says("235 2.7.0");
        }
    }
}
