package io.gongmail.server.directory;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.controls.ServerSideSortRequestControl;
import com.unboundid.ldap.sdk.controls.ServerSideSortResponseControl;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import com.unboundid.ldap.sdk.controls.VirtualListViewRequestControl;
import com.unboundid.ldap.sdk.controls.VirtualListViewResponseControl;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which part of all that matches is told, and in what order, as a request's controls say: pages (RFC 2696), order (RFC 2891), and
 * a view of a list (draft-ietf-ldapext-ldapv3-vlv-09), as Outlook scrolls. Nothing of it is kept between requests: a page's cookie
 * names the entry it ended with. For one request.
 */
final class Window {
    private static final String MANAGE_DSA_IT = "2.16.840.1.113730.3.4.2"; // RFC 3296: here are no referrals.

    /** What a request may carry. */
    static final List<String> CONTROLS = List.of(
            SimplePagedResultsControl.PAGED_RESULTS_OID,
            ServerSideSortRequestControl.SERVER_SIDE_SORT_REQUEST_OID,
            VirtualListViewRequestControl.VIRTUAL_LIST_VIEW_REQUEST_OID,
            MANAGE_DSA_IT);

    private final @Nullable SimplePagedResultsControl pages;
    private final @Nullable VirtualListViewRequestControl view;
    private final @Nullable ServerSideSortResponseControl sorted;
    private final Order order;

    /** Some of the entries, and what the answer says of that. */
    record Seen(List<Node> nodes, ResultCode result, List<Control> controls) {}

    private Window(
            @Nullable SimplePagedResultsControl pages,
            @Nullable VirtualListViewRequestControl view,
            @Nullable ServerSideSortResponseControl sorted,
            Order order) {
        this.pages = pages;
        this.view = view;
        this.sorted = sorted;
        this.order = order;
    }

    /** @throws LDAPException when one that is critical is not known or cannot be followed (RFC 4511 §4.1.11), or one is broken */
    static Window by(List<Control> controls) throws LDAPException {
        SimplePagedResultsControl pages = null;
        VirtualListViewRequestControl view = null;
        Optional<ServerSideSortRequestControl> sort = Optional.empty();
        for (Control control : controls) {
            switch (control.getOID()) {
                case SimplePagedResultsControl.PAGED_RESULTS_OID ->
                    pages = new SimplePagedResultsControl(control.getOID(), control.isCritical(), control.getValue());
                case VirtualListViewRequestControl.VIRTUAL_LIST_VIEW_REQUEST_OID ->
                    view = new VirtualListViewRequestControl(control);
                case ServerSideSortRequestControl.SERVER_SIDE_SORT_REQUEST_OID ->
                    sort = Optional.of(new ServerSideSortRequestControl(control));
                case MANAGE_DSA_IT -> {}
                default -> refuseCritical(control);
            }
        }
        if (view != null && (sort.isEmpty() || pages != null)) {
            throw new LDAPException(
                    pages == null ? ResultCode.SORT_CONTROL_MISSING : ResultCode.UNWILLING_TO_PERFORM,
                    "a view is one of a sorted list, and not of pages");
        }
        Optional<Order> order =
                sort.isEmpty() ? Optional.empty() : Order.by(sort.get().getSortKeys());
        if (sort.isPresent() && order.isEmpty() && (sort.get().isCritical() || view != null)) {
            // RFC 2891 §2
            throw new LDAPException(
                    ResultCode.UNAVAILABLE_CRITICAL_EXTENSION, "entries are not sorted by these attributes here");
        }
        ServerSideSortResponseControl sorted = sort.isEmpty()
                ? null
                : new ServerSideSortResponseControl(
                        order.isPresent() ? ResultCode.SUCCESS : ResultCode.NO_SUCH_ATTRIBUTE, null);
        return new Window(pages, view, sorted, order.orElse(Order.AS_THEY_STAND));
    }

    static void refuseCritical(Control control) throws LDAPException {
        if (control.isCritical()) {
            throw new LDAPException(
                    ResultCode.UNAVAILABLE_CRITICAL_EXTENSION, "control " + control.getOID() + " is not known here");
        }
    }

    /** Whether all that matches must be known to tell any of it. */
    boolean needsAll() {
        return pages != null || order != Order.AS_THEY_STAND;
    }

    /**
     * @param all that matches, in the order of the chart; where not all is needed, one more than {@code most} is enough
     * @param most entries of one answer
     */
    Seen of(List<Node> all, int most) throws LDAPException {
        List<Node> ordered = order.of(all);
        List<Control> controls = new ArrayList<>();
        if (sorted != null) {
            controls.add(sorted);
        }
        if (view != null) {
            return view(view, ordered, most, controls);
        }
        if (pages != null) {
            return page(pages, ordered, most, controls);
        }
        return ordered.size() > most
                ? new Seen(ordered.subList(0, most), ResultCode.SIZE_LIMIT_EXCEEDED, controls)
                : new Seen(ordered, ResultCode.SUCCESS, controls);
    }

    private static Seen page(SimplePagedResultsControl pages, List<Node> ordered, int most, List<Control> controls)
            throws LDAPException {
        String after = pages.getCookie() == null ? "" : pages.getCookie().stringValue();
        int from = after.isEmpty() ? 0 : behind(ordered, after);
        int to = Math.min(ordered.size(), from + Math.min(Math.max(pages.getSize(), 0), most));
        boolean more = to < ordered.size() && to > from;
        controls.add(new SimplePagedResultsControl(
                ordered.size(), more ? cookie(ordered.get(to - 1)) : new ASN1OctetString(), false));
        return new Seen(ordered.subList(from, to), ResultCode.SUCCESS, controls);
    }

    private static int behind(List<Node> ordered, String mark) throws LDAPException {
        for (int i = 0; i < ordered.size(); i++) {
            if (mark(ordered.get(i)).equals(mark)) {
                return i + 1;
            }
        }
        throw new LDAPException(
                ResultCode.UNWILLING_TO_PERFORM, "the entry that the last page ended with is gone; begin again");
    }

    private static ASN1OctetString cookie(Node last) {
        return new ASN1OctetString(mark(last).getBytes(StandardCharsets.UTF_8));
    }

    /** A whole name would be made for each of thousands. */
    private static String mark(Node node) {
        return node instanceof Person person ? person.address() : node.name();
    }

    private Seen view(VirtualListViewRequestControl view, List<Node> ordered, int most, List<Control> controls) {
        int target = target(view, ordered);
        // Where more is asked for than is told, the place meant is in what is told.
        int before = Math.min(Math.max(view.getBeforeCount(), 0), most - 1);
        int from = Math.max(0, target - 1 - before);
        long wanted = Math.max((long) target + Math.max(view.getAfterCount(), 0), from);
        int to = (int) Math.min(Math.min(wanted, ordered.size()), (long) from + most);
        controls.add(new VirtualListViewResponseControl(target, ordered.size(), ResultCode.SUCCESS, null));
        return new Seen(ordered.subList(Math.min(from, to), to), ResultCode.SUCCESS, controls);
    }

    /** The place meant, from 1; one behind the last where everything comes before the value. */
    private int target(VirtualListViewRequestControl view, List<Node> ordered) {
        String value = view.getAssertionValueString();
        if (value != null) {
            return order.firstFrom(ordered, Text.of(value).key()) + 1;
        }
        int offset = Math.max(view.getTargetOffset(), 1);
        int count = Math.max(view.getContentCount(), 0);
        if (count == 0 || offset == 1) {
            return Math.min(offset, Math.max(ordered.size(), 1));
        }
        // The client's list may be older and of another length: as far down in ours.
        long scaled = (long) ordered.size() * Math.min(offset, count) / count;
        return (int) Math.max(scaled, 1);
    }
}
