package io.gongmail.connector.words;

/** One sentence in both languages, its facts filled in. */
public record Sentence(String english, String korean) {
    /** Of a protocol line of 512 octets (RFC 5321 §4.5.3.1.5), with room for tag, codes and CRLF. */
    private static final int LONGEST = 400;

    /** The English for a protocol line: US-ASCII, one line. */
    public String protocolText() {
        String text = english.replaceAll("[^\\x20-\\x7e]", "?");
        return text.substring(0, Math.min(text.length(), LONGEST));
    }

    /** Korean, then English, for people. */
    public String both() {
        return korean + "\n" + english;
    }
}
