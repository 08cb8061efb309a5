package io.gongmail.connector.testing;

import java.util.List;

/** A mail server that answers a line with lines; one for each connection. */
public interface LineServer {
    /** With its CRLF. */
    String greeting();

    /** With CRLFs, or nothing. */
    String answer(String line);

    /** Every line so far. */
    List<String> heard();

    /** Whether somebody has signed in. */
    boolean isSignedIn();
}
