-- Rows as version 8 wrote them. Never to be edited: stores of that version are as they are.

INSERT INTO agency_unit (agency, code, name, above)
    VALUES ('1342000', 'A1', '기획조정실', NULL);
INSERT INTO agency_unit (agency, code, name, above)
    VALUES ('1342000', 'A1-2', '혁신담당관', 'A1');
UPDATE agency SET roster = 3, roster_last = 3, roster_at = 16000, roster_size = 1 WHERE code = '1342000';
INSERT INTO roster_entry (agency, generation, place, staff_number, name, name_key, unit, post, mail)
    VALUES ('1342000', 3, 0, '2020-0001', '홍 길동', '홍길동', '기획조정실', '주무관', 'hong@korea.example');
INSERT INTO application (id, state, version, started, consents_terms, consents_privacy, consents_at, person_provider,
        person_request, person_method, person_transaction, person_at, sealed_by, sealed_name, sealed_ci,
        sealed_phone, sealed_birth_date, ci_hmac, kind, agency, post, desired, issuer, serial, spki_sha256,
        certificate_sha256, subject, not_after, policies, unit, staff_number)
    VALUES ('00000008-0000-4000-8000-000000000000', 'COMPLETED', 4, 8000, '2026-11-24/aa', '2026-11-24/bb', 2000,
        'PASS', 'r', 'mobile', 't', 3000, 1, 'v1.1.CpnN9SRP8Wpz9NpiWg7UgmtsPEvC_SNg_VWsVIiTMg020m94mQ',
        'v1.1.XfTpYB-CzjF9u9iu3Km5stOtJPDAsnLskgC0FAykiV5XyO3N2-shzmvH-k9JhSLSNqXob60FgtfUc-JI_dYrvby4KpSSHJ3pUWKWX6bSvk-dnNv2kGyTxLu_hq8',
        'v1.1.5PhdyLZTnKcJ3VGKd2D4bKjZyfCzZ3TFXflje5VIShN4LgNaE64e',
        'v1.1.XFw9tXjdWrqFLnckaVRD9XX612bzR1EzJCX3LQbEzOLsXEIoX4U',
        'd4a6a0e7f2b30b30b5470c2aab4520953e6dfc627865292dd0bd41a76f48fb0d', 'OFFICIAL', '1342000', '주무관',
        'kang@moe.example', '30073105cafe01', '108',
        '1818181818181818181818181818181818181818181818181818181818181818',
        '8888888888888888888888888888888888888888888888888888888888888888', 'cn=강감찬', 4000000000000, '1.2.3 1.2.4',
        '기획조정실', '2020-0008');
