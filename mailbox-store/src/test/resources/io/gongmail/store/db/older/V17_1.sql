-- Rows as version 17.1 wrote them. Never to be edited: stores of that version are as they are.

INSERT INTO account (address, name, kind, agency, roles, state, opened, unit, post, staff_number)
    VALUES ('nam@moe.example', '남궁억', 'OFFICIAL', '1342000', '', 'ACTIVE', 10000, '혁신담당관', '사무관', '2020-0017');
INSERT INTO application (id, state, version, started, consents_terms, consents_privacy, consents_at, person_provider,
        person_request, person_method, person_transaction, person_at, sealed_by, sealed_name, sealed_ci,
        sealed_phone, sealed_birth_date, ci_hmac, kind, agency, post, desired, issuer, serial, spki_sha256,
        certificate_sha256, subject, not_after, policies, aim, moving, submitted, unit, staff_number)
    VALUES ('00000017-0000-4000-8000-000000000000', 'SUBMITTED', 5, 17000, '2026-11-24/aa', '2026-11-24/bb', 2000,
        'PASS', 'r', 'mobile', 't', 3000, 1, 'v1.1.BwDdogEEPOznpojtRGR1UP478fLZKQIVIR28D4R14XheWyt1Dg',
        'v1.1.Xkf7-EnX_xwQ2TmTefZwrL01IquSulN6SVziiwCYoC2GIquBYqiPreRTbqerhfr5naSaBbdvu7-_c38F3VlIudZGibW-taR35vdK_QVZQeyhUGF87n1AFZMeg2s',
        'v1.1.bmAamxNNfTBMO9MqpSUiWTgwxYGW3BrZDBp2qNj1DylecURPSKzf',
        'v1.1.oU8sROyj_BP2gB-CXFK-Wm6n22Y_0WPw6yaTYQt_6In6XEmq_Y4',
        'd4a6a0e7f2b30b30b5470c2aab4520953e6dfc627865292dd0bd41a76f48fb0d', 'OFFICIAL', '1342000', '주무관',
        'nam@moi.example', '30073105cafe01', '111',
        '2121212121212121212121212121212121212121212121212121212121212121',
        '9191919191919191919191919191919191919191919191919191919191919191', 'cn=남궁억', 4000000000000, '1.2.3 1.2.4',
        'AGENCY', 'nam@moe.example', 17500, '', '');
