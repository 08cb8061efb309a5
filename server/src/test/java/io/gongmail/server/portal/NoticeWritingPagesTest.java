package io.gongmail.server.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.Adversary;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Agency;
import io.gongmail.store.registry.AuditEntry;
import io.gongmail.store.registry.AuditEvent;
import io.gongmail.store.registry.NoticeNumber;
import io.gongmail.store.registry.NoticePriority;
import io.gongmail.store.registry.OfficialNoticeState;
import io.gongmail.store.registry.Registry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A notice as it is written on pages: by whom, to whom, and what each is told who may not. */
class NoticeWritingPagesTest {
    private static NoticePeople people;
    private static House house;
    private static Registry registry;
    private static TestPerson ministry;

    @BeforeAll
    static void open() throws IOException {
        people = NoticePeople.open();
        house = people.house;
        registry = people.registry;
        ministry = people.ministry;
        registry.agencies().put(new Agency(NoticePeople.ELSEWHERE, "다른 기관", Set.of()), "test");
    }

    @AfterAll
    static void close() {
        people.close();
    }

    @Test
    void aNoticeIsWrittenSavedAndShownWithWhomItGoesTo() throws IOException {
        NoticePeople.Visitor writer = people.writer();
        assertThat(writer.get("/account").body()).contains("href=\"/notices\"");
        assertThat(writer.get("/notices/write").body())
                .contains(ministry.address())
                .doesNotContain("URGENT");
        String sized = NoticePeople.location(writer.upload(
                people.form("do", "size", "must-read", "yes", "at", "2026-12-24T09:00", "expires", "2026-12-31 18:00"),
                "unused",
                new byte[0]));
        assertThat(writer.get(sized).body())
                .contains("받는 사람은 1명", ministry.address(), "전산망 &lt;점검&gt;", "오늘 밤 &amp; 내일 아침", "공지")
                .doesNotContain("<점검>");
        assertThat(writer.get("/notices").body()).contains("쓰고 있는 공지", "전산망 &lt;점검&gt;");
    }

    @Test
    void whatIsHandedInIsProperMailFromTheAgencyAndTheTrailKnowsWhoItWas() throws IOException {
        NoticePeople.Visitor writer = people.writer();
        String draft = NoticePeople.location(writer.upload(
                people.form("subject", "한글 제목이 아주 길어서 여러 낱말로 나뉘는 경우에도 그대로 보여야 합니다 👋"),
                "file",
                "octets".getBytes(StandardCharsets.UTF_8)));
        String path = draft.replace("?saved=yes", "");
        assertThat(writer.get(path).body()).contains("signed.p7s (6 B)");
        Browser.Response page = writer.get(path + "/audience");
        long before = registry.audit().lastNumber();
        String shown = NoticePeople.location(writer.post(path + "/submit", Map.of("size", page.value("size"))));
        NoticeNumber number =
                NoticeNumber.parse(shown.replaceAll("/notices/|\\?.*", "")).orElseThrow();
        assertThat(people.notice(number).sender()).isEqualTo(writer.address());
        assertThat(people.notice(number).author()).isEqualTo(Address.of(ministry.address()));
        assertThat(people.notice(number).state()).isEqualTo(OfficialNoticeState.SUBMITTED);
        assertThat(people.notice(number).subject()).isEqualTo("한글 제목이 아주 길어서 여러 낱말로 나뉘는 경우에도 그대로 보여야 합니다 👋");
        assertThat(writer.get(shown).body()).contains("제출했습니다", "승인 대기", "signed.p7s · 6 B");
        assertThat(registry.audit().list(before + 1, 1_000))
                .extracting(AuditEntry::event)
                .filteredOn(event -> event.actor().equals(writer.address().toString()))
                .extracting(AuditEvent::code)
                .containsExactly("sent-as.used", "notice.submitted");
        assertThat(writer.get(path).status()).as("it is no draft any more").isEqualTo(404);
    }

    @Test
    void filesOfANoticeMayBeLargerThanOtherForms() throws IOException {
        NoticePeople.Visitor writer = people.writer();
        assertThat(writer.get("/notices/write").body()).contains("합해 1 MiB까지");
        byte[] file = new byte[512 * 1024];
        String path = NoticePeople.location(writer.upload(people.form(), "file", file))
                .replace("?saved=yes", "");
        assertThat(writer.get(path).body()).contains("signed.p7s (512 KiB)");
        assertThat(writer.upload(
                                people.form(),
                                "file",
                                new byte[(1 << 20) + house.config.formSize().toInt()])
                        .status())
                .isEqualTo(413);
    }

    @Test
    void oneNoticeIsHandedInOnceHoweverOftenItsFormIsSent() throws IOException {
        NoticePeople.Visitor writer = people.writer();
        String path = NoticePeople.location(writer.upload(people.form(), "unused", new byte[0]))
                .replace("?saved=yes", "");
        String size = writer.get(path + "/audience").value("size");
        NoticePeople.location(writer.post(path + "/submit", Map.of("size", size)));
        assertThat(writer.post(path + "/submit", Map.of("size", size)).body()).contains("G-981");
        assertThat(writer.upload(people.form("id", path.replace("/notices/drafts/", "")), "unused", new byte[0])
                        .body())
                .as("nor is it saved again")
                .contains("G-981");
    }

    @Test
    @Adversary("a notice in an agency's name by who has no right to it")
    void whoHasNoRightToAnAgencysNameWritesNothing() throws IOException {
        NoticePeople.Visitor nobody = people.signedIn(house.server.person("pages-nobody"));
        assertThat(nobody.get("/account").body()).doesNotContain("href=\"/notices\"");
        for (String path : List.of("/notices", "/notices/write")) {
            assertThat(nobody.get(path).status()).as(path).isEqualTo(403);
            assertThat(nobody.get(path).body()).as(path).contains("G-939");
        }
        assertThat(nobody.upload(people.form(), "unused", new byte[0]).status()).isEqualTo(403);
        NoticePeople.Visitor writer = people.writer();
        TestPerson second = house.server.agency("pages-second");
        assertThat(writer.upload(people.form("author", second.address()), "unused", new byte[0])
                        .body())
                .as("another name")
                .contains("G-939");
        String path = NoticePeople.location(writer.upload(people.form(), "unused", new byte[0]))
                .replace("?saved=yes", "");
        registry.sentAs().withdraw(Address.of(ministry.address()), writer.address(), "test");
        assertThat(writer.post(path + "/submit", Map.of("size", "1")).body())
                .as("the right is gone meanwhile")
                .contains("G-939");
    }

    @Test
    void anAudienceThatCannotBeIsRefusedInWordsAndTheDraftStays() throws IOException {
        NoticePeople.Visitor writer = people.writer();
        Map<String, String> refused = Map.of(
                "agency:" + TestServer.MINISTRY + " &",
                "G-931",
                "no-such-audience",
                "G-933",
                "all",
                "G-935",
                "agency:" + NoticePeople.ELSEWHERE,
                "G-935",
                "position:\"없는 직위\" & agency:" + TestServer.MINISTRY,
                "G-936",
                "",
                "G-980");
        for (Map.Entry<String, String> one : refused.entrySet()) {
            String sized = NoticePeople.location(
                    writer.upload(people.form("audience", one.getKey(), "do", "size"), "unused", new byte[0]));
            Browser.Response page = writer.get(sized);
            assertThat(page.status()).as(one.getKey()).isEqualTo(422);
            assertThat(page.body())
                    .as(one.getKey())
                    .contains(one.getValue(), "href=\"#audience\"", "오늘 밤 &amp; 내일 아침")
                    .doesNotContain("/submit");
            assertThat(writer.post(sized.replace("/audience", "/submit"), Map.of("size", "1"))
                            .body())
                    .as("handed in past the page: %s", one.getKey())
                    .contains(one.getValue());
            writer.post(sized.replace("/audience", "/drop"), Map.of());
        }
    }

    @Test
    void whoHandsInSeesWhomItGoesToNow() throws IOException {
        NoticePeople.Visitor writer = people.writer();
        String name = "pages-" + UUID.randomUUID().toString().substring(0, 8);
        registry.audiences().saveList(name, TestServer.MINISTRY, List.of(writer.address()), "test");
        String path = NoticePeople.location(writer.upload(people.form("audience", name), "unused", new byte[0]))
                .replace("?saved=yes", "");
        assertThat(writer.get(path + "/audience").value("size")).isEqualTo("1");
        registry.audiences()
                .saveList(name, TestServer.MINISTRY, List.of(writer.address(), Address.of(ministry.address())), "test");
        Browser.Response again = writer.post(path + "/submit", Map.of("size", "1"));
        assertThat(again.body()).contains("G-984", "확인할 때 1명, 지금 2명").contains("받는 사람은 2명");
        NoticePeople.location(writer.post(path + "/submit", Map.of("size", again.value("size"))));
        assertThat(writer.post(path + "/submit", Map.of("size", "x")).status()).isEqualTo(404);
    }

    @Test
    void urgentIsForTheAgencyItself() throws IOException {
        NoticePeople.Visitor writer = people.writer();
        String path = NoticePeople.location(writer.upload(people.form("priority", "URGENT"), "unused", new byte[0]))
                .replace("?saved=yes", "");
        assertThat(writer.get(path + "/audience").body()).contains("G-985").doesNotContain("/submit");
        assertThat(writer.post(path + "/submit", Map.of("size", "1")).body()).contains("G-985");
        TestPerson own = house.server.agency("pages-own");
        NoticePeople.Visitor agency = people.signedIn(own);
        assertThat(agency.get("/notices/write").body()).contains("value=\"URGENT\"");
        NoticeNumber number = people.submitted(agency, "author", own.address(), "priority", "URGENT");
        assertThat(people.notice(number).priority()).isEqualTo(NoticePriority.URGENT);
    }

    @Test
    void whatCannotBeTakenIsToldAtItsField() throws IOException {
        NoticePeople.Visitor writer = people.writer();
        assertThat(writer.upload(people.form("at", "tomorrow"), "unused", new byte[0])
                        .body())
                .contains("G-983", "href=\"#at\"", "tomorrow");
        assertThat(writer.upload(people.form("subject", "가".repeat(201)), "unused", new byte[0])
                        .body())
                .contains("G-986", "href=\"#subject\"");
        String path = NoticePeople.location(
                        writer.upload(people.form("subject", " ", "at", "2026-01-01T00:00"), "unused", new byte[0]))
                .replace("?saved=yes", "");
        assertThat(writer.get(path + "/audience").body()).contains("G-980", "href=\"#subject\"");
        assertThat(writer.get("/notices").body()).contains("(제목 없음)");
        String far = NoticePeople.location(writer.upload(people.form("at", "2099-01-01T00:00"), "unused", new byte[0]))
                .replace("?saved=yes", "");
        assertThat(writer.post(far + "/submit", Map.of("size", "1")).body()).contains("G-943", "href=\"#at\"");
    }

    @Test
    void draftsAreTheWritersOwn() throws IOException {
        NoticePeople.Visitor writer = people.writer();
        String path = NoticePeople.location(writer.upload(people.form(), "unused", new byte[0]))
                .replace("?saved=yes", "");
        NoticePeople.Visitor colleague = people.writer();
        for (String each : List.of(path, path + "/audience", "/notices/drafts/x")) {
            assertThat(colleague.get(each).status()).as(each).isEqualTo(404);
        }
        assertThat(colleague.post(path + "/submit", Map.of("size", "1")).status())
                .isEqualTo(404);
        assertThat(colleague.post(path + "/drop", Map.of()).status()).isEqualTo(404);
        assertThat(writer.get(path).status()).isEqualTo(200);
        NoticePeople.location(writer.post(path + "/drop", Map.of()));
        assertThat(writer.get(path).status()).isEqualTo(404);
    }
}
