package io.gongmail.server.config;

import java.nio.file.Path;

/**
 * One thing wrong with a configuration.
 *
 * @param section empty where the file itself is the problem
 * @param key empty where the section itself is the problem
 * @param wrong what is wrong
 * @param allowed what is allowed, or what to do
 */
public record Problem(Path file, String section, String key, String wrong, String allowed) {
    @Override
    public String toString() {
        String place = file + (section.isEmpty() ? "" : ": [" + section + "]") + (key.isEmpty() ? "" : " " + key);
        return place + ": " + wrong + "; " + allowed;
    }
}
