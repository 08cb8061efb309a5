package io.gongmail.store.mail.content;

import java.time.Duration;

/**
 * When content is removed that nobody refers to.
 *
 * @param every from the end of a sweep to the beginning of the next; zero is never by itself
 * @param live a segment is written anew when less of it than so many percent is referred to, 1 to 100
 * @param octetsASecond so much at most is copied out of segments
 */
public record SweepSettings(Duration every, int live, long octetsASecond) {
    public SweepSettings {
        if (every.isNegative() || live < 1 || live > 100 || octetsASecond < 1) {
            throw new IllegalArgumentException("not how a sweep is set: " + every + " " + live + " " + octetsASecond);
        }
    }

    public static SweepSettings standard() {
        return new SweepSettings(Duration.ofHours(6), 50, 16 << 20);
    }
}
