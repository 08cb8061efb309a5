package io.gongmail.server.admin;

import io.gongmail.server.notice.posting.NoticeDelivery;
import io.gongmail.server.notice.record.NoticeVerification;
import io.gongmail.server.notice.signing.NoticeSigning;
import io.gongmail.server.words.Ruling;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.NoticeNumber;
import io.gongmail.store.registry.OfficialNotice;
import io.gongmail.store.registry.OfficialNoticeState;
import io.gongmail.store.registry.OfficialNotices;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "notice",
        mixinStandardHelpOptions = true,
        description = {
            "Official notices. They are handed in by mail to notice+NAME@ a domain served here, or to notice@ with the audience in",
            "X-Gongmail-Audience, by an agency's system or in an agency's name."
        })
final class NoticeCommands {
    private final Commands.Context context;

    NoticeCommands(Commands.Context context) {
        this.context = context;
    }

    private OfficialNotices notices() {
        return context.services().registry().notices();
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists notices, the newest first.")
    int list(
            @Mixin Report report,
            @Option(
                            names = "--state",
                            split = ",",
                            paramLabel = "STATE",
                            description = "Those in one of these alone: ${COMPLETION-CANDIDATES}.")
                    List<OfficialNoticeState> states,
            @Option(names = "--limit", defaultValue = "100", description = "At most so many, up to 1000; default: 100.")
                    int limit) {
        Set<OfficialNoticeState> wanted =
                states == null ? EnumSet.allOf(OfficialNoticeState.class) : EnumSet.copyOf(states);
        notices().list(wanted, Math.max(1, Math.min(limit, 1_000))).forEach(notice -> report.row(brief(notice)));
        return 0;
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Shows a notice, what was decided, and how far it is.")
    int show(
            @Mixin Report report,
            @Parameters(paramLabel = "NUMBER") NoticeNumber number,
            @Option(names = "--members", description = "And whom the audience meant when it was accepted.")
                    boolean members) {
        Optional<OfficialNotice> found = notices().find(number);
        if (found.isEmpty()) {
            return report.couldNot(context.services().words(), "G-947", Map.of());
        }
        Map<String, Object> facts = facts(found.get());
        facts.put(
                "steps",
                notices().steps(number).stream()
                        .map(step -> step.at() + " " + step.to() + " " + step.actor()
                                + (step.reason().isEmpty() ? "" : ": " + step.reason()))
                        .toList());
        facts.put(
                "correctedBy",
                notices()
                        .correctionOf(number)
                        .map(other -> other.number() + " " + other.state())
                        .orElse(""));
        if (isToGo(found.get().state())) {
            facts.put("signing", signing(found.get().agency()));
        }
        if (isOut(found.get().state())) {
            context.services().noticeDelivery().counts(number).ifPresent(counts -> put(facts, counts));
            context.services()
                    .noticeDelivery()
                    .completed(number)
                    .ifPresent(at -> facts.put("completed", at.toString()));
        }
        if (members) {
            facts.put(
                    "memberAddresses",
                    notices().members(number).stream().map(Address::toString).toList());
        }
        report.whole(facts);
        return 0;
    }

    private static boolean isToGo(OfficialNoticeState state) {
        return switch (state) {
            case SUBMITTED, APPROVED, RELEASING -> true;
            case RELEASED, RECALL_ASKED, RECALLING, RECALLED, RETURNED, REJECTED, EXPIRED -> false;
        };
    }

    /** Whose certificate is to sign it, or why none does; who signed one that went stands with that step. */
    private String signing(String agency) {
        NoticeSigning signing = context.services().noticeSigning();
        return signing.standing(agency)
                .fold(
                        certificate -> certificate
                                .map(own ->
                                        "by " + own.getSubjectX500Principal().getName())
                                .orElse("none: the server has no key of the agency"),
                        refused -> (signing.holds() ? "held: " : "goes unsigned: ")
                                + context.services()
                                        .words()
                                        .sentence(refused.code(), refused.facts())
                                        .both()
                                        .replace('\n', ' '));
    }

    private static boolean isOut(OfficialNoticeState state) {
        return switch (state) {
            case RELEASED, RECALL_ASKED, RECALLING, RECALLED -> true;
            case SUBMITTED, APPROVED, RETURNED, REJECTED, EXPIRED, RELEASING -> false;
        };
    }

    private static void put(Map<String, Object> facts, NoticeDelivery.Counts counts) {
        facts.put("owed", counts.owed());
        facts.put("delivered", counts.delivered());
        facts.put("failed", counts.failed());
        facts.put("read", counts.read());
        facts.put("recalled", counts.recalled());
    }

    @Command(
            name = "approve",
            mixinStandardHelpOptions = true,
            description = "Approves a notice, by somebody else than who sends it; it goes when it is due.")
    int approve(
            @Mixin Report report,
            @Parameters(paramLabel = "NUMBER") NoticeNumber number,
            @Option(names = "--by", required = true, paramLabel = "ADDRESS") Address by,
            @Option(names = "--reason", defaultValue = "") String reason) {
        return told(report, context.services().noticeReview().approve(number, by, reason));
    }

    @Command(
            name = "return",
            mixinStandardHelpOptions = true,
            description = "Gives a notice back to its sender, who may send it anew.")
    int giveBack(
            @Mixin Report report,
            @Parameters(paramLabel = "NUMBER") NoticeNumber number,
            @Option(names = "--by", required = true, paramLabel = "ADDRESS") Address by,
            @Option(names = "--reason", required = true) String reason) {
        return told(report, context.services().noticeReview().giveBack(number, by, reason));
    }

    @Command(
            name = "reject",
            mixinStandardHelpOptions = true,
            description = "Decides against a notice that has not gone.")
    int reject(
            @Mixin Report report,
            @Parameters(paramLabel = "NUMBER") NoticeNumber number,
            @Option(names = "--by", required = true, paramLabel = "ADDRESS") Address by,
            @Option(names = "--reason", required = true) String reason) {
        return told(report, context.services().noticeReview().reject(number, by, reason));
    }

    @Command(
            name = "recall",
            mixinStandardHelpOptions = true,
            description = {"Asks that unread copies are taken back; when another person does the same, it begins."})
    int recall(
            @Mixin Report report,
            @Parameters(paramLabel = "NUMBER") NoticeNumber number,
            @Option(names = "--by", required = true, paramLabel = "ADDRESS") Address by,
            @Option(names = "--reason", required = true) String reason) {
        return told(report, context.services().noticeReview().recall(number, by, reason));
    }

    @Command(
            name = "remind",
            mixinStandardHelpOptions = true,
            description = {
                "Reminds those who have a notice and have not read it, by one short notice that names it. By its sender, a reviewer of",
                "the agency or an administrator; [notice] says how often."
            })
    int remind(
            @Mixin Report report,
            @Parameters(paramLabel = "NUMBER") NoticeNumber number,
            @Option(names = "--by", required = true, paramLabel = "ADDRESS") Address by) {
        return report.told(
                context.services().words(),
                context.services().noticeRecords().reminders().remind(number, by),
                reminder -> report.whole(NoticeReporting.facts(reminder)));
    }

    @Command(
            name = "export",
            mixinStandardHelpOptions = true,
            description = {
                "Writes what is kept of a notice into one file (ZIP): message, steps, members, report, and a manifest with the SHA-256 of",
                "each, whose own goes into the audit trail."
            })
    int export(
            @Mixin Report report,
            @Parameters(paramLabel = "NUMBER") NoticeNumber number,
            @Option(
                            names = "--to",
                            required = true,
                            paramLabel = "FILE",
                            description = "Where nothing is yet; the server writes there as its user.")
                    Path to)
            throws IOException {
        Path file = context.file(to);
        try {
            return report.told(
                    context.services().words(),
                    context.services().noticeRecords().export().write(number, file, Commands.ACTOR),
                    sha256 -> report.whole(Map.of("file", file.toString(), "manifestSha256", sha256)));
        } catch (FileAlreadyExistsException e) {
            return report.couldNot(file + " is there already");
        }
    }

    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description = {
                "Tells whether what is kept of a notice, or a file that export wrote, is as it was written, or else the first link that",
                "does not hold."
            })
    int verify(
            @Mixin Report report,
            @Parameters(paramLabel = "NUMBER or FILE", description = "Of a notice; or of a file that export wrote.")
                    String what)
            throws IOException {
        NoticeVerification verification = context.services().noticeRecords().verification();
        Optional<NoticeNumber> number = NoticeNumber.parse(what);
        Path file = context.file(Path.of(what));
        if (number.isEmpty() && !Files.isRegularFile(file)) {
            return report.couldNot(what + " is neither a notice's number nor a file");
        }
        return report.told(
                context.services().words(),
                number.isPresent() ? verification.of(number.get()) : verification.of(file),
                notice -> report.done(
                        "notice " + notice.number() + " is as it was written, with " + notice.version() + " steps"));
    }

    private int told(Report report, Ruling<OfficialNotice> ruling) {
        return report.told(context.services().words(), ruling, notice -> report.whole(brief(notice)));
    }

    private static Map<String, Object> brief(OfficialNotice notice) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("number", notice.number().toString());
        facts.put("state", notice.state().name());
        facts.put("agency", notice.agency());
        facts.put("audience", notice.audience());
        facts.put("members", notice.members());
        facts.put("due", notice.due().toString());
        facts.put("subject", notice.subject());
        return facts;
    }

    private static Map<String, Object> facts(OfficialNotice notice) {
        Map<String, Object> facts = brief(notice);
        facts.put("sender", notice.sender().toString());
        facts.put("author", notice.author().toString());
        facts.put("submitted", notice.submitted().toString());
        facts.put("expires", notice.expires().map(Instant::toString).orElse(""));
        facts.put("priority", notice.priority().name());
        facts.put("mustRead", notice.mustRead());
        facts.put("folder", notice.folder());
        facts.put("octets", notice.octets());
        facts.put("envelopeId", notice.envelopeId());
        facts.put("membersSha256", notice.membersSha256());
        facts.put("asker", notice.asker().map(Address::toString).orElse(""));
        facts.put("corrects", notice.corrects().map(NoticeNumber::toString).orElse(""));
        return facts;
    }
}
