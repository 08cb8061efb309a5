package io.gongmail.connector;

import java.io.IOException;

/** Where the person sits. Telling is safe from any thread; asking is for one. */
interface Terminal {
    void tell(String text);

    /** A line without its end. */
    String ask(String question) throws IOException;

    /** The same without echo; the caller wipes it. */
    char[] askSecret(String question) throws IOException;
}
