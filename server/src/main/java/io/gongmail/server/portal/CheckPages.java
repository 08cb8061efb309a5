package io.gongmail.server.portal;

import io.gongmail.pki.RefusalReason;
import io.gongmail.server.signin.CheckedCase;
import io.gongmail.server.signin.SelfCheck;
import io.gongmail.server.tls.LastRefused;
import io.gongmail.server.words.Words;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** The self-check for sign-in problems, which anyone may ask for, and the same case for the helpdesk. */
final class CheckPages {
    /** Judging may wait for others: so many at once, that the threads of pages do not all wait with it. */
    private static final int AT_ONCE = 4;

    private final SelfCheck selfCheck;
    private final Words words;
    private final Semaphore judging = new Semaphore(AT_ONCE);

    CheckPages(SelfCheck selfCheck, Words words) {
        this.selfCheck = selfCheck;
        this.words = words;
    }

    List<Route> routes() {
        return List.of(
                Route.page("/check", Door.CERTIFICATE, Who.ANYONE, this::check),
                Route.page("/check/case", Door.CERTIFICATE, Who.HELPDESK, this::shown));
    }

    private Answer check(Visit visit) {
        if (!judging.tryAcquire()) {
            return Answer.refused(503, RefusalReason.JUDGE_BUSY.code());
        }
        try {
            return Answer.shown("check", view(selfCheck.check(visit.presented(), visit.from()), false));
        } finally {
            judging.release();
        }
    }

    private Answer shown(Visit visit) {
        String number = visit.query("number");
        Optional<CheckedCase> found = selfCheck.find(number);
        return found.isPresent()
                ? Answer.shown("check", view(found.get(), true))
                : Answer.shown("case", new Views.CaseWanted(number));
    }

    private Views.Check view(CheckedCase checked, boolean helpdesk) {
        return new Views.Check(
                checked,
                checked.failing().map(finding -> words.sentence(finding.code(), finding.facts())),
                checked.findings().stream()
                        .map(finding -> new Views.Check.Row(finding.area(), finding.state()))
                        .toList(),
                told(checked.refused()),
                told(checked.withoutCertificate()),
                helpdesk);
    }

    private List<Views.Check.Told> told(List<LastRefused.Refusal> refusals) {
        return refusals.stream()
                .map(refusal -> new Views.Check.Told(
                        refusal.at(),
                        refusal.listener().toUpperCase(Locale.ROOT),
                        words.sentence(refusal.code(), refusal.facts())))
                .toList();
    }
}
