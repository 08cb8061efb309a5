package io.gongmail.store.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gongmail.store.registry.OwnerLetter.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What RFC 5804 §2 demands of the store of scripts, and what owners and the trail are told. */
class SieveScriptsTest {
    private static final World WORLD = World.shared();
    private static final Address KIM = Address.of("kim@moe.gongmail.example");
    private static final Address LEE = Address.of("lee@moe.gongmail.example");

    private final SieveScripts scripts = WORLD.registry.scripts();
    private final Address hong = WORLD.account().address();

    private ScriptOutcome put(String name, String text, Address... leadsTo) {
        return scripts.put(hong, name, text, List.of(leadsTo), hong.toString());
    }

    private boolean reacts() {
        return WORLD.accounts.find(hong).orElseThrow().reacts();
    }

    private List<Kind> letters() {
        return WORLD.registry.ownerLetters().waiting(1_000).stream()
                .filter(letter -> letter.account().equals(hong))
                .map(OwnerLetter::kind)
                .toList();
    }

    @Test
    void oneIsKeptAsItWasPutAndIsNotActive() {
        String text = "# 한글 \"따옴표\"\r\nkeep;\r\n";
        assertThat(put("거르기", text)).isEqualTo(ScriptOutcome.DONE);
        assertThat(scripts.of(hong)).containsExactly(new SieveScript("거르기", text, false));
        assertThat(scripts.active(hong)).isEmpty();
        assertThat(reacts()).isFalse();
    }

    /** RFC 5804 §2.8: at most one. */
    @Test
    void theOneThatIsMadeActiveIsTheOnlyOneAndDeliveryIsTold() {
        put("a", "keep;");
        put("b", "discard;");
        assertThat(scripts.activate(hong, "a", "x")).isEqualTo(ScriptOutcome.DONE);
        assertThat(reacts()).isTrue();
        assertThat(scripts.activate(hong, "b", "x")).isEqualTo(ScriptOutcome.DONE);
        assertThat(scripts.of(hong))
                .containsExactly(new SieveScript("a", "keep;", false), new SieveScript("b", "discard;", true));
        assertThat(scripts.active(hong)).contains(new SieveScript("b", "discard;", true));
        assertThat(scripts.activate(hong, "c", "x")).isEqualTo(ScriptOutcome.NONE);
        assertThat(scripts.active(hong)).as("what is not there changes nothing").isPresent();
        assertThat(scripts.activate(hong, "", "x")).isEqualTo(ScriptOutcome.DONE);
        assertThat(scripts.active(hong)).isEmpty();
        assertThat(reacts()).isFalse();
    }

    @Test
    void anotherTextInItsPlaceStaysActive() {
        put("a", "keep;");
        scripts.activate(hong, "a", "x");
        assertThat(put("a", "discard;")).isEqualTo(ScriptOutcome.DONE);
        assertThat(scripts.active(hong)).contains(new SieveScript("a", "discard;", true));
    }

    /** RFC 5804 §2.10: the active one is not deleted; §2.11.1: a name that is taken is not given again. */
    @Test
    void whatMayNotBeIsNot() {
        put("a", "keep;");
        put("b", "keep;");
        scripts.activate(hong, "a", "x");
        assertThat(scripts.delete(hong, "a", "x")).isEqualTo(ScriptOutcome.ACTIVE);
        assertThat(scripts.delete(hong, "none", "x")).isEqualTo(ScriptOutcome.NONE);
        assertThat(scripts.delete(hong, "b", "x")).isEqualTo(ScriptOutcome.DONE);
        put("b", "keep;");
        assertThat(scripts.rename(hong, "a", "b", "x")).isEqualTo(ScriptOutcome.EXISTS);
        assertThat(scripts.rename(hong, "none", "c", "x")).isEqualTo(ScriptOutcome.NONE);
        assertThat(scripts.rename(hong, "a", "c", "x")).isEqualTo(ScriptOutcome.DONE);
        assertThat(scripts.active(hong)).contains(new SieveScript("c", "keep;", true));
    }

    @Test
    void numberSizeAndNameAreBounded() {
        for (int i = 0; i < SieveScripts.MOST; i++) {
            assertThat(put("s" + i, "keep;")).isEqualTo(ScriptOutcome.DONE);
        }
        assertThat(put("one more", "keep;")).isEqualTo(ScriptOutcome.TOO_MANY);
        assertThat(scripts.fits(hong, "one more", 10)).isEqualTo(ScriptOutcome.TOO_MANY);
        assertThat(put("s0", "discard;")).isEqualTo(ScriptOutcome.DONE);
        assertThat(scripts.fits(hong, "s0", SieveScript.LONGEST)).isEqualTo(ScriptOutcome.DONE);
        assertThat(scripts.fits(hong, "s0", SieveScript.LONGEST + 1L)).isEqualTo(ScriptOutcome.TOO_LONG);
        assertThat(put("s0", "#" + "x".repeat(SieveScript.LONGEST - 1))).isEqualTo(ScriptOutcome.DONE);
        assertThat(put("s0", "#" + "가".repeat(SieveScript.LONGEST / 3) + "xx"))
                .as("octets count")
                .isEqualTo(ScriptOutcome.TOO_LONG);
        assertThat(put("s0", "#\0")).isEqualTo(ScriptOutcome.TOO_LONG);
        assertThat(SieveScript.isName("\uD83D\uDE00".repeat(SieveScript.LONGEST_NAME)))
                .isTrue();
        assertThat(scripts.rename(hong, "s0", "\uD83D\uDE00".repeat(SieveScript.LONGEST_NAME), "x"))
                .isEqualTo(ScriptOutcome.DONE);
        for (String wrong : List.of("", "a\nb", "a\u2028b", "a\u0085b", "x".repeat(SieveScript.LONGEST_NAME + 1))) {
            assertThat(SieveScript.isName(wrong)).isFalse();
            assertThatThrownBy(() -> put(wrong, "keep;")).isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** As of a forwarding: it is what a thief of an account sets first. */
    @Test
    void theOwnerHearsWhereTheActiveOneSendsMail() {
        put("a", "redirect …", KIM, LEE);
        assertThat(letters()).as("it is not active").isEmpty();
        scripts.activate(hong, "a", "x");
        assertThat(letters()).containsExactly(Kind.SCRIPT_LEADS_ON);
        assertThat(WORLD.registry.ownerLetters().of(hong).get(0).told()).isEqualTo(KIM + ", " + LEE);
        put("a", "redirect … keep;", KIM, LEE);
        scripts.rename(hong, "a", "b", "x");
        assertThat(letters()).as("no news").hasSize(1);
        put("b", "redirect …", KIM);
        assertThat(letters()).hasSize(2);
        scripts.activate(hong, "", "x");
        assertThat(letters()).contains(Kind.SCRIPT_LEADS_NOWHERE);
    }

    @Test
    void theTrailHearsOfEachChangeAndNotOfTheText() {
        put("a", "redirect \"secret@x.example\";", KIM);
        AuditEvent put = WORLD.lastEntry().event();
        assertThat(put.code()).isEqualTo("sieve.put");
        assertThat(put.facts()).containsExactlyEntriesOf(Map.of("script", "a"));
        List<String> codes = new ArrayList<>();
        scripts.activate(hong, "a", "x");
        codes.add(WORLD.lastEntry().event().code());
        scripts.rename(hong, "a", "b", "x");
        codes.add(WORLD.lastEntry().event().code());
        scripts.activate(hong, "", "x");
        scripts.delete(hong, "b", "x");
        codes.add(WORLD.lastEntry().event().code());
        assertThat(codes).containsExactly("sieve.activated", "sieve.renamed", "sieve.deleted");
    }

    @Test
    void aFailureIsToldOnceADay() {
        put("a", "keep;");
        scripts.failed(hong, "a", "line 1: not active, so nobody asks");
        assertThat(letters()).isEmpty();
        scripts.activate(hong, "a", "x");
        scripts.failed(hong, "a", "line 1: it went wrong");
        scripts.failed(hong, "a", "line 1: and again");
        assertThat(letters()).containsExactly(Kind.SCRIPT_FAILED);
        assertThat(WORLD.registry.ownerLetters().of(hong).get(0).told()).isEqualTo("a: line 1: it went wrong");
        put("a", "discard;");
        scripts.failed(hong, "a", "x".repeat(2_000));
        assertThat(letters()).as("another text").hasSize(2);
    }

    @Test
    void aClosedAccountHasNone() {
        put("a", "keep;");
        scripts.activate(hong, "a", "x");
        WORLD.accounts.close(hong, "x", "left");
        assertThat(scripts.of(hong)).isEmpty();
        assertThat(put("a", "keep;")).isEqualTo(ScriptOutcome.NO_ACCOUNT);
    }
}
