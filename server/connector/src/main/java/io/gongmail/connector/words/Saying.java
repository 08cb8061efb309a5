package io.gongmail.connector.words;

import java.util.Locale;

/** What the connector itself has to say; its words stand in {@code connector-words.properties}. */
public enum Saying {
    // To the mail program, and to whom it concerns on the terminal.
    WRONG_SECRET,
    TOO_MANY_TRIES,
    SIGN_IN_FIRST,
    NOT_OFFERED,
    OTHER_MECHANISM,
    NOT_UNDERSTOOD,
    TOO_LONG,
    CANCELLED,
    TOO_MANY_CONNECTIONS,
    UNREACHABLE,
    BROKEN_OFF,
    NO_MAIL_SERVER,
    OTHER_KEY,
    OTHER_ISSUER,
    OTHER_NAME,
    OUT_OF_TIME,
    HANDSHAKE_REFUSED,
    // To the person alone.
    STARTED,
    STOPPED,
    SERVER_SAYS,
    SIGN_IN_REFUSED,
    CERTIFICATE,
    ENDS_SOON,
    ENDED,
    ACCEPTED,
    ALL_GOOD,
    NOT_GOOD,
    // Setting up.
    WELCOME,
    ALREADY_SET,
    ASK_SERVER,
    ASK_IMAP_PORT,
    ASK_SUBMISSION_PORT,
    ASK_ANCHORS,
    SHOWN_KEY,
    ASK_SAME_KEY,
    NOT_TRUSTED,
    ASK_KIND,
    ASK_FOLDER,
    ASK_PKCS12,
    ASK_LIBRARY,
    ASK_SLOT,
    SEVERAL,
    ASK_WHICH,
    ASK_PASSWORD,
    ASK_KEEP,
    KEPT,
    ASK_LOCAL_IMAP,
    ASK_LOCAL_SMTP,
    PORT_TAKEN,
    WRITTEN,
    TYPE_THIS,
    INCOMING,
    OUTGOING,
    USER_NAME,
    ALSO_SO,
    AGAIN,
    YES_OR_NO,
    A_NUMBER;

    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
