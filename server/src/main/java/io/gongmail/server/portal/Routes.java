package io.gongmail.server.portal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The one table of routes: what is not in it is not there. */
final class Routes {
    private Routes() {}

    static List<Route> all(Pages pages) {
        List<Route> routes = new ArrayList<>();
        Assets assets = pages.assets();
        routes.add(new Route(
                "/assets/{version}/<name>",
                Route.EVERY_DOOR,
                Who.ANYONE,
                Takes.NOTHING,
                visit -> assets.answer(visit.part("version"), visit.part("name"), visit.acceptsGzip())));
        routes.add(new Route("/", Route.EVERY_DOOR, Who.ANYONE, Takes.NOTHING, pages::front));
        apply(routes, pages);
        routes.addAll(pages.check().routes());
        routes.addAll(pages.account().routes());
        routes.addAll(pages.ownCertificates().routes());
        routes.addAll(pages.agency().routes());
        routes.addAll(pages.absence().routes());
        // Before notices, one of whose routes would take it for a notice.
        routes.addAll(pages.noticeWriting().routes());
        routes.addAll(pages.notices().routes());
        routes.addAll(pages.noticeReports().routes());
        // Before review, one of whose routes would take it for an application.
        routes.addAll(pages.bulkApproval().routes());
        routes.addAll(pages.accountReview().routes());
        routes.addAll(pages.setup().routes());
        routes.addAll(pages.administration().routes());
        routes.addAll(pages.review().routes());
        routes.addAll(pages.lost().routes());
        routes.addAll(pages.move().routes());
        return List.copyOf(routes);
    }

    private static void apply(List<Route> routes, Pages pages) {
        ConsentPages consent = pages.consent();
        IdentityPages identity = pages.identity();
        DetailsPages details = pages.details();
        CertificatePages certificate = pages.certificate();
        StatusPages status = pages.status();
        Collections.addAll(
                routes,
                Route.page(Steps.CONSENT, Door.PUBLIC, Who.ANYONE, consent::show),
                Route.form("/apply/consent", Door.PUBLIC, Who.ANYONE, consent::agree),
                Route.page("/apply/number", Door.PUBLIC, Who.APPLICANT, consent::number),
                Route.page(Steps.IDENTITY, Door.PUBLIC, Who.APPLICANT, identity::show),
                Route.form(Steps.IDENTITY, Door.PUBLIC, Who.APPLICANT, identity::begin),
                Route.page("/apply/identity/go", Door.PUBLIC, Who.APPLICANT, identity::leave),
                Route.page("/apply/identity/return", Door.PUBLIC, Who.APPLICANT, identity::comeBack),
                Route.page(Steps.DETAILS, Door.PUBLIC, Who.APPLICANT, details::show),
                Route.form(Steps.DETAILS, Door.PUBLIC, Who.APPLICANT, details::take),
                Route.page(Steps.CERTIFICATE, Door.PUBLIC, Who.APPLICANT, certificate::show),
                Route.form("/apply/certificate/challenge", Door.PUBLIC, Who.APPLICANT, certificate::challenge),
                Route.upload("/apply/certificate/signed", Door.PUBLIC, Who.APPLICANT, certificate::signed),
                Route.form("/apply/certificate/door", Door.PUBLIC, Who.APPLICANT, certificate::begin),
                Route.page("/present", Door.CERTIFICATE, Who.ANYONE, certificate::present),
                Route.form("/present", Door.CERTIFICATE, Who.ANYONE, certificate::choose),
                Route.page("/apply/certificate/confirm", Door.PUBLIC, Who.APPLICANT, certificate::confirm),
                Route.form("/apply/certificate/confirm", Door.PUBLIC, Who.APPLICANT, certificate::register),
                Route.page(Steps.SUBMIT, Door.PUBLIC, Who.APPLICANT, status::summary),
                Route.form(Steps.SUBMIT, Door.PUBLIC, Who.APPLICANT, status::submit),
                Route.page(Steps.STATUS, Door.PUBLIC, Who.ANYONE, status::show),
                Route.form(Steps.STATUS, Door.PUBLIC, Who.ANYONE, status::goOn),
                Route.form("/leave", Door.PUBLIC, Who.APPLICANT, StatusPages::leave));
    }
}
