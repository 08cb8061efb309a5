package io.gongmail.server.notice.audience;

import io.gongmail.server.notice.audience.Expression.Joined;
import io.gongmail.server.notice.audience.Expression.Kind;
import io.gongmail.server.notice.audience.Expression.Operator;
import io.gongmail.server.notice.audience.Expression.Term;
import io.gongmail.server.words.Ruling;
import io.gongmail.server.words.Ruling.Refused;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.SavedAudience;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * From text to an {@link Expression}. {@code &} binds tighter than {@code |}, {@code +} and {@code -}, which are taken from left to
 * right.
 *
 * <pre>
 * expression  part *( ("|" / "+" / "-") part )
 * part        primary *( "&amp;" primary )
 * primary     "(" expression ")" / term
 * term        word, which may have a value in quotes behind its colon: position:"과장 (4급)"
 * </pre>
 *
 * A hyphen within a word is part of it: {@code all-staff - retired}. At most {@value SavedAudience#LONGEST} characters, {@value
 * #DEEPEST} parentheses within one another, {@value #MOST_TERMS} terms. What is wrong is told with its place, the first character
 * being 1. Used by one thread, once.
 */
final class ExpressionReader {
    static final int DEEPEST = 16;
    static final int MOST_TERMS = 64;

    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_-]{1,32}");
    private static final Pattern UNIT = Pattern.compile("[A-Za-z0-9_-]{1,32}/[A-Za-z0-9_-]{1,32}");
    private static final String ALONE = "&|+-()";
    private static final Map<String, Kind> KINDS = Map.of(
            "agency", Kind.AGENCY,
            "unit", Kind.UNIT,
            "role", Kind.ROLE,
            "position", Kind.POSITION,
            "list", Kind.LIST);
    private static final int LONGEST_POSITION = 200;
    private static final Term NOBODY = new Term(Kind.NAME, "");

    private final String text;
    private int place;
    private int terms;
    private @Nullable Refused<Expression> fault;

    private ExpressionReader(String text) {
        this.text = text;
    }

    static Ruling<Expression> read(String text) {
        if (text.length() > SavedAudience.LONGEST) {
            return tooMuch(SavedAudience.LONGEST + " characters");
        }
        ExpressionReader reader = new ExpressionReader(text);
        Expression read = reader.expression(0);
        if (reader.fault == null && !reader.isAtEnd()) {
            reader.wrong();
        }
        Refused<Expression> fault = reader.fault;
        return fault == null ? Ruling.granted(read) : fault;
    }

    private static Refused<Expression> tooMuch(String most) {
        return new Refused<>("G-932", Map.of("most", most));
    }

    private Expression expression(int depth) {
        Expression left = part(depth);
        while (fault == null && !isAtEnd()) {
            Optional<Operator> operator = operator(next());
            if (operator.isEmpty()) {
                return left;
            }
            place++;
            left = new Joined(operator.get(), left, part(depth));
        }
        return left;
    }

    /** Between parts. */
    private static Optional<Operator> operator(char c) {
        return switch (c) {
            case '|', '+' -> Optional.of(Operator.OR);
            case '-' -> Optional.of(Operator.WITHOUT);
            default -> Optional.empty();
        };
    }

    private Expression part(int depth) {
        Expression left = primary(depth);
        while (fault == null && !isAtEnd() && next() == '&') {
            place++;
            left = new Joined(Operator.AND, left, primary(depth));
        }
        return left;
    }

    private Expression primary(int depth) {
        if (fault != null || isAtEnd()) {
            return wrong();
        }
        if (next() != '(') {
            return term();
        }
        if (depth == DEEPEST) {
            fault = tooMuch(DEEPEST + " parentheses within one another");
            return NOBODY;
        }
        place++;
        Expression inner = expression(depth + 1);
        if (fault != null || isAtEnd() || next() != ')') {
            return wrong();
        }
        place++;
        return inner;
    }

    private Expression term() {
        int start = place;
        String word = word();
        if (++terms > MOST_TERMS) {
            fault = tooMuch(MOST_TERMS + " terms");
            return NOBODY;
        }
        Optional<Term> term = fault == null ? meant(word) : Optional.empty();
        if (term.isEmpty()) {
            place = start;
            return wrong();
        }
        return term.get();
    }

    /** Up to a space, an operator or a parenthesis; a hyphen is an operator at the beginning alone. */
    private String word() {
        StringBuilder word = new StringBuilder();
        while (place < text.length()) {
            char c = text.charAt(place);
            if (c == '"' && word.length() > 0 && word.charAt(word.length() - 1) == ':') {
                int end = text.indexOf('"', place + 1);
                if (end < 0) {
                    return "";
                }
                word.append(text, place + 1, end);
                place = end + 1;
                return word.toString();
            }
            boolean isOperator = ALONE.indexOf(c) >= 0 && (c != '-' || word.length() == 0);
            if (isOperator || c == '"' || Character.isWhitespace(c) || Character.isISOControl(c)) {
                break;
            }
            word.append(c);
            place++;
        }
        return word.toString();
    }

    private static Optional<Term> meant(String word) {
        if (word.equals("all")) {
            return Optional.of(new Term(Kind.ALL, word));
        }
        int colon = word.indexOf(':');
        if (colon >= 0) {
            String value = word.substring(colon + 1).strip();
            return Optional.ofNullable(KINDS.get(word.substring(0, colon)))
                    .filter(kind -> isValue(kind, value))
                    .map(kind -> new Term(kind, value));
        }
        if (word.indexOf('@') >= 0) {
            return Address.parse(word).map(address -> new Term(Kind.ADDRESS, address.toString()));
        }
        return SavedAudience.isName(word) ? Optional.of(new Term(Kind.NAME, word)) : Optional.empty();
    }

    private static boolean isValue(Kind kind, String value) {
        return switch (kind) {
            case AGENCY -> CODE.matcher(value).matches();
            case UNIT -> UNIT.matcher(value).matches();
            case ROLE -> Resolving.isRole(value);
            case POSITION ->
                !value.isEmpty()
                        && value.length() <= LONGEST_POSITION
                        && value.chars().noneMatch(Character::isISOControl);
            case LIST -> SavedAudience.isName(value);
            case ALL, ADDRESS, NAME -> false;
        };
    }

    /** Passes over spaces. */
    private boolean isAtEnd() {
        while (place < text.length() && Character.isWhitespace(text.charAt(place))) {
            place++;
        }
        return place == text.length();
    }

    private char next() {
        return text.charAt(place);
    }

    /** The first fault is the one that is told. */
    private Expression wrong() {
        if (fault == null) {
            fault = new Refused<>(
                    "G-931",
                    Map.of(
                            "place",
                            Integer.toString(place + 1),
                            "found",
                            place < text.length()
                                    ? text.substring(place, Math.min(text.length(), place + 30))
                                    : "the end"));
        }
        return NOBODY;
    }
}
