package io.gongmail.server.managesieve;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.store.registry.SieveScript;
import io.gongmail.store.registry.SieveScripts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The commands on scripts (RFC 5804 §2.5 to §2.12). */
class ScriptCommandsTest {
    private static final String TEXT = "# 한글\r\nrequire \"fileinto\";\r\nfileinto \"보관\";\r\n";
    private static Scripts scripts;

    private TestPerson hong;
    private Talk talk;

    @BeforeAll
    static void open() {
        scripts = Scripts.open();
    }

    @BeforeEach
    void signIn() throws IOException {
        hong = scripts.server.person("hong");
        talk = scripts.of(hong);
    }

    @AfterEach
    void leave() throws IOException {
        talk.close();
    }

    @AfterAll
    static void close() {
        scripts.close();
    }

    private void put(String name, String text) throws IOException {
        talk.does("PUTSCRIPT \"" + name + "\" " + Talk.literal(text), "OK");
    }

    /** RFC 5804 §2.6, §2.9. */
    @Test
    void whatIsPutIsGotAsItWas() throws IOException {
        put("거르기", TEXT);
        assertThat(talk.does("GETSCRIPT \"거르기\"", "OK"))
                .isEqualTo("{" + TEXT.getBytes(StandardCharsets.UTF_8).length + "}\n" + TEXT + "\nOK \"Done\"\n");
        talk.does("PUTSCRIPT {6+}\r\nquoted \"keep;\"", "OK");
        assertThat(talk.does("GETSCRIPT {6+}\r\nquoted", "OK")).startsWith("{5}\nkeep;\n");
        talk.does("GETSCRIPT \"none\"", "NO (NONEXISTENT)");
        talk.does("GETSCRIPT", "NO");
        talk.does("GETSCRIPT \"a\" \"b\"", "NO");
    }

    /** RFC 5804 §2.6: what is none is told, with its line, and nothing is stored. */
    @Test
    void whatIsNoScriptIsNotTaken() throws IOException {
        assertThat(talk.does("PUTSCRIPT \"a\" " + Talk.literal("keep;\r\nfrobnicate;\r\n"), "NO"))
                .isEqualTo("NO \"line 2: there is no command 'frobnicate' here\"\n");
        assertThat(talk.does("CHECKSCRIPT " + Talk.literal("keep;\r\nrequire \"variables\";\r\n"), "NO"))
                .contains("line 2: require stands at the beginning");
        assertThat(talk.does("LISTSCRIPTS", "OK")).isEqualTo("OK \"Done\"\n");
    }

    /** RFC 5804 §2.12. */
    @Test
    void aCheckStoresNothing() throws IOException {
        talk.does("CHECKSCRIPT " + Talk.literal(TEXT), "OK");
        talk.does("CHECKSCRIPT \"\"", "OK");
        talk.does("CHECKSCRIPT", "NO");
        assertThat(talk.does("LISTSCRIPTS", "OK")).isEqualTo("OK \"Done\"\n");
    }

    /** RFC 5804 §2.7, §2.8. */
    @Test
    void oneAtMostIsActive() throws IOException {
        put("a \\\"quoted\\\" one", "keep;");
        put("b", "keep;");
        assertThat(talk.does("LISTSCRIPTS", "OK")).isEqualTo("\"a \\\"quoted\\\" one\"\n\"b\"\nOK \"Done\"\n");
        talk.does("SETACTIVE \"b\"", "OK");
        talk.does("SETACTIVE \"none\"", "NO (NONEXISTENT)");
        assertThat(talk.does("LISTSCRIPTS", "OK")).contains("one\"\n\"b\" ACTIVE\n");
        talk.does("SETACTIVE \"a \\\"quoted\\\" one\"", "OK");
        assertThat(talk.does("LISTSCRIPTS", "OK")).contains("one\" ACTIVE\n\"b\"\n");
        talk.does("SETACTIVE \"\"", "OK");
        assertThat(talk.does("LISTSCRIPTS", "OK")).doesNotContain("ACTIVE");
        talk.does("SETACTIVE", "NO");
        talk.does("LISTSCRIPTS \"x\"", "NO");
    }

    /** RFC 5804 §2.10, §2.11. */
    @Test
    void scriptsAreDeletedAndRenamed() throws IOException {
        put("a", "keep;");
        put("b", "keep;");
        talk.does("SETACTIVE \"a\"", "OK");
        talk.does("DELETESCRIPT \"a\"", "NO (ACTIVE)");
        talk.does("DELETESCRIPT \"none\"", "NO (NONEXISTENT)");
        talk.does("RENAMESCRIPT \"a\" \"b\"", "NO (ALREADYEXISTS)");
        talk.does("RENAMESCRIPT \"none\" \"c\"", "NO (NONEXISTENT)");
        talk.does("RENAMESCRIPT \"a\" \"\"", "NO");
        talk.does("RENAMESCRIPT \"a\" \"c\"", "OK");
        talk.does("DELETESCRIPT \"b\"", "OK");
        assertThat(talk.does("LISTSCRIPTS", "OK")).isEqualTo("\"c\" ACTIVE\nOK \"Done\"\n");
    }

    /** RFC 5804 §2.5, §1.3. */
    @Test
    void roomIsToldAndBounded() throws IOException {
        talk.does("HAVESPACE \"a\" " + SieveScript.LONGEST, "OK");
        talk.does("HAVESPACE \"a\" " + (SieveScript.LONGEST + 1), "NO (QUOTA/MAXSIZE)");
        talk.does("HAVESPACE \"a\" 9999999999", "NO (QUOTA/MAXSIZE)");
        talk.does("HAVESPACE \"\" 5", "NO");
        talk.does("HAVESPACE \"a\" \"5\"", "NO");
        talk.does("HAVESPACE \"a\" x", "NO");
        for (int i = 0; i < SieveScripts.MOST; i++) {
            put("s" + i, "keep;");
        }
        talk.does("HAVESPACE \"more\" 5", "NO (QUOTA/MAXSCRIPTS)");
        talk.does("PUTSCRIPT \"more\" \"keep;\"", "NO (QUOTA/MAXSCRIPTS)");
        talk.does("HAVESPACE \"s0\" 5", "OK");
        talk.does("PUTSCRIPT \"s0\" \"discard;\"", "OK");
        String longest = "#" + "x".repeat(SieveScript.LONGEST - 1);
        put("s0", longest);
        talk.does("PUTSCRIPT \"s0\" " + Talk.literal(longest + "x"), "NO");
        talk.does("PUTSCRIPT \"s0\" " + Talk.literal("x".repeat(1_000_000)), "NO (QUOTA/MAXSIZE)");
        talk.does("NOOP", "OK");
        assertThat(talk.does("GETSCRIPT \"s0\"", "OK")).as("what was there").contains(longest + "\n");
    }

    @Test
    void aNameIsANameOrIsTold() throws IOException {
        put("가".repeat(SieveScript.LONGEST_NAME), "keep;");
        talk.does("PUTSCRIPT \"" + "가".repeat(SieveScript.LONGEST_NAME + 1) + "\" \"keep;\"", "NO");
        talk.does("PUTSCRIPT \"\" \"keep;\"", "NO");
        talk.does("PUTSCRIPT " + Talk.literal("a\r\nb") + " \"keep;\"", "NO");
        talk.does("PUTSCRIPT name \"keep;\"", "NO");
    }

    /** What policy forbids is told when it is put, not when a mail comes. */
    @Test
    void aScriptLeadsWhereMailMayGo() throws IOException {
        TestPerson kim = scripts.server.person("kim");
        put("a", "redirect \"" + kim.address() + "\";");
        assertThat(talk.does(
                        "PUTSCRIPT \"b\" " + Talk.literal("keep;\r\nredirect \"x@elsewhere.example\";\r\n"),
                        "NO \"line 2: "))
                .contains("x@elsewhere.example", "(G-427)");
        assertThat(talk.does("CHECKSCRIPT \"redirect \\\"" + hong.address() + "\\\";\"", "NO"))
                .contains("(G-426)");
    }

    @Test
    void nobodySeesAnothersScripts() throws IOException {
        put("mine", "keep;");
        TestPerson kim = scripts.server.person("kim");
        try (Talk other = scripts.of(kim)) {
            assertThat(other.does("LISTSCRIPTS", "OK")).isEqualTo("OK \"Done\"\n");
            other.does("GETSCRIPT \"mine\"", "NO (NONEXISTENT)");
            other.does("DELETESCRIPT \"mine\"", "NO (NONEXISTENT)");
        }
    }
}
