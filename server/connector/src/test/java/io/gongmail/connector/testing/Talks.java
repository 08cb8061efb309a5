package io.gongmail.connector.testing;

import static io.gongmail.connector.testing.Account.ADDRESS;
import static io.gongmail.connector.testing.Account.PASSWORD;
import static io.gongmail.connector.testing.Account.USER;
import static io.gongmail.connector.testing.Account.base64;
import static io.gongmail.connector.testing.Account.quoted;

import java.util.LinkedHashMap;
import java.util.Map;

/** What programs say to sign in, each way there is. */
public final class Talks {
    private Talks() {}

    /** IMAP: RFC 9051 §6.2.2, §6.2.3, RFC 4959, RFC 7888. */
    public static Map<String, String> imap() {
        Map<String, String> talks = new LinkedHashMap<>();
        talks.put("LOGIN, quoted", "a1 LOGIN " + quoted(USER) + " " + quoted(PASSWORD) + "\r\n");
        talks.put("LOGIN, atom and quoted", "a1 login " + USER + " " + quoted(PASSWORD) + "\r\n");
        talks.put(
                "LOGIN, literals",
                "a1 LOGIN {" + USER.length() + "}\r\n" + USER + " {" + PASSWORD.length() + "}\r\n" + PASSWORD + "\r\n");
        talks.put(
                "LOGIN, literals that do not wait",
                "a1 LOGIN {" + USER.length() + "+}\r\n" + USER + " {" + PASSWORD.length() + "+}\r\n" + PASSWORD
                        + "\r\n");
        talks.put(
                "LOGIN, quoted and a literal",
                "a1 LOGIN " + quoted(USER) + " {" + PASSWORD.length() + "+}\r\n" + PASSWORD + "\r\n");
        talks.put("AUTHENTICATE PLAIN", "a1 AUTHENTICATE PLAIN\r\n" + plain("") + "\r\n");
        talks.put("AUTHENTICATE PLAIN, at once", "a1 authenticate plain " + plain("") + "\r\n");
        talks.put("AUTHENTICATE PLAIN, as oneself", "a1 AUTHENTICATE PLAIN " + plain(USER) + "\r\n");
        talks.put(
                "AUTHENTICATE LOGIN", "a1 AUTHENTICATE LOGIN\r\n" + base64(USER) + "\r\n" + base64(PASSWORD) + "\r\n");
        talks.put(
                "AUTHENTICATE LOGIN, at once",
                "a1 AUTHENTICATE LOGIN " + base64(USER) + "\r\n" + base64(PASSWORD) + "\r\n");
        return talks;
    }

    /** SMTP: RFC 4954 §4. */
    public static Map<String, String> smtp() {
        Map<String, String> talks = new LinkedHashMap<>();
        talks.put("AUTH PLAIN", "EHLO pc\r\nAUTH PLAIN\r\n" + plain("") + "\r\n");
        talks.put("AUTH PLAIN, at once", "EHLO pc\r\nauth plain " + plain("") + "\r\n");
        talks.put("AUTH PLAIN, as oneself", "EHLO pc\r\nAUTH PLAIN " + plain(USER) + "\r\n");
        talks.put("AUTH LOGIN", "EHLO pc\r\nAUTH LOGIN\r\n" + base64(USER) + "\r\n" + base64(PASSWORD) + "\r\n");
        talks.put("AUTH LOGIN, at once", "EHLO pc\r\nAUTH LOGIN " + base64(USER) + "\r\n" + base64(PASSWORD) + "\r\n");
        return talks;
    }

    public static String plain(String authorization) {
        return base64(authorization + "\0" + USER + "\0" + PASSWORD);
    }

    /** What the server hears for that. */
    public static String passedOn(String talk) {
        return base64((talk.contains("as oneself") ? ADDRESS : "") + "\0" + ADDRESS + "\0" + PASSWORD);
    }
}
