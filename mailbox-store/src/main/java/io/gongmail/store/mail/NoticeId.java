package io.gongmail.store.mail;

import java.util.regex.Pattern;

/** What a notice is called by who sends it; whoever posts it again under the same name posts nothing. */
public record NoticeId(String value) {
    private static final Pattern GRAPHIC = Pattern.compile("[!-~]{1,64}");

    /** @throws IllegalArgumentException when it is not 1 to 64 characters of graphic US-ASCII */
    public NoticeId {
        if (!GRAPHIC.matcher(value).matches()) {
            throw new IllegalArgumentException("a notice is called by 1 to 64 graphic characters of US-ASCII");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
