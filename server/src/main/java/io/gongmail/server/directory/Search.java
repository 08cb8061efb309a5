package io.gongmail.server.directory;

import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchScope;
import io.gongmail.server.config.DirectoryConfig;
import io.gongmail.server.config.PersonDetail;
import io.gongmail.store.StoreException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers searches of who has signed in (RFC 4511 §4.5). Thread-safe; may block for the database. */
final class Search {
    private static final Logger LOG = LoggerFactory.getLogger(Search.class);
    private static final int BETWEEN_LOOKS_AT_THE_TIME = 256;

    private final DirectoryConfig config;
    private final Charts charts;
    private final FitCertificates certificates;
    private final LongSupplier nanos;

    Search(DirectoryConfig config, Charts charts, FitCertificates certificates, LongSupplier nanos) {
        this.config = config;
        this.charts = charts;
        this.certificates = certificates;
        this.nanos = nanos;
    }

    /**
     * The answer, its last message the result; entries are made one by one as it is read.
     *
     * @param agency the code of the agency of who asks
     */
    Iterator<LDAPMessage> answer(LDAPMessage request, String agency) {
        try {
            return answer(request, request.getSearchRequestProtocolOp(), agency);
        } catch (LDAPException e) {
            return Results.to(request, e).stream().iterator();
        } catch (StoreException e) {
            LOG.error("a search of the directory failed", e);
            return Results.to(request, ResultCode.UNAVAILABLE, "the directory cannot be read at this moment").stream()
                    .iterator();
        }
    }

    private Iterator<LDAPMessage> answer(LDAPMessage request, SearchRequestProtocolOp asked, String agency)
            throws LDAPException {
        long deadline = nanos.getAsLong() + timeLimit(asked.getTimeLimit());
        Window window = Window.by(request.getControls());
        Matching matching = Matching.by(asked.getFilter());
        Chart chart = charts.current();
        Optional<Node> base = base(chart, asked.getBaseDN(), agency);
        if (base.isEmpty()) {
            return Stream.of(Results.done(
                            request.getMessageID(),
                            ResultCode.NO_SUCH_OBJECT,
                            chart.top().name(),
                            "",
                            List.of()))
                    .iterator();
        }
        int most = asked.getSizeLimit() > 0 ? Math.min(asked.getSizeLimit(), config.sizeLimit()) : config.sizeLimit();
        Scope scope = new Scope(base.get(), asked.getScope(), seen(chart, agency));
        List<Node> found = new ArrayList<>();
        int enough = window.needsAll() ? Integer.MAX_VALUE : most + 1;
        boolean inTime = find(chart, scope, matching, enough, deadline, found);
        if (!inTime && window.needsAll()) {
            found.clear();
        }
        Window.Seen seen = window.of(found, most);
        ResultCode result = inTime ? seen.result() : ResultCode.TIME_LIMIT_EXCEEDED;
        LDAPMessage done = Results.done(request.getMessageID(), result, "", "", seen.controls());
        return Stream.concat(entries(request.getMessageID(), asked, seen.nodes()), Stream.of(done))
                .iterator();
    }

    private long timeLimit(int seconds) {
        long ours = config.timeLimit().toNanos();
        return seconds > 0 ? Math.min(ours, seconds * 1_000_000_000L) : ours;
    }

    private Optional<Node> base(Chart chart, String name, String agency) throws LDAPException {
        return chart.find(name).filter(node -> isSeen(node, seen(chart, agency)));
    }

    /** The part that who asks may look into. Who is of an agency that is not there sees the top alone. */
    private Optional<Part> seen(Chart chart, String agency) {
        return switch (config.visibility()) {
            case ALL -> Optional.of(chart.top());
            case OWN_AGENCY -> chart.agency(agency);
        };
    }

    private static boolean isSeen(Node node, Optional<Part> seen) {
        return node.above().isEmpty() || seen.filter(node::isWithin).isPresent();
    }

    /** Where is looked (RFC 4511 §4.5.1.2). */
    private record Scope(Node base, SearchScope scope, Optional<Part> seen) {
        boolean holds(Node node) {
            return switch (scope.intValue()) {
                case SearchScope.BASE_INT_VALUE -> node == base;
                case SearchScope.ONE_INT_VALUE ->
                    node.above().filter(above -> above == base).isPresent() && isSeen(node, seen);
                case SearchScope.SUBORDINATE_SUBTREE_INT_VALUE -> node != base && isWithin(node);
                default -> isWithin(node);
            };
        }

        private boolean isWithin(Node node) {
            return (node == base || base instanceof Part part && node.isWithin(part)) && isSeen(node, seen);
        }
    }

    /** Whether the time was enough. */
    private boolean find(Chart chart, Scope scope, Matching matching, int enough, long deadline, List<Node> found) {
        int looks = 0;
        for (List<? extends Node> nodes : List.of(chart.parts(), chart.people())) {
            for (Node node : nodes) {
                if (++looks % BETWEEN_LOOKS_AT_THE_TIME == 0 && nanos.getAsLong() - deadline > 0) {
                    return false;
                }
                if (scope.holds(node) && matching.of(node) == Matching.Truth.TRUE) {
                    found.add(node);
                    if (found.size() >= enough) {
                        return true;
                    }
                }
            }
        }
        return true;
    }

    private Stream<LDAPMessage> entries(int id, SearchRequestProtocolOp asked, List<Node> nodes) {
        Selection selection = Selection.of(asked.getAttributes(), asked.typesOnly());
        Map<String, List<byte[]>> fit =
                selection.wantsCertificates() && config.shows().contains(PersonDetail.CERTIFICATE)
                        ? certificates.of(nodes.stream()
                                .filter(Person.class::isInstance)
                                .map(Person.class::cast)
                                .toList())
                        : Map.of();
        return nodes.stream().map(node -> new LDAPMessage(id, selection.entry(node, ofPerson(node, fit))));
    }

    private static List<byte[]> ofPerson(Node node, Map<String, List<byte[]>> fit) {
        return node instanceof Person person ? fit.getOrDefault(person.address(), List.of()) : List.of();
    }
}
