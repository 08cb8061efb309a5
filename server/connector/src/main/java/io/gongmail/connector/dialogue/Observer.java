package io.gongmail.connector.dialogue;

/** Hears what happens, for terminal and log. Called on the connection's thread. */
public interface Observer {
    /** The server refused the certificate, or ended the connection, by this line. */
    void serverEnded(String line);

    void wrongSecret();

    /** The server refused a sign-in by this line. */
    void signInRefused(String line);

    void signedIn(String user);
}
