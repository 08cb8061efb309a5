package io.gongmail.server.sieve;

/** What is wrong with a script, or went wrong while it ran. The message names the line. */
final class ScriptFault extends Exception {
    private static final long serialVersionUID = 1L;

    ScriptFault(int line, String what) {
        super("line " + line + ": " + what, null, false, false);
    }
}
