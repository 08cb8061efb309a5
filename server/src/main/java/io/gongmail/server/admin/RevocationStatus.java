package io.gongmail.server.admin;

import io.gongmail.pki.revocation.ListState;
import io.gongmail.pki.revocation.ResponderState;
import io.gongmail.pki.revocation.RunningOut;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the server has of revocation lists and responders at one time, for an administrator and for monitoring.
 *
 * @param lists every list at hand, and every address that lists are fetched from
 * @param runningOut those of them that are about to end, or have ended, with nothing newer in their place
 * @param without issuing authorities that no list is at hand of
 * @param fetches whether lists may yet come for them: then it is no fault
 * @param problems what is wrong with lists in files
 */
public record RevocationStatus(
        Instant now,
        List<ListState> lists,
        List<RunningOut> runningOut,
        List<String> without,
        boolean fetches,
        List<String> problems,
        List<ResponderState> responders) {
    public RevocationStatus {
        lists = List.copyOf(lists);
        runningOut = List.copyOf(runningOut);
        without = List.copyOf(without);
        problems = List.copyOf(problems);
        responders = List.copyOf(responders);
    }

    /** How it stands with one of them; its name in lower case is told. */
    public enum State {
        GOOD(false),
        /** No list is at hand, and one may yet come. */
        NONE(false),
        /** Past its end, and a newer one is at hand. */
        SUPERSEDED(false),
        RUNNING_OUT(true),
        ENDED(true),
        FAILING(true),
        /** No list is at hand, and none will come by itself. */
        MISSING(true);

        private final boolean alarming;

        State(boolean alarming) {
            this.alarming = alarming;
        }
    }

    /** One line of the answer. */
    public record Line(State state, Map<String, Object> facts) {
        public boolean isAlarming() {
            return state.alarming;
        }
    }

    /** One for each list, responder and fault. */
    public List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        lists.forEach(list -> lines.add(line(list)));
        State none = fetches ? State.NONE : State.MISSING;
        without.forEach(issuer -> lines.add(line(none, facts("list", "issuer", issuer))));
        problems.forEach(problem -> lines.add(line(State.FAILING, facts("file", "failure", problem))));
        responders.forEach(responder -> lines.add(line(responder)));
        return lines;
    }

    private Line line(ListState list) {
        Map<String, Object> facts = facts("list", "issuer", list.issuer());
        facts.put("source", String.join(" ", list.sources()));
        facts.put("partition", String.join(" ", list.partition()));
        facts.put("number", told(list.number()));
        facts.put("thisUpdate", told(list.thisUpdate()));
        facts.put("nextUpdate", told(list.nextUpdate()));
        facts.put("fetched", told(list.fetched()));
        facts.put("failingSince", told(list.failingSince()));
        facts.put("failure", list.failure());
        return line(state(list), facts);
    }

    private State state(ListState list) {
        Instant end = list.nextUpdate();
        boolean over = list.thisUpdate() != null && (end == null || !now.isBefore(end));
        if (list.isFailing()) {
            return State.FAILING;
        }
        if (runningOut.stream().anyMatch(one -> isAbout(one, list))) {
            return over ? State.ENDED : State.RUNNING_OUT;
        }
        if (list.thisUpdate() == null) {
            return State.NONE;
        }
        return over ? State.SUPERSEDED : State.GOOD;
    }

    private static boolean isAbout(RunningOut one, ListState list) {
        return one.issuer().equals(list.issuer())
                && one.points().equals(list.partition())
                && one.number().equals(list.number())
                && one.nextUpdate().equals(list.nextUpdate());
    }

    private static Line line(ResponderState responder) {
        Map<String, Object> facts =
                facts("responder", "source", responder.responder().toString());
        facts.put("answered", told(responder.answered()));
        facts.put("failingSince", told(responder.failingSince()));
        facts.put("failure", responder.failure());
        return line(responder.isFailing() ? State.FAILING : State.GOOD, facts);
    }

    private static Map<String, Object> facts(String kind, String name, String value) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("kind", kind);
        facts.put(name, value);
        return facts;
    }

    /** The state first: it is what people look for. */
    private static Line line(State state, Map<String, Object> facts) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("state", state.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        all.putAll(facts);
        return new Line(state, all);
    }

    private static String told(@Nullable Object value) {
        return Objects.toString(value, "");
    }
}
