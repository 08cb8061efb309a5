package io.gongmail.server.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.demo.Issued;
import io.gongmail.server.testing.Adversary;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.ApplicationId;
import io.gongmail.store.registry.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Who may what: everybody against every route there is, generated from the table of routes; and against one route more for each
 * {@link Who}. What a route does is put aside, so that only whether it was reached counts.
 */
class AuthorisationTest {
    /** Who comes. At the public door nobody shows a certificate. */
    enum Caller {
        NOBODY,
        APPLICANT,
        FOREIGN_CERTIFICATE,
        EXPIRED_CERTIFICATE,
        GOOD_CERTIFICATE_OF_NOBODY,
        REVOKED_BINDING,
        SUSPENDED_ACCOUNT,
        OWNER,
        SIGNED_IN,
        REVIEWER,
        ADMINISTRATOR,
        HELPDESK
    }

    private static final Set<Caller> OWNERS =
            Set.of(Caller.OWNER, Caller.SIGNED_IN, Caller.REVIEWER, Caller.ADMINISTRATOR, Caller.HELPDESK);
    /** Written down once more, apart from what decides it. */
    private static final Map<Who, Set<Caller>> MAY = Map.of(
            Who.ANYONE, Set.of(Caller.values()),
            Who.APPLICANT, Set.of(Caller.APPLICANT),
            Who.OWNER, OWNERS,
            Who.SIGNED_IN, Set.of(Caller.SIGNED_IN),
            Who.REVIEWER, Set.of(Caller.REVIEWER),
            Who.ADMINISTRATOR, Set.of(Caller.ADMINISTRATOR),
            Who.HELPDESK, Set.of(Caller.HELPDESK));

    private static final ApplicationId APPLICATION = new ApplicationId(UUID.randomUUID());
    private static final Map<Caller, Optional<Issued>> CERTIFICATES = new EnumMap<>(Caller.class);
    private static List<Route> routes = List.of();
    private static House house;

    @BeforeAll
    static void open() throws Exception {
        house = House.with(real -> {
            List<Route> all = new ArrayList<>(real);
            for (Who who : Who.values()) {
                all.add(Route.page("/t/" + who, Door.CERTIFICATE, who, visit -> text("")));
                all.add(Route.form("/t/" + who, Door.CERTIFICATE, who, visit -> text("")));
            }
            routes = List.copyOf(all);
            return Stream.concat(
                            all.stream()
                                    .map(route -> new Route(
                                            route.path(),
                                            route.doors(),
                                            route.who(),
                                            route.takes(),
                                            visit -> text("reached"))),
                            Stream.of(
                                    new Route(
                                            "/t/token",
                                            Route.EVERY_DOOR,
                                            Who.ANYONE,
                                            Takes.NOTHING,
                                            visit -> text(visit.sessionOrNew().token())),
                                    Route.form("/t/enter", Door.CERTIFICATE, Who.OWNER, visit -> {
                                        Address own = visit.owner().account().address();
                                        visit.enter(new Session.Entered(
                                                own, house.passwords.counts(own).orElseThrow()));
                                        return text(visit.sessionOrNew().token());
                                    }),
                                    Route.form("/t/entitle", Door.PUBLIC, Who.ANYONE, visit -> {
                                        visit.entitle(APPLICATION);
                                        return text(visit.sessionOrNew().token());
                                    })))
                    .toList();
        });
        for (Caller caller : Caller.values()) {
            CERTIFICATES.put(caller, certificate(caller));
        }
    }

    private static Optional<Issued> certificate(Caller caller) throws GeneralSecurityException {
        TestServer server = house.server;
        return switch (caller) {
            case NOBODY, APPLICANT -> Optional.empty();
            case FOREIGN_CERTIFICATE -> Optional.of(server.authority().foreign("남의 부처", "001외인001"));
            case EXPIRED_CERTIFICATE -> Optional.of(server.authority().expired("교육부", "001지난이001"));
            case GOOD_CERTIFICATE_OF_NOBODY -> Optional.of(server.authority().officialWithEcKey("교육부", "001아무개001"));
            case REVOKED_BINDING -> {
                TestPerson person = server.person("revoked");
                server.closeBinding(person);
                yield Optional.of(person.certificate());
            }
            case SUSPENDED_ACCOUNT -> {
                TestPerson person = server.person("suspended");
                server.registry().accounts().suspend(Address.of(person.address()), "test", "test");
                yield Optional.of(person.certificate());
            }
            case OWNER -> Optional.of(server.person("owner").certificate());
            case SIGNED_IN -> Optional.of(server.person("signedin").certificate());
            case REVIEWER, ADMINISTRATOR, HELPDESK -> {
                TestPerson person = server.person("holder");
                server.registry().accounts().grant(Address.of(person.address()), Role.valueOf(caller.name()), "test");
                yield Optional.of(person.certificate());
            }
        };
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private static Answer text(String text) {
        return new Answer.Octets("text/plain", text.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    static Stream<Arguments> everybodyAtEveryDoor() {
        return Stream.of(Door.values())
                .flatMap(door -> Stream.of(Caller.values())
                        .filter(caller ->
                                door == Door.CERTIFICATE || caller == Caller.NOBODY || caller == Caller.APPLICANT)
                        .map(caller -> Arguments.of(door, caller)));
    }

    @ParameterizedTest
    @MethodSource("everybodyAtEveryDoor")
    @Adversary("a page of the portal by who may not see it")
    void everyRouteIsReachedByThoseWhoMayAndByNobodyElse(Door door, Caller caller) throws IOException {
        int port = door == Door.PUBLIC ? house.port() : house.certificatePort();
        Browser browser = new Browser(house.server, CERTIFICATES.get(caller));
        // An application is gone on with at the public door; at the other its session is none.
        String atPublic = browserOfApplicant(browser, caller);
        String token = door == Door.PUBLIC && !atPublic.isEmpty()
                ? atPublic
                : browser.get(port, "/t/token").body();
        if (caller == Caller.SIGNED_IN) {
            token = browser.post(port, "/t/enter", Map.of("token", token)).body();
        }
        assertThat(token).hasSize(43);
        Caller seen = door == Door.CERTIFICATE && caller == Caller.APPLICANT ? Caller.NOBODY : caller;
        for (Route route : routes) {
            boolean may = route.doors().contains(door) && MAY.get(route.who()).contains(seen);
            Browser.Response response = ask(browser, port, route, token);
            assertThat(response.body().equals("reached"))
                    .as(
                            "%s at %s: %s %s for %s gave %d",
                            caller, door, route.method(), route.path(), route.who(), response.status())
                    .isEqualTo(may);
            if (!may) {
                assertThat(response.status()).as(route.path()).isIn(303, 403, 404, 503);
            }
        }
    }

    private static String browserOfApplicant(Browser browser, Caller caller) throws IOException {
        if (caller != Caller.APPLICANT) {
            return "";
        }
        String token = browser.get(house.port(), "/t/token").body();
        return browser.post(house.port(), "/t/entitle", Map.of("token", token)).body();
    }

    private static Browser.Response ask(Browser browser, int port, Route route, String token) throws IOException {
        String path = route.path().replaceAll("\\{[a-z]+}", "x").replace("<name>", "portal.css");
        Map<String, String> form = new HashMap<>(Map.of("token", token));
        return switch (route.takes()) {
            case NOTHING -> browser.get(port, path);
            case FORM -> browser.post(port, path, form);
            case UPLOAD, FILES -> browser.upload(port, path, form, "file", new byte[1]);
            case DOCUMENT -> browser.send(port, "POST", path, "text/xml", new byte[1]);
        };
    }

    @Test
    @Adversary("a form of another site, or of another session")
    void noFormIsReachedWithoutItsTokenByAnybody() throws IOException {
        for (Caller caller : Caller.values()) {
            Browser browser = new Browser(house.server, CERTIFICATES.get(caller));
            String token = browserOfApplicant(browser, caller);
            assertThat(token.isEmpty()).isEqualTo(caller != Caller.APPLICANT);
            browser.get(house.certificatePort(), "/t/token");
            for (Route route : routes) {
                if (List.of(Takes.FORM, Takes.UPLOAD, Takes.FILES).contains(route.takes())) {
                    int port = route.doors().contains(Door.PUBLIC) ? house.port() : house.certificatePort();
                    assertThat(ask(browser, port, route, "none").status())
                            .as("%s: %s", caller, route.path())
                            .isEqualTo(403);
                }
            }
        }
    }
}
