package io.gongmail.server.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.configuration2.INIConfiguration;
import org.apache.commons.configuration2.SubnodeConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;

/** The file as sections of text; typed look-ups are {@link Section}'s. */
final class ConfigFile {
    private final Path file;
    private final Path home;
    private final Map<String, Map<String, String>> written;
    private final Map<String, Section> sections = new LinkedHashMap<>();
    private final List<Problem> problems = new ArrayList<>();

    private ConfigFile(Path file, Path home, Map<String, Map<String, String>> written) {
        this.file = file;
        this.home = home;
        this.written = written;
    }

    static ConfigFile empty() {
        return new ConfigFile(Path.of("reference.ini"), Path.of(""), Map.of());
    }

    static ConfigFile read(Path conf) {
        Path file = conf.resolve("gongmail.ini");
        Path parent = conf.getParent();
        Map<String, Map<String, String>> written = new LinkedHashMap<>();
        ConfigFile read = new ConfigFile(file, parent == null ? conf : parent, written);
        INIConfiguration ini = new INIConfiguration();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            ini.read(reader);
        } catch (IOException e) {
            read.problems.add(new Problem(
                    file, "", "", "cannot be read (" + e.getMessage() + ")", "put a readable UTF-8 file there"));
            return read;
        } catch (ConfigurationException e) {
            read.problems.add(new Problem(file, "", "", "is not an INI file", String.valueOf(e.getMessage())));
            return read;
        }
        for (String section : ini.getSections()) {
            written.put(section == null ? "" : section, read.values(ini.getSection(section), section));
        }
        return read;
    }

    private Map<String, String> values(SubnodeConfiguration section, String name) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Iterator<String> keys = section.getKeys(); keys.hasNext(); ) {
            // Commons Configuration doubles a dot that is part of a key.
            String key = keys.next();
            Object value = section.getProperty(key);
            if (value instanceof List<?> several) {
                problems.add(new Problem(
                        file, String.valueOf(name), key, "stands " + several.size() + " times", "write it once"));
            } else {
                values.put(key.replace("..", "."), String.valueOf(value));
            }
        }
        return values;
    }

    Section section(String name) {
        return sections.computeIfAbsent(
                name, key -> new Section(file, home, name, written.getOrDefault(name, Map.of()), problems));
    }

    List<Problem> problems() {
        return List.copyOf(problems);
    }

    void refuseUnknown() {
        for (String name : written.keySet()) {
            if (name.isEmpty()) {
                problems.add(
                        new Problem(file, "", "", "has keys before its first section", "move them into a section"));
            } else if (!sections.containsKey(name)) {
                problems.add(new Problem(
                        file, name, "", "is not a section", Nearest.to(name, sections.keySet(), "see reference.ini")));
            }
        }
        sections.values().forEach(Section::refuseUnknown);
    }

    String reference() {
        StringBuilder text = new StringBuilder();
        text.append("; Every key of gongmail.ini with its default. Generated from the code; change it there.\n");
        for (Section section : sections.values()) {
            text.append("\n[").append(section.name()).append("]\n");
            for (Section.Key key : section.known()) {
                text.append("; ").append(key.documentation()).append('\n');
                text.append(";   allowed: ").append(key.allowed()).append('\n');
                text.append(key.name()).append(" = ").append(key.standard()).append("\n");
            }
        }
        return text.toString();
    }
}
