package io.gongmail.server.enrollment;

import io.gongmail.server.agency.ListEncoding;
import io.gongmail.server.agency.ListFile;
import io.gongmail.server.agency.ListFile.Column;
import io.gongmail.server.agency.Listed;
import io.gongmail.server.agency.Told;
import io.gongmail.server.words.Ruling;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Application;
import io.gongmail.store.registry.ApplicationId;
import io.gongmail.store.registry.ApplicationState;
import io.gongmail.store.registry.QueueFilter;
import io.gongmail.store.registry.Registry;
import io.gongmail.store.registry.ReviewQueue;
import io.gongmail.store.registry.RosterEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Approval of what an agency's list names: by the numbers of applications, or by its staff. Each application is decided apart,
 * by the same rules as alone, so one that cannot be approved does not stop the others; a crash leaves those before it decided,
 * and the same list may be used again. Thread-safe; calls block.
 */
public final class BulkApproval {
    private static final Logger LOG = LoggerFactory.getLogger(BulkApproval.class);
    private static final int MOST = 500;
    private static final int MOST_WAITING = 20_000;
    private static final int AT_ONCE = 1_000;
    private static final ListFile FILE = new ListFile(
            List.of(
                    new Column("application", "신청번호", Set.of("번호"), false, 36),
                    new Column("staff-number", "사번", Set.of("직원번호", "공무원번호"), false, 32),
                    new Column("name", "성명", Set.of("이름"), false, 100)),
            MOST);

    private final Registry registry;
    private final Review review;
    private final Provisioning provisioning;

    public BulkApproval(Registry registry, Review review, Provisioning provisioning) {
        this.registry = registry;
        this.review = review;
        this.provisioning = provisioning;
    }

    /** What becomes of one line, or would become. */
    public enum Result {
        APPROVED,
        /** The first approval of two is recorded. */
        FIRST_APPROVAL,
        STOPPED
    }

    /**
     * One line of the list.
     *
     * @param number in the file
     * @param application empty where none was found for it
     * @param why what stopped it, or is to be said besides; empty where there is nothing to say
     */
    public record Line(int number, Optional<ApplicationId> application, Result result, Optional<Told> why) {}

    /** What {@link #done} would do; nothing is changed. */
    public Listed<List<Line>> tried(String agency, byte[] octets, ListEncoding encoding, Address reviewer) {
        return each(
                agency,
                octets,
                encoding,
                id -> review.tried(id, reviewer).fold(submitted -> Optional.empty(), BulkApproval::told));
    }

    /** Approves each, and provisions it. */
    public Listed<List<Line>> done(
            String agency, byte[] octets, ListEncoding encoding, Address reviewer, String reason) {
        return each(
                agency,
                octets,
                encoding,
                id -> review.approve(id, reviewer, reason)
                        .fold(
                                approved -> provisioning
                                        .provision(approved)
                                        .fold(
                                                account -> Optional.empty(),
                                                refused -> Optional.of(new Stop(Result.APPROVED, why(refused)))),
                                BulkApproval::told));
    }

    /** Why a line did not simply end in an account. */
    private record Stop(Result result, Told why) {}

    private static <T> Optional<Stop> told(Ruling.Refused<T> refused) {
        boolean isFirst = refused.code().equals("G-347");
        return Optional.of(new Stop(isFirst ? Result.FIRST_APPROVAL : Result.STOPPED, why(refused)));
    }

    private static <T> Told why(Ruling.Refused<T> refused) {
        return new Told(refused.code(), refused.facts());
    }

    private Listed<List<Line>> each(
            String agency, byte[] octets, ListEncoding encoding, Function<ApplicationId, Optional<Stop>> decide) {
        return FILE.read(octets, encoding).then(lines -> {
            Waiting waiting = new Waiting(agency);
            Map<ApplicationId, Integer> seen = new HashMap<>();
            List<Line> results = new ArrayList<>();
            for (ListFile.Line line : lines) {
                results.add(waiting.find(line)
                        .fold(id -> one(line, id, seen, decide), refused -> stopped(line, why(refused))));
            }
            return new Listed.Good<>(List.copyOf(results));
        });
    }

    private static Line stopped(ListFile.Line line, Told why) {
        return new Line(line.number(), Optional.empty(), Result.STOPPED, Optional.of(why));
    }

    private static Line one(
            ListFile.Line line,
            ApplicationId id,
            Map<ApplicationId, Integer> seen,
            Function<ApplicationId, Optional<Stop>> decide) {
        Integer before = seen.putIfAbsent(id, line.number());
        if (before != null) {
            return stopped(
                    line,
                    new Told(
                            "G-371",
                            Map.of("line", Integer.toString(line.number()), "other", Integer.toString(before))));
        }
        try {
            Optional<Stop> stop = decide.apply(id);
            return new Line(
                    line.number(),
                    Optional.of(id),
                    stop.map(Stop::result).orElse(Result.APPROVED),
                    stop.map(Stop::why));
        } catch (RuntimeException e) {
            LOG.error("application {} could not be decided by a list", id, e);
            return new Line(line.number(), Optional.of(id), Result.STOPPED, Optional.of(new Told("G-903", Map.of())));
        }
    }

    /** What waits for a decision at one agency, by what a list may name it. */
    private final class Waiting {
        private final String agency;
        private final Map<String, List<ApplicationId>> byNumber = new HashMap<>();
        private final Map<String, List<ApplicationId>> byName = new HashMap<>();

        Waiting(String agency) {
            this.agency = agency;
            String after = "";
            for (int read = 0; read < MOST_WAITING; read += AT_ONCE) {
                List<ReviewQueue.Waiting> page = registry.queue()
                        .list(new QueueFilter(
                                Set.of(ApplicationState.SUBMITTED), agency, Set.of(), Instant.MAX, after, AT_ONCE));
                page.forEach(waiting -> add(waiting.application()));
                if (page.size() < AT_ONCE) {
                    return;
                }
                after = page.get(page.size() - 1).application().id().toString();
            }
        }

        private void add(Application.Filled application) {
            String number = application.completion().staffNumber();
            if (!number.isEmpty()) {
                byNumber.computeIfAbsent(number, key -> new ArrayList<>()).add(application.id());
            }
            byName.computeIfAbsent(RosterEntry.key(application.person().name()), key -> new ArrayList<>())
                    .add(application.id());
        }

        /** By the number of the application where it is given, then by staff number, then by name. */
        Ruling<ApplicationId> find(ListFile.Line line) {
            if (!line.field("application").isEmpty()) {
                return ApplicationId.parse(line.field("application"))
                        .<Ruling<ApplicationId>>map(this::ofThisAgency)
                        .orElseGet(() -> Ruling.refused("G-301"));
            }
            List<ApplicationId> found = line.field("staff-number").isEmpty()
                    ? byName.getOrDefault(RosterEntry.key(line.field("name")), List.of())
                    : byNumber.getOrDefault(line.field("staff-number"), List.of());
            if (found.size() > 1) {
                return Ruling.refused("G-378");
            }
            return found.isEmpty() ? Ruling.refused("G-377") : Ruling.granted(found.get(0));
        }

        private Ruling<ApplicationId> ofThisAgency(ApplicationId id) {
            return Enrollment.in(registry, id, Application.Filled.class)
                    .then(application -> application.completion().agencyCode().equals(agency)
                            ? Ruling.granted(id)
                            : Ruling.refused("G-379"));
        }
    }
}
