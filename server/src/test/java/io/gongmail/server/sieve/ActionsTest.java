package io.gongmail.server.sieve;

import static io.gongmail.server.sieve.Letter.places;
import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.delivery.Disposition;
import io.gongmail.server.delivery.Disposition.Filing;
import io.gongmail.store.registry.Address;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What actions come to. */
class ActionsTest {
    private static final Letter LETTER = Letter.with("Subject: hello");

    private static Disposition by(String text) {
        return LETTER.by(
                "require [\"fileinto\", \"copy\", \"mailbox\", \"imap4flags\", \"reject\", \"ereject\", \"vacation\"];"
                        + text);
    }

    private static String fails(String text) {
        return LETTER.failsBy(
                "require [\"fileinto\", \"copy\", \"mailbox\", \"imap4flags\", \"reject\", \"ereject\", \"vacation\"];"
                        + text);
    }

    /** RFC 5228 §2.10.2: each action but keep and those of extensions that say so takes the implicit keep away. */
    @Test
    void theImplicitKeepFallsAwayWithWhatTakesItsPlace() {
        assertThat(places(by("discard;"))).isEmpty();
        assertThat(places(by("discard; keep;"))).containsExactly("INBOX");
        assertThat(places(by("fileinto \"보관\";"))).containsExactly("보관");
        assertThat(places(by("fileinto \"보관\"; keep;"))).containsExactly("보관", "INBOX");
        Disposition redirected = by("redirect \"lee@x.kr\";");
        assertThat(redirected.filings()).isEmpty();
        assertThat(redirected.redirects()).containsExactly(Address.of("lee@x.kr"));
    }

    /** RFC 3894. */
    @Test
    void aCopyLeavesTheImplicitKeep() {
        assertThat(places(by("fileinto :copy \"보관\";"))).containsExactly("보관", "INBOX");
        Disposition redirected = by("redirect :copy \"lee@x.kr\";");
        assertThat(places(redirected)).containsExactly("INBOX");
        assertThat(redirected.redirects()).hasSize(1);
        assertThat(places(by("fileinto :copy \"보관\"; discard;"))).containsExactly("보관");
    }

    @Test
    void onePlaceIsTakenOnce() {
        assertThat(places(by("fileinto \"보관\"; fileinto \"보관\"; fileinto \"inbox\"; keep;")))
                .containsExactly("보관", "inbox");
        assertThat(by("redirect \"lee@x.kr\"; redirect \"LEE@X.kr\";").redirects())
                .hasSize(1);
    }

    @Test
    void stopEndsTheScriptAndKeepsWhatWasDecided() {
        assertThat(places(by("if true { fileinto \"보관\"; stop; discard; } keep;")))
                .containsExactly("보관");
        assertThat(places(by("stop; discard;"))).containsExactly("INBOX");
    }

    @Test
    void ofBranchesTheFirstThatHoldsIsTaken() {
        assertThat(places(by("if false { discard; } elsif true { keep; } elsif true { discard; } else { discard; }")))
                .containsExactly("INBOX");
        assertThat(places(by("if false { keep; } elsif false { keep; } else { discard; }")))
                .isEmpty();
    }

    /** RFC 5490 §3.2; without :create what is not there is a fault, and nothing of the script is done. */
    @Test
    void aMailboxThatIsMissingIsMadeOrFails() {
        assertThat(by("fileinto :create \"새 폴더\";").filings()).containsExactly(new Filing("새 폴더", true, List.of()));
        assertThat(fails("redirect \"lee@x.kr\";\nfileinto \"새 폴더\";")).isEqualTo("line 2: there is no mailbox '새 폴더'");
    }

    @Test
    void oneMailGoesToSoManyPlacesAtMost() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i <= Run.MOST_FILINGS; i++) {
            text.append("fileinto :create \"m").append(i).append("\";");
        }
        assertThat(fails(text.toString())).contains("8 mailboxes at most");
    }

    /** RFC 5232 §3. */
    @Test
    void flagsAreThoseOfTheMomentOrTheActionsOwn() {
        assertThat(
                        by("addflag [\"\\\\Seen\", \"$work urgent\"]; fileinto \"보관\"; removeflag \"URGENT\"; addflag \"\\\\seen\";")
                                .filings())
                .containsExactly(new Filing("보관", false, List.of("\\Seen", "$work", "urgent")));
        assertThat(by("addflag \"a\"; setflag \"b c\"; removeflag \"b\";").filings())
                .containsExactly(new Filing("INBOX", false, List.of("c")));
        assertThat(by("addflag \"a\"; keep :flags \"\\\\Flagged\";").filings())
                .containsExactly(new Filing("INBOX", false, List.of("\\Flagged")));
        assertThat(by("addflag \"\\\\Recent \\\\bogus (x) 한글 ok\";").filings())
                .as("what is no flag is left out")
                .containsExactly(new Filing("INBOX", false, List.of("ok")));
    }

    /** RFC 5429 §2.4, RFC 5230 §4.7. */
    @Test
    void whatIsRejectedIsNothingElse() {
        Disposition rejected = by("reject text:\nnot\n  here\n.\n;");
        assertThat(rejected.rejection()).contains("not here");
        assertThat(rejected.filings()).isEmpty();
        assertThat(by("ereject \"no\";").rejection()).contains("no");
        for (String more : List.of("keep;", "fileinto \"보관\";", "redirect \"lee@x.kr\";", "vacation \"away\";")) {
            assertThat(fails(more + " reject \"no\";")).contains("rejected is not kept");
        }
        assertThat(fails("reject \"no\"; ereject \"no\";")).contains("rejected once");
    }

    /** RFC 5230 §4. */
    @Test
    void aVacationAnswersAndKeeps() {
        Disposition away = by("vacation :days 3 :subject \"부재\" :addresses [\"h@x.kr\"] \"돌아와서\\r\n답\";");
        assertThat(places(away)).containsExactly("INBOX");
        assertThat(away.hasAnswers()).isTrue();
        assertThat(away.answer()).hasValueSatisfying(answer -> {
            assertThat(answer.once()).isEqualTo(Duration.ofDays(3));
            assertThat(answer.subject()).isEqualTo("부재");
            assertThat(answer.named()).containsExactly("h@x.kr");
        });
        assertThat(by("vacation :days 0 \"x\";").answer().orElseThrow().once()).isEqualTo(Duration.ofDays(1));
        assertThat(by("vacation :days 900 \"x\";").answer().orElseThrow().once())
                .isEqualTo(Duration.ofDays(60));
        assertThat(by("vacation \"x\";").answer().orElseThrow().once()).isEqualTo(Duration.ofDays(7));
        assertThat(by("if false { vacation \"x\"; }").hasAnswers()).isTrue();
        assertThat(by("keep;").hasAnswers()).isFalse();
        assertThat(fails("vacation \"x\"; vacation \"y\";")).contains("answered once");
    }

    /** RFC 5230 §4.2: what makes two answers one. */
    @Test
    void answersAreToldApartByHandleOrByAllTheySay() {
        String one = by("vacation \"x\";").answer().orElseThrow().about();
        assertThat(by("vacation :days 3 \"x\";").answer().orElseThrow().about()).isEqualTo(one);
        assertThat(by("vacation \"y\";").answer().orElseThrow().about()).isNotEqualTo(one);
        assertThat(by("vacation :subject \"s\" \"x\";").answer().orElseThrow().about())
                .isNotEqualTo(one);
        String handled =
                by("vacation :handle \"h\" \"x\";").answer().orElseThrow().about();
        assertThat(by("vacation :handle \"h\" \"y\";").answer().orElseThrow().about())
                .isEqualTo(handled)
                .isNotEqualTo(one);
    }
}
