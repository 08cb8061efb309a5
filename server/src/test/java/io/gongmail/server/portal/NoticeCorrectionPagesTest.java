package io.gongmail.server.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.store.registry.NoticeNumber;
import io.gongmail.store.registry.OfficialNoticeState;
import io.gongmail.store.registry.Registry;
import io.gongmail.store.registry.Role;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A correction on pages: begun on the page of what it corrects, approved as any notice, and told of on both reports. */
class NoticeCorrectionPagesTest {
    private static NoticePeople people;
    private static House house;
    private static Registry registry;

    @BeforeAll
    static void open() throws IOException {
        people = NoticePeople.open();
        house = people.house;
        registry = people.registry;
    }

    @AfterAll
    static void close() {
        people.close();
    }

    private static NoticeNumber out(NoticePeople.Visitor writer, NoticePeople.Visitor reviewer) throws IOException {
        NoticeNumber number = people.submitted(writer, "audience", writer.address() + " | " + reviewer.address());
        NoticePeople.location(NoticePeople.decide(reviewer, number, "approve", ""));
        house.sendsNotices();
        assertThat(people.notice(number).state()).isEqualTo(OfficialNoticeState.RELEASED);
        return number;
    }

    private static String begun(NoticePeople.Visitor writer, NoticeNumber old) throws IOException {
        return NoticePeople.location(writer.post("/notices/" + old + "/correct", Map.of()));
    }

    @Test
    void aCorrectionIsBegunChangedApprovedAndTakesThePlaceOfTheOtherOne() throws IOException {
        NoticePeople.Visitor writer = people.writer();
        NoticePeople.Visitor reviewer = people.reviewer();
        NoticeNumber old = out(writer, reviewer);
        assertThat(writer.get("/notices/" + old).body()).contains("id=\"correct\"", "정정 공지 쓰기");
        assertThat(reviewer.get("/notices/" + old).body())
                .as("who writes no notices")
                .doesNotContain("id=\"correct\"");

        String draft = begun(writer, old);
        Browser.Response form = writer.get(draft);
        assertThat(form.body())
                .contains("오늘 밤 &amp; 내일 아침", "href=\"/notices/" + old + "\"", "이미 보낸 공지를 정정합니다", " readonly");
        String id = draft.replace("/notices/drafts/", "");
        String sized = NoticePeople.location(writer.upload(
                people.form(
                        "id",
                        id,
                        "do",
                        "size",
                        "text",
                        "내일 밤",
                        "audience",
                        writer.address() + " | " + reviewer.address()),
                "unused",
                new byte[0]));
        Browser.Response page = writer.get(sized);
        assertThat(page.body()).contains("받는 사람은 2명", "내일 밤", old.toString());
        String shown = NoticePeople.location(
                writer.post(sized.replace("/audience", "/submit"), Map.of("size", page.value("size"))));
        NoticeNumber correction =
                NoticeNumber.parse(shown.replaceAll("/notices/|\\?.*", "")).orElseThrow();
        assertThat(people.notice(correction).corrects()).contains(old);
        assertThat(writer.get("/notices/" + old).body())
                .contains("id=\"corrected-by\" href=\"/notices/" + correction + "\"")
                .as("there is one already")
                .doesNotContain("id=\"correct\"");
        assertThat(writer.post("/notices/" + old + "/correct", Map.of()).body()).contains("G-992");

        assertThat(reviewer.get("/notices/" + correction).body())
                .contains("id=\"corrects\" href=\"/notices/" + old + "\"", "id=\"corrects-decide\"");
        NoticePeople.location(NoticePeople.decide(reviewer, correction, "approve", ""));
        assertThat(people.notice(old).state()).as("until it goes").isEqualTo(OfficialNoticeState.RELEASED);
        house.sendsNotices();
        assertThat(people.notice(old).state()).isEqualTo(OfficialNoticeState.RECALLED);
        assertThat(people.notice(correction).state()).isEqualTo(OfficialNoticeState.RELEASED);
        assertThat(writer.get("/notices/" + old + "/report").body())
                .contains("정정 공지: <a", "href=\"/notices/" + correction + "\"", "읽지 않아 이 공지로 바꾼 사람 2명", "따로 받은 사람 0명");
        assertThat(writer.get("/notices/" + correction + "/report").body())
                .contains("정정 전 공지: <a", "href=\"/notices/" + old + "\"", "읽지 않아 이 공지로 바꾼 사람 2명");
        assertThat(writer.get("/notices/" + correction + "/report.json").body())
                .contains("\"corrections\":[{\"corrected\":\"" + old + "\",\"correction\":\"" + correction + "\"");
    }

    @Test
    void nobodyApprovesTheirOwnCorrection() throws IOException {
        NoticePeople.Visitor writer = people.writer();
        NoticePeople.Visitor reviewer = people.reviewer();
        NoticeNumber old = out(writer, reviewer);
        registry.accounts().grant(writer.address(), Role.REVIEWER, "test");
        String draft = begun(writer, old);
        Browser.Response page = writer.get(draft + "/audience");
        String shown = NoticePeople.location(writer.post(draft + "/submit", Map.of("size", page.value("size"))));
        NoticeNumber correction =
                NoticeNumber.parse(shown.replaceAll("/notices/|\\?.*", "")).orElseThrow();
        assertThat(NoticePeople.decide(writer, correction, "approve", "").body())
                .contains("G-948");
        house.sendsNotices();
        assertThat(people.notice(old).state()).isEqualTo(OfficialNoticeState.RELEASED);
    }

    @Test
    void aCorrectionGoesToNobodyElse() throws IOException {
        NoticePeople.Visitor writer = people.writer();
        NoticePeople.Visitor reviewer = people.reviewer();
        NoticeNumber old = out(writer, reviewer);
        String draft = begun(writer, old);
        String sized = NoticePeople.location(writer.upload(
                people.form(
                        "id",
                        draft.replace("/notices/drafts/", ""),
                        "do",
                        "size",
                        "audience",
                        people.ministry.address()),
                "unused",
                new byte[0]));
        assertThat(writer.get(sized).body()).contains("G-993", "href=\"#audience\"");
    }

    @Test
    void whoMayNotWriteOrWhatIsNotOutIsRefused() throws IOException {
        NoticePeople.Visitor writer = people.writer();
        NoticePeople.Visitor reviewer = people.reviewer();
        NoticeNumber waits = people.submitted(writer);
        assertThat(writer.get("/notices/" + waits).body()).doesNotContain("id=\"correct\"");
        assertThat(writer.post("/notices/" + waits + "/correct", Map.of()).body())
                .contains("G-991");
        assertThat(reviewer.post("/notices/" + waits + "/correct", Map.of()).body())
                .contains("G-939");
        TestPerson nobody = house.server.person("pages-no-correction");
        assertThat(people.signedIn(nobody)
                        .post("/notices/" + waits + "/correct", Map.of())
                        .status())
                .isEqualTo(404);
    }
}
