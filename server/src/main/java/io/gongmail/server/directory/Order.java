package io.gongmail.server.directory;

import com.unboundid.ldap.sdk.controls.SortKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The order that a client asks for (RFC 2891): by first values; entries without one come last. Immutable. */
final class Order {
    static final Order AS_THEY_STAND = new Order(List.of());

    private static final int MOST_KEYS = 4;

    private record By(Shown attribute, boolean reversed) {}

    private record Placed(Node node, List<String> keys) {}

    private final List<By> keys;

    private Order(List<By> keys) {
        this.keys = List.copyOf(keys);
    }

    /** The order by these keys; empty where there are too many, or one is not known here. Other matching rules are not known. */
    static Optional<Order> by(SortKey[] asked) {
        List<By> keys = new ArrayList<>();
        for (SortKey key : asked) {
            Optional<Shown> attribute = Shown.of(key.getAttributeName()).filter(known -> known != Shown.CERTIFICATE);
            if (attribute.isEmpty() || keys.size() == MOST_KEYS) {
                return Optional.empty();
            }
            keys.add(new By(attribute.get(), key.reverseOrder()));
        }
        return keys.isEmpty() ? Optional.empty() : Optional.of(new Order(keys));
    }

    /** Entries that are equal by all keys stay as they stand. */
    List<Node> of(List<Node> nodes) {
        if (keys.isEmpty()) {
            return nodes;
        }
        List<Placed> placed = new ArrayList<>(nodes.size());
        for (Node node : nodes) {
            placed.add(new Placed(node, keysOf(node)));
        }
        placed.sort(this::compare);
        return placed.stream().map(Placed::node).toList();
    }

    private List<String> keysOf(Node node) {
        return keys.stream().map(by -> firstKey(node, by.attribute())).toList();
    }

    private static String firstKey(Node node, Shown attribute) {
        List<Text> values = node.values(attribute);
        return values.isEmpty() ? "" : values.get(0).key();
    }

    private int compare(Placed one, Placed other) {
        for (int i = 0; i < keys.size(); i++) {
            int compared = compare(one.keys().get(i), other.keys().get(i));
            if (compared != 0) {
                return keys.get(i).reversed() ? -compared : compared;
            }
        }
        return 0;
    }

    /** What is missing is larger than all else (RFC 2891 §2). */
    private static int compare(String one, String other) {
        if (one.isEmpty() || other.isEmpty()) {
            return Boolean.compare(one.isEmpty(), other.isEmpty());
        }
        return one.compareTo(other);
    }

    /** The place, from 0, of the first that does not come before {@code value} by the first key. */
    int firstFrom(List<Node> ordered, String value) {
        By first = keys.get(0);
        for (int i = 0; i < ordered.size(); i++) {
            int compared = compare(firstKey(ordered.get(i), first.attribute()), value);
            if (first.reversed() ? compared <= 0 : compared >= 0) {
                return i;
            }
        }
        return ordered.size();
    }
}
