-- Rows as version 1 wrote them. Never to be edited: stores of that version are as they are.

INSERT INTO agency (code, name)
    VALUES ('1342000', '교육 부');
INSERT INTO agency_domain (mail_domain, agency)
    VALUES ('moe.example', '1342000');
INSERT INTO application (id, state, version, started, consents_terms, consents_privacy, consents_at, person_provider,
        person_request, person_method, person_transaction, person_at, person_name, person_ci_sha256, kind, agency,
        post, desired, issuer, serial, spki_sha256, certificate_sha256, subject, not_after, policies, decider,
        decided_at, decision_reason, roles, reserved_address, reserved_certificate, reserved_serial)
    VALUES ('00000001-0000-4000-8000-000000000000', 'PROVISIONED', 7, 1000, '2026-11-24/aa', '2026-11-24/bb', 2000,
        'PASS', 'r', 'mobile', 't', 3000, '홍길동', 'c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1',
        'OFFICIAL', '1342000', '주무관', 'hong@moe.example', '30073105cafe01', '101',
        '1111111111111111111111111111111111111111111111111111111111111111',
        '8181818181818181818181818181818181818181818181818181818181818181', 'cn=홍길동', 4000000000000, '1.2.3 1.2.4',
        'kim@moe.example', 9000, '명부와 같음', 'REVIEWER', 'hong@moe.example',
        '8181818181818181818181818181818181818181818181818181818181818181',
        'e22ae03c28b419a0bb5f36333c7c63712384c595c9b13eb42d9069c3d407a5b2:101');
INSERT INTO application (id, state, version, started)
    VALUES ('00000002-0000-4000-8000-000000000000', 'DRAFT', 1, 1001);
INSERT INTO application_history (application, version, from_state, to_state, actor, happened, reason)
    VALUES ('00000001-0000-4000-8000-000000000000', 5, 'COMPLETED', 'SUBMITTED', 'applicant', 8000, '');
INSERT INTO application_history (application, version, from_state, to_state, actor, happened, reason)
    VALUES ('00000001-0000-4000-8000-000000000000', 6, 'SUBMITTED', 'APPROVED', 'kim@moe.example', 9000, '명부와 같음');
INSERT INTO account (address, name, kind, agency, roles, state, opened, application, password_hash, password_set)
    VALUES ('hong@moe.example', '홍길동', 'OFFICIAL', '1342000', 'REVIEWER', 'ACTIVE', 10000,
        '00000001-0000-4000-8000-000000000000',
        '$argon2id$v=19$m=64,t=1,p=1$c2FsdHNhbHRzYWx0c2FsdA$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g', 13000);
INSERT INTO account (address, name, kind, agency, roles, state, opened)
    VALUES ('kim@moe.example', '김유신', 'OFFICIAL', '1342000', '', 'SUSPENDED', 10000);
INSERT INTO account (address, name, kind, agency, roles, state, opened)
    VALUES ('lee@moe.example', '이순신', 'OFFICIAL', '1342000', '', 'CLOSED', 10000);
INSERT INTO binding (id, account, issuer, issuer_sha256, serial, spki_sha256, certificate_sha256, subject, not_after,
        bound, state, since, reason)
    VALUES ('00000001-0000-4000-9000-000000000000', 'hong@moe.example', '30073105cafe01',
        'e22ae03c28b419a0bb5f36333c7c63712384c595c9b13eb42d9069c3d407a5b2', '101',
        '1111111111111111111111111111111111111111111111111111111111111111',
        '8181818181818181818181818181818181818181818181818181818181818181', 'cn=홍길동', 4000000000000, 11000, 'ACTIVE',
        12000, 'bound');
INSERT INTO binding (id, account, issuer, issuer_sha256, serial, spki_sha256, certificate_sha256, subject, not_after,
        bound, state, since, reason)
    VALUES ('00000002-0000-4000-9000-000000000000', 'kim@moe.example', '30073105cafe01',
        'e22ae03c28b419a0bb5f36333c7c63712384c595c9b13eb42d9069c3d407a5b2', '102',
        '1212121212121212121212121212121212121212121212121212121212121212',
        '8282828282828282828282828282828282828282828282828282828282828282', 'cn=김유신', 4000000000000, 11000,
        'SUSPENDED', 12000, 'lost');
INSERT INTO binding (id, account, issuer, issuer_sha256, serial, spki_sha256, certificate_sha256, subject, not_after,
        bound, state, since, reason)
    VALUES ('00000003-0000-4000-9000-000000000000', 'lee@moe.example', '30073105cafe01',
        'e22ae03c28b419a0bb5f36333c7c63712384c595c9b13eb42d9069c3d407a5b2', '103',
        '1313131313131313131313131313131313131313131313131313131313131313',
        '8383838383838383838383838383838383838383838383838383838383838383', 'cn=이순신', 4000000000000, 11000,
        'REVOKED', 12000, 'left');
INSERT INTO audit_entry (entry_number, happened, code, actor, subject, facts, hash)
    VALUES (1, 9000, 'application.approved', 'kim@moe.example', '00000001-0000-4000-8000-000000000000',
        'reason=명부와 같음
version=6
', 'bc25a8b70a5b13b3f5de4256f103e17ba26b6eeb70afdceb56c4914a2bc12ba5');
INSERT INTO audit_entry (entry_number, happened, code, actor, subject, facts, hash)
    VALUES (2, 10000, 'account.opened', 'kim@moe.example', 'hong@moe.example', '',
        '984219ab2374efffceba0bf8817254803095e9e365f3194fefbf20409c2d2394');
UPDATE audit_head SET last_number = 2, last_hash = '984219ab2374efffceba0bf8817254803095e9e365f3194fefbf20409c2d2394';
