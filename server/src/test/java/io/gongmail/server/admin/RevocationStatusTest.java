package io.gongmail.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.revocation.ListState;
import io.gongmail.pki.revocation.ResponderState;
import io.gongmail.pki.revocation.RunningOut;
import java.math.BigInteger;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RevocationStatusTest {
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(60);
    private static final String ISSUER = "CN=CA131100001,OU=GPKI,O=Government of Korea,C=KR";
    private static final URI RESPONDER = URI.create("http://ocsp.example/");

    @Test
    void aListInForceIsGoodAndTellsWhichItIsAndFromWhere() {
        RevocationStatus.Line line = only(status(List.of(fetched(7, LATER, null)), List.of()));
        assertThat(line.isAlarming()).isFalse();
        assertThat(line.facts())
                .containsEntry("state", "good")
                .containsEntry("kind", "list")
                .containsEntry("issuer", ISSUER)
                .containsEntry("source", "ldap://a.example/cn=1 http://a.example/1")
                .containsEntry("partition", "ldap://a.example/cn=1")
                .containsEntry("number", "7")
                .containsEntry("thisUpdate", "2026-05-31T00:00:00Z")
                .containsEntry("nextUpdate", "2026-06-01T00:01:00Z")
                .containsEntry("fetched", "2026-05-31T23:59:00Z")
                .containsEntry("failingSince", "")
                .containsEntry("failure", "");
    }

    @Test
    void whatRunsOutWithNothingNewerAlarms() {
        List<RunningOut> out = List.of(runningOut(7, LATER));
        assertAlarming("running-out", only(status(List.of(fetched(7, LATER, null)), out)));
        List<RunningOut> over = List.of(runningOut(7, NOW));
        assertAlarming("ended", only(status(List.of(fetched(7, NOW, null)), over)));
    }

    @Test
    void whatIsOverBesideANewerOneDoesNot() {
        RevocationStatus.Line line = only(status(List.of(fetched(6, NOW, null)), List.of(runningOut(7, LATER))));
        assertThat(line.isAlarming()).isFalse();
        assertThat(line.facts()).containsEntry("state", "superseded");
    }

    @Test
    void whatCannotBeHadAlarmsThoughItsListIsGood() {
        RevocationStatus.Line line = only(status(List.of(fetched(7, LATER, NOW.minusSeconds(5))), List.of()));
        assertAlarming("failing", line);
        assertThat(line.facts())
                .containsEntry("failingSince", "2026-05-31T23:59:55Z")
                .containsEntry("failure", "answered 503");
    }

    @Test
    void anAddressNotHeardOfYetIsNoFault() {
        ListState unheard =
                new ListState(ISSUER, List.of("http://a.example/1"), List.of(), null, null, null, null, null, "");
        RevocationStatus.Line line = only(status(List.of(unheard), List.of()));
        assertThat(line.isAlarming()).isFalse();
        assertThat(line.facts()).containsEntry("state", "none").containsEntry("number", "");
    }

    @Test
    void anAuthorityWithoutListAlarmsWhereNoneCanCome() {
        assertThat(only(without(true)).isAlarming()).isFalse();
        assertThat(only(without(true)).facts()).containsEntry("state", "none");
        assertAlarming("missing", only(without(false)));
        assertThat(only(without(false)).facts()).containsEntry("issuer", ISSUER);
    }

    @Test
    void aFileThatCannotBeReadAlarms() {
        RevocationStatus.Line line = only(new RevocationStatus(
                NOW, List.of(), List.of(), List.of(), true, List.of("a.crl: not a list"), List.of()));
        assertAlarming("failing", line);
        assertThat(line.facts()).containsEntry("failure", "a.crl: not a list");
    }

    @Test
    void aResponderAlarmsWhileItGivesNoAnswer() {
        RevocationStatus.Line good = only(responder(new ResponderState(RESPONDER, NOW, null, "")));
        assertThat(good.isAlarming()).isFalse();
        assertThat(good.facts())
                .containsEntry("state", "good")
                .containsEntry("kind", "responder")
                .containsEntry("source", "http://ocsp.example/")
                .containsEntry("answered", "2026-06-01T00:00:00Z");
        RevocationStatus.Line failing = only(responder(new ResponderState(RESPONDER, null, NOW, "no answer")));
        assertAlarming("failing", failing);
        assertThat(failing.facts()).containsEntry("failure", "no answer").containsEntry("answered", "");
    }

    private static void assertAlarming(String state, RevocationStatus.Line line) {
        assertThat(line.isAlarming()).isTrue();
        assertThat(line.facts()).containsEntry("state", state);
    }

    private static RevocationStatus.Line only(RevocationStatus status) {
        assertThat(status.lines()).hasSize(1);
        return status.lines().get(0);
    }

    private static ListState fetched(long number, Instant end, @Nullable Instant failingSince) {
        return new ListState(
                ISSUER,
                List.of("ldap://a.example/cn=1", "http://a.example/1"),
                List.of("ldap://a.example/cn=1"),
                BigInteger.valueOf(number),
                NOW.minusSeconds(86_400),
                end,
                NOW.minusSeconds(60),
                failingSince,
                failingSince == null ? "" : "answered 503");
    }

    private static RunningOut runningOut(long number, Instant end) {
        return new RunningOut(ISSUER, List.of("ldap://a.example/cn=1"), BigInteger.valueOf(number), end);
    }

    private static RevocationStatus status(List<ListState> lists, List<RunningOut> runningOut) {
        return new RevocationStatus(NOW, lists, runningOut, List.of(), true, List.of(), List.of());
    }

    private static RevocationStatus without(boolean fetches) {
        return new RevocationStatus(NOW, List.of(), List.of(), List.of(ISSUER), fetches, List.of(), List.of());
    }

    private static RevocationStatus responder(ResponderState responder) {
        return new RevocationStatus(NOW, List.of(), List.of(), List.of(), true, List.of(), List.of(responder));
    }
}
