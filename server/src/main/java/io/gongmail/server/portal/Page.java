package io.gongmail.server.portal;

import io.gongmail.server.words.Sentence;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** What every template is given: words in the page's language, addresses, and the token of its forms. */
public final class Page {
    private static final ZoneId KOREA = ZoneId.of("Asia/Seoul");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'KST'", Locale.ROOT);

    private final Texts texts;
    private final Visit visit;
    private final Grounds grounds;

    Page(Texts texts, Visit visit, Grounds grounds) {
        this.texts = texts;
        this.visit = visit;
        this.grounds = grounds;
    }

    /**
     * The same for every page.
     *
     * @param assets files of ours
     * @param demo whether simulators stand in for real providers
     */
    record Grounds(Assets assets, URI publicDoor, boolean demo) {}

    /** For {@code <html lang>}. */
    public String lang() {
        return visit.language().tag();
    }

    public boolean isKorean() {
        return visit.language() == Language.KOREAN;
    }

    /** What the texts say under that key. */
    public String t(String key, Object... filledIn) {
        return texts.text(visit.language(), key, filledIn);
    }

    /** The same key in the other language, for who does not read this one. */
    public String inTheOther(String key) {
        return texts.text(visit.language().other(), key);
    }

    public String otherLang() {
        return visit.language().other().tag();
    }

    /** This page in the other language. A form that was sent is not sent again: its address shows it afresh. */
    public String inTheOtherLanguage() {
        return visit.path() + "?lang=" + otherLang();
    }

    /** Where a file of ours is: {@code portal.css}. */
    public String asset(String name) {
        return grounds.assets().address() + name;
    }

    /** What a browser is to find in a script of ours before it runs. */
    public String integrity(String name) {
        return grounds.assets().integrity(name);
    }

    /** The token of the session, for every form. */
    public String token() {
        return visit.sessionOrNew().token();
    }

    /** As it stands in keys of texts and in class names: {@code not-reached}. */
    public String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** By the clock of Korea, which is every reader's. */
    public String time(Instant instant) {
        return TIME.format(instant.atZone(KOREA));
    }

    /** What is wrong, and what to do, in the page's language. */
    public String says(Sentence sentence) {
        return isKorean() ? sentence.korean() : capital(sentence.english()) + ".";
    }

    public String remedies(Sentence sentence) {
        return isKorean() ? sentence.remedyKorean() : capital(sentence.remedyEnglish()) + ".";
    }

    private static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    /** Whether simulators stand in for real providers here. */
    public boolean isDemo() {
        return grounds.demo();
    }

    /** Whether somebody is going on with an application in this browser. */
    public boolean hasApplication() {
        return visit.session().flatMap(Session::application).isPresent();
    }

    /** The front page. */
    public String home() {
        return atPublicDoor("/");
    }

    /** A page of the public door, from whichever door. */
    public String atPublicDoor(String path) {
        return visit.door() == Door.PUBLIC
                ? path
                : grounds.publicDoor().resolve(path).toString();
    }
}
