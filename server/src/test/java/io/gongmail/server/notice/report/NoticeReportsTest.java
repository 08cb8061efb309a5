package io.gongmail.server.notice.report;

import static io.gongmail.server.notice.Noticeboard.SCHOOLS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gongmail.server.notice.Noticeboard;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.store.mail.NoticeCopy.State;
import io.gongmail.store.mail.NoticeFailure;
import io.gongmail.store.registry.NoticeNumber;
import io.gongmail.store.registry.OfficialNoticeState;
import io.gongmail.store.registry.Whereabouts.Desk;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a notice stands with its audience, by agency and unit. */
class NoticeReportsTest {
    private Noticeboard board;
    private NoticeNumber number;

    @BeforeEach
    void open() throws Exception {
        board = new Noticeboard();
        number = board.out();
    }

    @AfterEach
    void close() {
        board.close();
    }

    private NoticeSums sums() {
        return board.reports.anew(number).orElseThrow();
    }

    private static NoticeTally tally(int owed, int unread, int read, int deleted, int recalled) {
        return new NoticeTally(owed, unread, read, deleted, recalled, Map.of());
    }

    @Test
    void eachMemberCountsOnceByWhatBecameOfTheCopy() throws Exception {
        assertThat(sums().all()).isEqualTo(tally(3, 0, 0, 0, 0));
        board.look(board.hong);
        board.read(board.kim);
        board.delete(board.lee);
        NoticeSums sums = sums();
        assertThat(sums.all()).isEqualTo(tally(0, 1, 1, 1, 0));
        assertThat(sums.all().delivered()).isEqualTo(3);
        assertThat(sums.audience()).isEqualTo(3);
        assertThat(sums.erased()).isZero();
        board.advance(number, OfficialNoticeState.RECALL_ASKED, OfficialNoticeState.RECALLING);
        board.runner.run();
        board.settled(number);
        assertThat(sums().all()).isEqualTo(tally(0, 0, 1, 1, 1));
    }

    @Test
    void whoCannotHaveItIsToldWithTheCause() throws Exception {
        board.handOn(board.lee, board.hong);
        board.settled(number);
        assertThat(sums().all().failures()).isEqualTo(Map.of(NoticeFailure.NO_MAILBOX, 1));
        assertThat(sums().all().failed()).isEqualTo(1);
        assertThat(sums().all().delivered()).isEqualTo(2);
        assertThat(sums().erased()).isZero();
        // By the name and at the place that the one who left had.
        assertThat(sums().units())
                .hasSize(2)
                .last()
                .satisfies(line -> assertThat(line.tally().failed()).isEqualTo(1));
        List<String> failed = new ArrayList<>();
        board.reports.members(
                number,
                member -> member.copy()
                        .failure()
                        .ifPresent(failure -> failed.add(member.copy().owner().asString())));
        assertThat(failed).containsExactly(board.lee.address());
    }

    @Test
    void sumsAreByAgencyAndByUnitHoweverThatIsSpaced() throws Exception {
        board.read(board.kim);
        NoticeSums sums = sums();
        assertThat(sums.agencies())
                .containsExactly(new NoticeSums.Line(new Desk(SCHOOLS, "=학교", ""), tally(2, 0, 1, 0, 0)));
        assertThat(sums.units()).hasSize(2);
        assertThat(sums.units().get(0).desk().unit()).isEqualTo("감사관");
        assertThat(sums.units().get(0).tally()).isEqualTo(tally(0, 0, 1, 0, 0));
        assertThat(sums.units().get(1).desk().unit()).isIn("기획실", "기획 실");
        assertThat(sums.units().get(1).tally()).isEqualTo(tally(2, 0, 0, 0, 0));
    }

    @Test
    void eachMemberIsToldInTheOrderOfTheAudience() throws Exception {
        board.read(board.kim);
        List<NoticeMember> members = new ArrayList<>();
        assertThat(board.reports.members(number, members::add)).isTrue();
        assertThat(members)
                .extracting(member -> member.copy().owner().asString())
                .containsExactlyInAnyOrder(board.hong.address(), board.kim.address(), board.lee.address())
                .isSorted();
        assertThat(members)
                .extracting(member -> member.copy().state())
                .containsExactlyInAnyOrder(State.OWED, State.READ, State.OWED);
        assertThat(board.reports.members(new NoticeNumber(UUID.randomUUID()), members::add))
                .isFalse();
        assertThat(members).hasSize(3);
        assertThat(board.reports.of(new NoticeNumber(UUID.randomUUID()))).isEmpty();
    }

    @Test
    void csvHasALineForEachAndNoFormula() throws Exception {
        StringBuilder csv = new StringBuilder();
        new NoticeCsv(csv).sums(sums());
        assertThat(csv.toString().lines())
                .hasSize(5)
                .first()
                .isEqualTo(
                        "\ufefflevel,agency,agencyName,unit,members,owed,delivered,read,unread,deletedUnread,recalled,"
                                + "failed,failedNoMailbox,taken");
        assertThat(csv.toString().lines().skip(2)).allMatch(line -> line.contains("," + SCHOOLS + ",'=학교,"));
        assertThat(csv.toString()).endsWith("\r\n");
    }

    @Test
    void whatASpreadsheetWouldReckonWithIsText() throws Exception {
        for (String begin : List.of("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")) {
            StringBuilder csv = new StringBuilder();
            new NoticeCsv(csv).line(Map.of("x", begin + "1+1"));
            assertThat(csv.toString().lines().skip(1).findFirst().orElseThrow().replace("\"", ""))
                    .as("begins with U+%04X", (int) begin.charAt(0))
                    .startsWith("'");
        }
        StringBuilder csv = new StringBuilder();
        new NoticeCsv(csv).line(Map.of("x", "a,\"b\"\r\nc"));
        assertThat(csv.toString()).isEqualTo("\ufeffx\r\n\"a,\"\"b\"\"\r\nc\"\r\n");
    }

    @Test
    void jsonHasSumsAndLines() throws Exception {
        board.read(board.kim);
        JsonNode json = new ObjectMapper().valueToTree(NoticeFacts.of(sums()));
        assertThat(json.path("read").asInt()).isEqualTo(1);
        assertThat(json.path("agencies").path(0).path("owed").asInt()).isEqualTo(2);
        assertThat(json.path("units").path(0).path("unit").asText()).isEqualTo("감사관");
        assertThat(json.path("taken").asText()).isNotEmpty();
    }

    @Test
    void countsAreThoseOfNowAfterARecall() throws Exception {
        for (TestPerson person : List.of(board.hong, board.kim)) {
            board.look(person);
        }
        assertThat(board.delivery.counts(number)).isPresent();
        board.delivery.recall(number);
        assertThat(board.delivery.counts(number).orElseThrow().owed()).isZero();
    }
}
