package io.gongmail.server.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gongmail.server.testing.Chromium;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestTls;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Role;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A notice from who writes it by who approves it to who reads it, its report, and its recall by two, each of the two in a Chromium with
 * their own certificate.
 */
@Tag("clients")
@Timeout(600)
class NoticesInChromiumTest {
    /** 공지, as RFC 3501 §5.1.3 has it. */
    private static final String FOLDER = "&rPXJwA-";

    private static Screens screens;
    private static House house;

    @TempDir
    Path home;

    @BeforeAll
    static void open() {
        screens = Screens.open();
        house = screens.house;
    }

    @AfterAll
    static void close() {
        if (screens != null) {
            screens.close();
        }
    }

    /** A member's mail program. */
    private static final class Member implements AutoCloseable {
        private final SSLSocket socket;
        private final BufferedReader in;
        private int tag;

        Member(TestPerson person) throws IOException {
            socket = TestTls.connect(
                    house.server.imap().port(), house.server.authority().serverCa(), person.certificate());
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            assertThat(in.readLine()).startsWith("* OK");
            assertThat(says("LOGIN " + person.address() + " " + person.password()))
                    .contains("OK");
        }

        /** All that is answered. */
        String says(String command) throws IOException {
            String name = "a" + ++tag;
            socket.getOutputStream().write((name + " " + command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            StringBuilder heard = new StringBuilder();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                heard.append(line).append('\n');
                if (line.startsWith(name + " ")) {
                    return heard.toString();
                }
            }
            throw new IOException("it ended: " + heard);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private interface Look {
        void at(Chromium chromium, String step);
    }

    private static Look look(boolean scripts) {
        return scripts
                ? (chromium, step) -> screens.looksWellAtEveryWidth(chromium, step)
                : (chromium, step) -> assertThat(chromium.isTooWide()).as(step).isFalse();
    }

    private Chromium chromium(String name, TestPerson who, boolean scripts) {
        Chromium chromium = screens.chromium(home.resolve(name), who);
        chromium.width(Screens.NARROW);
        if (!scripts) {
            chromium.withoutScripts();
        }
        screens.signIn(chromium, who);
        return chromium;
    }

    private static TestPerson reviewer(String name) {
        TestPerson person = house.server.person(name);
        house.server.registry().accounts().grant(Address.of(person.address()), Role.REVIEWER, "test");
        return person;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void oneWritesAnotherApprovesMembersReadItAndTwoRecallIt(boolean scripts) throws IOException {
        Look look = look(scripts);
        TestPerson ministry = house.server.agency("screens-ministry");
        TestPerson writer = reviewer("screens-writer");
        house.server.registry().sentAs().give(Address.of(ministry.address()), Address.of(writer.address()), "test");
        TestPerson approver = reviewer("screens-approver");
        TestPerson member = house.server.person("screens-member");
        try (Chromium one = chromium("one", writer, scripts);
                Chromium other = chromium("other", approver, scripts)) {
            String path = writes(one, member, approver, look);
            approves(other, path, look);
            house.sendsNotices();
            reads(one, member, path, look);
            recalled(one, other, path, look);
            inEnglish(one, path, look);
            try (Member mail = new Member(member)) {
                assertThat(mail.says("SELECT " + FOLDER))
                        .as("who has read it keeps it")
                        .contains("* 1 EXISTS");
            }
            try (Member mail = new Member(approver)) {
                assertThat(mail.says("SELECT " + FOLDER))
                        .as("who has not never gets it")
                        .contains("* 0 EXISTS");
            }
        }
    }

    /** From the account's page to the notice's, whose path it is. */
    private String writes(Chromium one, TestPerson member, TestPerson approver, Look look) throws IOException {
        look.at(one, "account-with-notices-ko");
        one.follow("a[href='/notices']");
        look.at(one, "notices-ko");
        one.follow("a[href='/notices/write']");
        one.type("#subject", "전산망 점검 안내");
        one.type("#text", "오늘 밤 10시부터 전산망을 점검합니다.");
        one.type("#audience", "all");
        one.type("#file", Files.writeString(home.resolve("점검 일정.txt"), "22:00").toString());
        one.follow("#size");
        assertThat(one.text("[data-problems]")).contains("G-935");
        assertThat(one.value("#text")).isEqualTo("오늘 밤 10시부터 전산망을 점검합니다.");
        assertThat(one.text("main")).contains("점검 일정.txt");
        look.at(one, "notice-write-problem-ko");
        one.retype("#audience", member.address() + " | " + approver.address());
        one.follow("#size");
        assertThat(one.text("#count")).isEqualTo("받는 사람은 2명입니다.");
        assertThat(one.text("main")).contains(member.address(), approver.address(), "점검 일정.txt", "전산망 점검 안내");
        look.at(one, "notice-audience-ko");
        one.follow("#submit");
        assertThat(one.text("main")).contains("제출했습니다.", "승인 대기");
        assertThat(one.has("button[value=approve]")).as("of one's own").isFalse();
        look.at(one, "notice-submitted-ko");
        return one.url().getPath();
    }

    private static void approves(Chromium other, String path, Look look) {
        other.go(screens.own("/notices"));
        other.follow("a[href='" + path + "']");
        assertThat(other.text("main")).contains("오늘 밤 10시부터 전산망을 점검합니다.");
        other.follow("button[value=reject]");
        assertThat(other.text("[data-problems]")).contains("G-988");
        look.at(other, "notice-decide-problem-ko");
        other.follow("button[value=approve]");
        assertThat(other.text("main")).contains("승인됨");
    }

    /** The writer watches the report, which shows itself anew. */
    private static void reads(Chromium one, TestPerson member, String path, Look look) throws IOException {
        one.go(screens.own(path));
        one.follow("#report");
        assertThat(one.text("main")).contains("받는 사람 2명", "전달 0명 (0%)", "10초마다");
        try (Member mail = new Member(member)) {
            assertThat(mail.says("SELECT " + FOLDER)).contains("* 1 EXISTS");
            assertThat(mail.says("FETCH 1 (FLAGS BODY[])"))
                    .contains("From: ", "X-Gongmail-Audience: ", "filename*=UTF-8''", "\\Seen");
        }
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> assertThat(one.run("document.body.innerText").asText())
                                .as("by itself")
                                .contains("읽음 1명 (50%)"));
        one.follow("#still");
        assertThat(one.text("main")).contains("새로 고치지 않습니다");
        assertThat(one.text("#figures")).contains("읽음 1 50%", "전달 전 1 50%");
        look.at(one, "notice-report-ko");
    }

    private static void recalled(Chromium one, Chromium other, String path, Look look) {
        one.go(screens.own(path + "?still=yes"));
        look.at(one, "notice-released-ko");
        one.type("#reason", "날짜가 틀렸습니다");
        one.follow("button[value=recall]");
        assertThat(one.text("main")).contains("회수 확인 대기");
        assertThat(one.has("button[value=recall]")).as("by who has asked").isFalse();
        other.go(screens.own(path + "?still=yes"));
        assertThat(other.text("main")).contains("다른 사람이 회수를 요청했습니다", "날짜가 틀렸습니다");
        look.at(other, "notice-recall-ko");
        other.type("#reason", "확인했습니다");
        other.follow("button[value=recall]");
        house.sendsNotices();
        one.go(screens.own(path + "/report"));
        assertThat(one.text("main")).contains("회수됨").doesNotContain("10초마다");
        assertThat(one.text("#figures")).contains("읽음 1 50%", "회수 1 50%");
        look.at(one, "notice-report-recalled-ko");
    }

    private static void inEnglish(Chromium one, String path, Look look) {
        one.go(screens.own("/notices?lang=en"));
        assertThat(one.text("main")).contains("Delivered to 1, read by 1");
        look.at(one, "notices-en");
        one.go(screens.own(path));
        look.at(one, "notice-en");
        one.go(screens.own(path + "/report"));
        look.at(one, "notice-report-en");
        one.go(screens.own("/notices/write"));
        look.at(one, "notice-write-en");
        one.go(screens.own("/notices?lang=ko"));
    }
}
