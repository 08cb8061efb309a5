package io.gongmail.server.programs;

import io.gongmail.server.testing.TestPerson;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A letter as officials write them: Korean in header and body, lines ended by CRLF. */
final class Letter {
    private Letter() {}

    /** From outside. */
    static String to(TestPerson reader, String subject, String text) {
        return from("kim@partner.example", reader, subject, text);
    }

    static String from(String writer, TestPerson reader, String subject, String text) {
        return String.join(
                "\r\n",
                "From: " + encoded("김주무관") + " <" + writer + ">",
                "To: <" + reader.address() + ">",
                "Subject: " + encoded(subject),
                "Date: Sat, 28 Nov 2026 09:00:00 +0900",
                "Message-ID: <" + Integer.toHexString(subject.hashCode()) + "." + reader.address() + ">",
                "MIME-Version: 1.0",
                "Content-Type: text/plain; charset=UTF-8",
                "Content-Transfer-Encoding: 8bit",
                "",
                text,
                "");
    }

    /** The same as octets, each a character up to U+00FF, as the store tells it. */
    static String octets(String letter) {
        return new String(letter.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** RFC 2047. */
    private static String encoded(String text) {
        return "=?UTF-8?B?" + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)) + "?=";
    }
}
