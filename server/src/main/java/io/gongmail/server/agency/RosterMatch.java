package io.gongmail.server.agency;

import io.gongmail.store.registry.RosterEntry;
import java.util.List;
import java.util.function.Function;

/**
 * How an applicant compares with the agency's roster: a hint for the reviewer, never a proof. {@code fold} makes every caller
 * answer for each outcome.
 */
public sealed interface RosterMatch {
    /** What is to be said of the roster as a whole, such as when it was handed in. */
    List<Told> evidence();

    /**
     * Somebody of the roster, and what speaks for and against its being the applicant.
     *
     * @param agrees facts that are the same
     * @param differs facts that are told on both sides and are not
     */
    record Likely(RosterEntry entry, List<Told> agrees, List<Told> differs) {
        public Likely {
            agrees = List.copyOf(agrees);
            differs = List.copyOf(differs);
        }
    }

    /** One person: the name and at least one more fact are the same, nothing differs, and nobody else fits as well. */
    record Exact(Likely person, List<Told> evidence) implements RosterMatch {
        public Exact {
            evidence = List.copyOf(evidence);
        }

        @Override
        public <T> T fold(Function<Exact, T> exact, Function<Near, T> near, Function<None, T> none) {
            return exact.apply(this);
        }
    }

    /** People who might be meant, the likeliest first, at most 5. */
    record Near(List<Likely> people, List<Told> evidence) implements RosterMatch {
        public Near {
            people = List.copyOf(people);
            evidence = List.copyOf(evidence);
        }

        @Override
        public <T> T fold(Function<Exact, T> exact, Function<Near, T> near, Function<None, T> none) {
            return near.apply(this);
        }
    }

    /** Nobody of the roster, or there is no roster. */
    record None(List<Told> evidence) implements RosterMatch {
        public None {
            evidence = List.copyOf(evidence);
        }

        @Override
        public <T> T fold(Function<Exact, T> exact, Function<Near, T> near, Function<None, T> none) {
            return none.apply(this);
        }
    }

    <T> T fold(Function<Exact, T> exact, Function<Near, T> near, Function<None, T> none);
}
