package io.gongmail.server.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.NoticeNumber;
import io.gongmail.store.registry.OfficialNotice;
import io.gongmail.store.registry.Registry;
import io.gongmail.store.registry.Role;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Who writes notices at a house of their own, and who decides on them, each signed in with a browser. */
final class NoticePeople implements AutoCloseable {
    static final String ELSEWHERE = "NOTICE-PAGES-B";

    final House house;
    final Registry registry;
    final TestPerson ministry;

    private NoticePeople(House house) {
        this.house = house;
        this.registry = house.server.registry();
        this.ministry = house.server.agency("pages-ministry");
    }

    static NoticePeople open() throws IOException {
        return new NoticePeople(House.open());
    }

    @Override
    public void close() {
        house.close();
    }

    /** Somebody at the certificate door, signed in, with their browser. */
    record Visitor(House house, TestPerson person, Browser browser) {
        Address address() {
            return Address.of(person.address());
        }

        Browser.Response get(String path) throws IOException {
            return browser.get(house.certificatePort(), path);
        }

        Browser.Response post(String path, Map<String, String> form) throws IOException {
            return browser.post(house.certificatePort(), path, with(form));
        }

        Browser.Response upload(Map<String, String> form, String name, byte[] file) throws IOException {
            return browser.upload(house.certificatePort(), "/notices/write", with(form), name, file);
        }

        private Map<String, String> with(Map<String, String> form) throws IOException {
            Map<String, String> all = new HashMap<>(form);
            all.putIfAbsent("token", get("/account").token());
            return all;
        }
    }

    Visitor signedIn(TestPerson person) throws IOException {
        Visitor visitor = new Visitor(house, person, new Browser(house.server, Optional.of(person.certificate())));
        assertThat(visitor.post("/account/sign-in", Map.of("password", person.password()))
                        .status())
                .isEqualTo(303);
        return visitor;
    }

    Visitor writer() throws IOException {
        TestPerson person = house.server.person("pages-writer");
        registry.sentAs().give(Address.of(ministry.address()), Address.of(person.address()), "test");
        return signedIn(person);
    }

    Visitor reviewer() throws IOException {
        TestPerson person = house.server.person("pages-reviewer");
        registry.accounts().grant(Address.of(person.address()), Role.REVIEWER, "test");
        return signedIn(person);
    }

    Map<String, String> form(String... more) {
        Map<String, String> form = new HashMap<>(Map.of(
                "author", ministry.address(),
                "subject", "전산망 <점검>",
                "text", "오늘 밤 & 내일 아침",
                "audience", ministry.address(),
                "priority", "NORMAL",
                "at", "",
                "expires", ""));
        for (int i = 0; i < more.length; i += 2) {
            form.put(more[i], more[i + 1]);
        }
        return form;
    }

    static String location(Browser.Response response) {
        assertThat(response.status()).as(response.body()).isEqualTo(303);
        return response.header("Location");
    }

    /** Written, looked at and handed in. */
    NoticeNumber submitted(Visitor writer, String... more) throws IOException {
        String sized = location(writer.upload(form(more), "unused", new byte[0]));
        if (!sized.endsWith("/audience")) {
            sized = sized.replace("?saved=yes", "/audience");
        }
        Browser.Response page = writer.get(sized);
        assertThat(page.status()).as(page.body()).isEqualTo(200);
        String shown = location(writer.post(sized.replace("/audience", "/submit"), Map.of("size", page.value("size"))));
        return NoticeNumber.parse(shown.replaceAll("/notices/|\\?.*", "")).orElseThrow();
    }

    OfficialNotice notice(NoticeNumber number) {
        return registry.notices().find(number).orElseThrow();
    }

    static Browser.Response decide(Visitor who, NoticeNumber number, String what, String reason) throws IOException {
        return who.post("/notices/" + number, Map.of("do", what, "reason", reason));
    }
}
