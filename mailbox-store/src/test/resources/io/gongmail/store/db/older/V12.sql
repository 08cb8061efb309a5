-- Rows as version 12 wrote them. Never to be edited: stores of that version are as they are.

INSERT INTO application (id, state, version, started, consents_terms, consents_privacy, consents_at, person_provider,
        person_request, person_method, person_transaction, person_at, kind, agency, post, desired, issuer, serial,
        spki_sha256, certificate_sha256, subject, not_after, policies, decider, decided_at, decision_reason, erased)
    VALUES ('00000012-0000-4000-8000-000000000000', 'REJECTED', 6, 12000, '2026-11-24/aa', '2026-11-24/bb', 2000,
        'PASS', 'r', 'mobile', 't', 3000, 'OFFICIAL', '1342000', '주무관', 'kang@moe.example', '30073105cafe01', '10c',
        '1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c',
        '8c8c8c8c8c8c8c8c8c8c8c8c8c8c8c8c8c8c8c8c8c8c8c8c8c8c8c8c8c8c8c8c', 'cn=-', 4000000000000, '1.2.3 1.2.4',
        'kim@moe.example', 12500, '명부에 없음', 12600);
