package io.gongmail.server.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gongmail.server.agency.Listed;
import io.gongmail.server.words.Ruling;
import io.gongmail.server.words.Words;
import java.io.PrintWriter;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Mixed into every command: how it tells what it found. */
final class Report {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Option(
            names = "--conf",
            paramLabel = "DIR",
            description = "The configuration's folder; default: the installation's.")
    private String conf = "";

    /** One thing of a list. */
    void row(Map<String, ?> facts) {
        if (json) {
            object(facts);
        } else {
            out().println(facts.values().stream().map(String::valueOf).collect(Collectors.joining("  ")));
        }
    }

    /** One thing, whole. */
    void whole(Map<String, ?> facts) {
        if (json) {
            object(facts);
        } else {
            facts.forEach((name, value) -> out().println(name + ": " + value));
        }
    }

    /** One of several things, each whole. */
    void thing(Map<String, ?> facts) {
        whole(facts);
        if (!json) {
            out().println();
        }
    }

    /** What {@code --json} says. */
    boolean isJson() {
        return json;
    }

    /** What {@code --conf} says; empty for the installation's. */
    String conf() {
        return conf;
    }

    int done(String what) {
        if (json) {
            object(Map.of("done", what));
        } else {
            out().println(what);
        }
        return 0;
    }

    /** A file, as it is to be kept. */
    int text(String file) {
        if (json) {
            object(Map.of("text", file));
        } else {
            out().println(file.stripTrailing());
        }
        return 0;
    }

    /** What a person should know beside what was printed. */
    void remark(String what) {
        spec.commandLine().getErr().println(what);
    }

    int couldNot(String why) {
        spec.commandLine().getErr().println(why);
        return 1;
    }

    int couldNot(Words words, String code, Map<String, String> facts) {
        return couldNot(words.sentence(code, facts).both());
    }

    <T> int told(Words words, Ruling<T> ruling, Consumer<T> tell) {
        return ruling.fold(
                value -> {
                    tell.accept(value);
                    return 0;
                },
                refused -> couldNot(words, refused.code(), refused.facts()));
    }

    /** Every fault is a line of its own. */
    <T> int told(Words words, Listed<T> listed, Consumer<T> tell) {
        return listed.fold(
                value -> {
                    tell.accept(value);
                    return 0;
                },
                faulty -> {
                    faulty.first().forEach(fault -> couldNot(words, fault.code(), fault.facts()));
                    int more = faulty.count() - faulty.first().size();
                    return more > 0 ? couldNot("and " + more + " more") : 1;
                });
    }

    /** One JSON object, whatever was asked for. */
    void object(Map<String, ?> facts) {
        try {
            out().println(JSON.writeValueAsString(facts));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** For what has a form of its own. */
    PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
