package io.gongmail.server.portal;

import io.gongmail.server.enrollment.Enrollment;
import io.gongmail.store.registry.Application;
import io.gongmail.store.registry.ApplicationState;
import java.util.function.Function;

/** Where an application goes on: each state has one page, and who asks for another step's is led there. */
final class Steps {
    static final String CONSENT = "/apply";
    static final String IDENTITY = "/apply/identity";
    static final String DETAILS = "/apply/details";
    static final String CERTIFICATE = "/apply/certificate";
    static final String SUBMIT = "/apply/submit";
    static final String STATUS = "/status";

    private final Enrollment enrollment;

    Steps(Enrollment enrollment) {
        this.enrollment = enrollment;
    }

    static String page(ApplicationState state) {
        return switch (state) {
            case DRAFT -> CONSENT;
            case CONSENTED -> IDENTITY;
            case VERIFIED, RETURNED -> DETAILS;
            case COMPLETED -> SUBMIT;
            case SUBMITTED, APPROVED, REJECTED, PROVISIONED -> STATUS;
        };
    }

    /** The step that it is at, 1 to 4. */
    static int number(ApplicationState state) {
        return switch (state) {
            case DRAFT -> 1;
            case CONSENTED -> 2;
            case VERIFIED, RETURNED -> 3;
            case COMPLETED, SUBMITTED, APPROVED, REJECTED, PROVISIONED -> 4;
        };
    }

    /** Answers where the application of this visit is in one of the states that {@code type} has; else leads where it is. */
    <T extends Application> Answer at(Visit visit, Class<T> type, Function<T, Answer> answers) {
        Application application = application(visit);
        return type.isInstance(application)
                ? answers.apply(type.cast(application))
                : Answer.seeOther(page(application.state()));
    }

    Application application(Visit visit) {
        return enrollment
                .find(visit.application())
                .orElseThrow(() -> new IllegalStateException("a session has an application that is not there"));
    }
}
