package io.gongmail.server.sieve;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** Whatever somebody puts up as a filter is a script, which does something or says why not, or none, and it is told why. */
class ScriptFuzzTest {
    private static final Letter LETTER = Letter.with("Subject: hello", "From: kim@moe.gongmail.example", "X-Number: 7");

    @FuzzTest
    void isAScriptOrTold(byte[] octets) {
        String told =
                Script.check(new String(octets, StandardCharsets.UTF_8)).fold(ScriptFuzzTest::outcome, why -> why);
        assertThat(told).isNotBlank();
    }

    private static String outcome(Script script) {
        try {
            return script.on(LETTER).toString();
        } catch (ScriptFault e) {
            return String.valueOf(e.getMessage());
        }
    }
}
