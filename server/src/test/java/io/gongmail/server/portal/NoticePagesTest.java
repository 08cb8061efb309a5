package io.gongmail.server.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.notice.Enclosure;
import io.gongmail.server.notice.WrittenNotice;
import io.gongmail.server.testing.Adversary;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.words.Ruling;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Agency;
import io.gongmail.store.registry.NoticeNumber;
import io.gongmail.store.registry.NoticePriority;
import io.gongmail.store.registry.OfficialNoticeState;
import io.gongmail.store.registry.Registry;
import io.gongmail.store.registry.Role;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Notices on pages: who sees them, who decides on them, and who is told that there is none. */
class NoticePagesTest {
    private static NoticePeople people;
    private static House house;
    private static Registry registry;
    private static TestPerson ministry;
    private static TestPerson other;

    @BeforeAll
    static void open() throws IOException {
        people = NoticePeople.open();
        house = people.house;
        registry = people.registry;
        ministry = people.ministry;
        other = house.server.person("pages-other");
        registry.agencies().put(new Agency(NoticePeople.ELSEWHERE, "다른 기관", Set.of()), "test");
        house.server.worksAt(other, NoticePeople.ELSEWHERE);
    }

    @AfterAll
    static void close() {
        people.close();
    }

    @Test
    void ofALargeNoticeTheBeginningIsShown() throws IOException {
        NoticePeople.Visitor writer = people.writer();
        UUID id = UUID.randomUUID();
        WrittenNotice large = new WrittenNotice(
                Address.of(ministry.address()),
                "큰 공지",
                "첫머리",
                ministry.address(),
                NoticePriority.NORMAL,
                false,
                Optional.empty(),
                Optional.empty(),
                List.of(Enclosure.of("small.pdf", new byte[3]), Enclosure.of("large.pdf", new byte[3 * 1024 * 1024])));
        assertThat(house.notices.unsent().save(writer.address(), id, large).fold(UUID::toString, Ruling.Refused::code))
                .isEqualTo(id.toString());
        assertThat(writer.get("/notices/drafts/" + id).body()).contains("small.pdf (3 B)", "large.pdf (3,072 KiB)");
        String shown = NoticePeople.location(writer.post("/notices/drafts/" + id + "/submit", Map.of("size", "1")));
        assertThat(writer.get(shown).body()).contains("첫머리", "small.pdf · 3 B", "<li>large.pdf</li>", "앞부분만 보입니다");
    }

    @Test
    @Adversary("a page of the portal by who may not see it")
    void anotherAgencysNoticeIsNotToldFromNone() throws IOException {
        NoticeNumber number = people.submitted(people.writer());
        registry.accounts().grant(Address.of(other.address()), Role.REVIEWER, "test");
        NoticePeople.Visitor stranger = people.signedIn(other);
        for (String path : List.of("/notices/" + number, "/notices/" + UUID.randomUUID(), "/notices/x")) {
            assertThat(stranger.get(path).status()).as(path).isEqualTo(404);
            assertThat(stranger.get(path).body()).as(path).contains("G-947");
            for (String report : List.of("/report", "/report.csv", "/report.json")) {
                assertThat(stranger.get(path + report).status())
                        .as(path + report)
                        .isEqualTo(404);
            }
            assertThat(stranger.post(path, Map.of("do", "approve")).status())
                    .as(path)
                    .isEqualTo(404);
            assertThat(stranger.post(path + "/again", Map.of()).status())
                    .as(path)
                    .isEqualTo(404);
        }
        assertThat(stranger.get("/notices").body()).doesNotContain(number.toString());
        assertThat(people.notice(number).state()).isEqualTo(OfficialNoticeState.SUBMITTED);
    }

    @Test
    @Adversary("a notice, or its recall, by one person alone")
    void nobodyDecidesOnTheirOwn() throws IOException {
        NoticePeople.Visitor writer = people.writer();
        registry.accounts().grant(writer.address(), Role.REVIEWER, "test");
        NoticeNumber number = people.submitted(writer);
        assertThat(writer.get("/notices/" + number).body()).doesNotContain("value=\"approve\"");
        assertThat(NoticePeople.decide(writer, number, "approve", "").body()).contains("G-948");
        assertThat(people.notice(number).state()).isEqualTo(OfficialNoticeState.SUBMITTED);
        NoticePeople.Visitor second = people.writer();
        assertThat(NoticePeople.decide(second, number, "approve", "").body())
                .as("who writes for the agency, and does not decide")
                .contains("G-950");
        assertThat(people.notice(number).state()).isEqualTo(OfficialNoticeState.SUBMITTED);
    }

    @Test
    void aSecondPersonApprovesGivesBackOrRejectsWithAReason() throws IOException {
        NoticePeople.Visitor writer = people.writer();
        NoticePeople.Visitor reviewer = people.reviewer();
        NoticeNumber approved = people.submitted(writer);
        assertThat(reviewer.get("/notices/" + approved).body())
                .contains("오늘 밤 &amp; 내일 아침", "value=\"approve\"", "value=\"return\"", "value=\"reject\"")
                .doesNotContain("value=\"recall\"");
        NoticePeople.location(NoticePeople.decide(reviewer, approved, "approve", ""));
        assertThat(people.notice(approved).state()).isEqualTo(OfficialNoticeState.APPROVED);
        NoticeNumber rejected = people.submitted(writer);
        assertThat(NoticePeople.decide(reviewer, rejected, "reject", " ").body())
                .contains("G-988", "href=\"#reason\"");
        NoticePeople.location(NoticePeople.decide(reviewer, rejected, "reject", "잘못된 <내용>"));
        assertThat(writer.get("/notices/" + rejected).body())
                .contains("거절", "잘못된 &lt;내용&gt;", reviewer.address().toString());
        assertThat(NoticePeople.decide(reviewer, rejected, "approve", "").body())
                .contains("G-949");
        assertThat(NoticePeople.decide(reviewer, rejected, "else", "").status()).isEqualTo(400);
    }

    @Test
    void whatIsGivenBackIsChangedByItsSenderAndHandedInAnew() throws IOException {
        NoticePeople.Visitor writer = people.writer();
        NoticePeople.Visitor reviewer = people.reviewer();
        NoticeNumber number = people.submitted(writer);
        assertThat(writer.post("/notices/" + number + "/again", Map.of()).body())
                .contains("G-949");
        NoticePeople.location(NoticePeople.decide(reviewer, number, "return", "날짜를 쓰십시오"));
        assertThat(reviewer.get("/notices/" + number).body()).doesNotContain("/again");
        assertThat(reviewer.post("/notices/" + number + "/again", Map.of()).body())
                .contains("G-949");
        assertThat(writer.get("/notices/" + number).body()).contains("/again", "날짜를 쓰십시오");
        String draft = NoticePeople.location(writer.post("/notices/" + number + "/again", Map.of()));
        assertThat(writer.get(draft).body()).contains("value=\"전산망 &lt;점검>\"", "오늘 밤 &amp; 내일 아침");
    }

    @Test
    @Adversary("a form of another site, or of another session")
    void noFormIsTakenWithoutItsToken() throws IOException {
        NoticePeople.Visitor writer = people.writer();
        NoticePeople.Visitor reviewer = people.reviewer();
        NoticeNumber number = people.submitted(writer);
        assertThat(reviewer.post("/notices/" + number, Map.of("do", "approve", "token", "none"))
                        .status())
                .isEqualTo(403);
        assertThat(writer.upload(people.form("token", "none"), "unused", new byte[0])
                        .status())
                .isEqualTo(403);
        assertThat(people.notice(number).state()).isEqualTo(OfficialNoticeState.SUBMITTED);
    }

    @Test
    void theReportTellsHowFarItIsAndAPageThatGoesOnShowsItselfAnewUntilItIsHeldStill() throws IOException {
        NoticePeople.Visitor writer = people.writer();
        NoticePeople.Visitor reviewer = people.reviewer();
        NoticeNumber number = people.submitted(writer, "audience", writer.address() + " | " + reviewer.address());
        assertThat(writer.get("/notices/" + number).header("Refresh")).isEmpty();
        assertThat(NoticePeople.location(writer.get("/notices/" + number + "/report")))
                .isEqualTo("/notices/" + number);
        NoticePeople.location(NoticePeople.decide(reviewer, number, "approve", ""));
        assertThat(writer.get("/notices/" + number).header("Refresh")).isEqualTo("10");
        assertThat(writer.get("/notices/" + number + "?still=yes").header("Refresh"))
                .isEmpty();
        assertThat(reviewer.get("/notices/" + number).header("Refresh"))
                .as("a reason may be typed there")
                .isEmpty();
        house.sendsNotices();
        assertThat(people.notice(number).state()).isEqualTo(OfficialNoticeState.RELEASED);
        Browser.Response report = writer.get("/notices/" + number + "/report");
        assertThat(report.body()).contains("받는 사람 2명", "전달 0명 (0%)", "전달 전", "<progress", "<svg");
        assertThat(report.header("Refresh")).isEqualTo("10");
        Browser.Response csv = writer.get("/notices/" + number + "/report.csv");
        assertThat(csv.header("Content-Type")).startsWith("text/csv");
        assertThat(csv.header("Content-Disposition")).startsWith("attachment");
        assertThat(csv.body()).contains("level,agency,", "\r\nall,", "\r\nunit,");
        assertThat(writer.get("/notices/" + number + "/report.json").body())
                .startsWith("{\"number\":\"" + number)
                .contains("\"audience\":2", "\"units\":[");
        assertThat(writer.get("/notices/" + number).body())
                .as("its text, now that it is delivered")
                .contains("오늘 밤 &amp; 내일 아침");
        assertThat(NoticePeople.decide(writer, number, "recall", "x").body()).contains("G-950");
        assertThat(NoticePeople.decide(reviewer, number, "recall", "").body()).contains("G-988");
        NoticePeople.location(NoticePeople.decide(reviewer, number, "recall", "틀린 내용"));
        assertThat(NoticePeople.decide(reviewer, number, "recall", "틀린 내용").body())
                .contains("G-951");
        NoticePeople.location(NoticePeople.decide(people.reviewer(), number, "recall", "맞습니다"));
        house.sendsNotices();
        assertThat(people.notice(number).state()).isEqualTo(OfficialNoticeState.RECALLED);
        Browser.Response over = writer.get("/notices/" + number + "/report");
        assertThat(over.body()).contains("회수됨");
        assertThat(over.header("Refresh")).as("nothing is owed to anybody").isEmpty();
    }
}
