package io.gongmail.server.directory;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A filter made ready for many entries, in the three values of RFC 4511 §4.5.1.7: what is asked of an attribute that is not known
 * here, or in a way that is not, is Undefined, and so is its negation. Texts are compared by their keys. Immutable.
 */
@FunctionalInterface
interface Matching {
    /** The most conditions of a filter. */
    int MOST = 256;

    /** What a filter says of an entry. */
    enum Truth {
        TRUE,
        FALSE,
        UNDEFINED;

        static Truth of(boolean holds) {
            return holds ? TRUE : FALSE;
        }
    }

    Truth of(Node node);

    /** @throws LDAPException when it has more than {@link #MOST} conditions */
    static Matching by(Filter filter) throws LDAPException {
        if (conditions(filter) > MOST) {
            throw new LDAPException(
                    ResultCode.ADMIN_LIMIT_EXCEEDED, "a filter of more than " + MOST + " conditions is not answered");
        }
        return made(filter);
    }

    private static int conditions(Filter filter) {
        int count = 1;
        for (Filter part : filter.getComponents()) {
            count += conditions(part);
        }
        return filter.getNOTComponent() == null ? count : count + conditions(filter.getNOTComponent());
    }

    private static Matching made(Filter filter) {
        return switch (filter.getFilterType()) {
            case Filter.FILTER_TYPE_AND -> and(parts(filter));
            case Filter.FILTER_TYPE_OR -> or(parts(filter));
            case Filter.FILTER_TYPE_NOT -> not(made(filter.getNOTComponent()));
            case Filter.FILTER_TYPE_PRESENCE -> ofValues(filter, values -> !values.isEmpty());
            case Filter.FILTER_TYPE_EQUALITY, Filter.FILTER_TYPE_APPROXIMATE_MATCH -> equal(filter);
            case Filter.FILTER_TYPE_SUBSTRING -> substring(filter);
            default -> node -> Truth.UNDEFINED; // Nothing here has an order, and no other rules are known.
        };
    }

    private static List<Matching> parts(Filter filter) {
        List<Matching> made = new ArrayList<>();
        for (Filter part : filter.getComponents()) {
            made.add(made(part));
        }
        return made;
    }

    /** Of none: TRUE (RFC 4526). */
    private static Matching and(List<Matching> parts) {
        return node -> {
            Truth all = Truth.TRUE;
            for (Matching part : parts) {
                Truth one = part.of(node);
                if (one == Truth.FALSE) {
                    return Truth.FALSE;
                }
                all = one == Truth.UNDEFINED ? one : all;
            }
            return all;
        };
    }

    /** Of none: FALSE (RFC 4526). */
    private static Matching or(List<Matching> parts) {
        return node -> {
            Truth any = Truth.FALSE;
            for (Matching part : parts) {
                Truth one = part.of(node);
                if (one == Truth.TRUE) {
                    return Truth.TRUE;
                }
                any = one == Truth.UNDEFINED ? one : any;
            }
            return any;
        };
    }

    private static Matching not(Matching part) {
        return node -> switch (part.of(node)) {
            case TRUE -> Truth.FALSE;
            case FALSE -> Truth.TRUE;
            case UNDEFINED -> Truth.UNDEFINED;
        };
    }

    private static Matching equal(Filter filter) {
        String asked = key(filter.getAssertionValue());
        return ofValues(filter, values -> values.stream().anyMatch(value -> sameKey(value, asked)));
    }

    private static boolean sameKey(Text value, String asked) {
        return value.key().equals(asked);
    }

    private static Matching substring(Filter filter) {
        String begins = filter.getSubInitialString() == null ? "" : key(filter.getSubInitialString());
        String ends = filter.getSubFinalString() == null ? "" : key(filter.getSubFinalString());
        List<String> between =
                Arrays.stream(filter.getSubAnyStrings()).map(Matching::key).toList();
        return ofValues(filter, values -> values.stream().anyMatch(value -> holds(value.key(), begins, between, ends)));
    }

    /** RFC 4517 §4.1.2: each part after the one before, none over another. */
    private static boolean holds(String key, String begins, List<String> between, String ends) {
        if (!key.startsWith(begins)) {
            return false;
        }
        int at = begins.length();
        for (String part : between) {
            int found = key.indexOf(part, at);
            if (found < 0) {
                return false;
            }
            at = found + part.length();
        }
        return key.length() - ends.length() >= at && key.endsWith(ends);
    }

    /** What holds or not of an attribute's values. */
    @FunctionalInterface
    interface Condition {
        boolean holds(List<Text> values);
    }

    private static Matching ofValues(Filter filter, Condition condition) {
        Optional<Shown> attribute = Shown.of(filter.getAttributeName());
        if (attribute.isEmpty() || attribute.get() == Shown.CERTIFICATE) {
            return node -> Truth.UNDEFINED;
        }
        Shown known = attribute.get();
        return node -> Truth.of(condition.holds(node.values(known)));
    }

    private static String key(String asserted) {
        return Text.of(asserted).key();
    }
}
