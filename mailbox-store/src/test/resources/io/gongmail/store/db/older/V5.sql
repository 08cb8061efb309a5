-- Rows as version 5 wrote them. Never to be edited: stores of that version are as they are.

INSERT INTO binding (id, account, issuer, issuer_sha256, serial, spki_sha256, certificate_sha256, subject, not_after,
        bound, state, since, reason, overlap_until)
    VALUES ('00000005-0000-4000-9000-000000000000', 'hong@moe.example', '30073105cafe01',
        'e22ae03c28b419a0bb5f36333c7c63712384c595c9b13eb42d9069c3d407a5b2', '105',
        '1515151515151515151515151515151515151515151515151515151515151515',
        '8585858585858585858585858585858585858585858585858585858585858585', 'cn=홍길동', 4000000000000, 11000,
        'SUPERSEDED', 12000, 'replaced', 3999999999000);
INSERT INTO application (id, state, version, started, consents_terms, consents_privacy, consents_at, person_provider,
        person_request, person_method, person_transaction, person_at, person_name, person_ci_sha256, kind, agency,
        post, desired, issuer, serial, spki_sha256, certificate_sha256, subject, not_after, policies, aim, replaced)
    VALUES ('00000005-0000-4000-8000-000000000000', 'SUBMITTED', 5, 5000, '2026-11-24/aa', '2026-11-24/bb', 2000,
        'PASS', 'r', 'mobile', 't', 3000, '홍길동', 'c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1',
        'OFFICIAL', '1342000', '주무관', 'hong@moe.example', '30073105cafe01', '106',
        '1616161616161616161616161616161616161616161616161616161616161616',
        '8686868686868686868686868686868686868686868686868686868686868686', 'cn=홍길동', 4000000000000, '1.2.3 1.2.4',
        'CERTIFICATE', '00000001-0000-4000-9000-000000000000');
INSERT INTO application_history (application, version, from_state, to_state, actor, happened, reason)
    VALUES ('00000005-0000-4000-8000-000000000000', 5, 'COMPLETED', 'SUBMITTED', 'applicant', 8500, '');
INSERT INTO application_certificate (application, place, der)
    VALUES ('00000005-0000-4000-8000-000000000000', 0, 'MIIBAAAA');
INSERT INTO application_certificate (application, place, der)
    VALUES ('00000005-0000-4000-8000-000000000000', 1, 'MIIBBBBB');
