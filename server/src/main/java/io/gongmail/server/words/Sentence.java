package io.gongmail.server.words;

/**
 * One refusal in words, its facts filled in.
 *
 * @param code {@code G-nnn}
 * @param english what is wrong, US-ASCII
 * @param korean the same
 * @param remedyEnglish what to do, US-ASCII
 * @param remedyKorean the same
 * @param temporary whether trying again later may help
 * @param smtpReply reply code and enhanced status of SMTP (RFC 3463): {@code 554 5.7.1}
 * @param imapCode response code of an IMAP NO (RFC 9051 §7.1), without brackets
 */
public record Sentence(
        String code,
        String english,
        String korean,
        String remedyEnglish,
        String remedyKorean,
        boolean temporary,
        String smtpReply,
        String imapCode) {
    /** Of a protocol line, with its CRLF (RFC 5321 §4.5.3.1.5). */
    static final int LONGEST_LINE = 512;

    /** What is wrong, what to do, and the code; US-ASCII, at most 440 characters, no line break. */
    public String text() {
        String end = " (" + code + ")";
        String text = (english + "; " + remedyEnglish).replaceAll("[^\\x20-\\x7e]", "?");
        int most = LONGEST_LINE - 72 - end.length();
        return (text.length() > most ? text.substring(0, most) : text) + end;
    }

    /** What is wrong, what to do, and the code. */
    public String koreanText() {
        return korean + " " + remedyKorean + " (" + code + ")";
    }

    /** An untagged BYE, with its CRLF. */
    public String imapBye() {
        return "* BYE [" + (temporary ? "UNAVAILABLE" : "CONTACTADMIN") + "] " + text() + "\r\n";
    }

    /** What follows the tag of a refused command, without CRLF: {@code NO [AUTHENTICATIONFAILED] …}. */
    public String imapNo() {
        return "NO [" + imapCode + "] " + text();
    }

    /** An SMTP reply, with its CRLF. */
    public String smtp() {
        return smtpReply + " " + text() + "\r\n";
    }

    /** English, then Korean, for a command's output. */
    public String both() {
        return text() + "\n" + koreanText();
    }
}
