-- Rows as version 7 wrote them. Never to be edited: stores of that version are as they are.

INSERT INTO personal_key (key_number, proof)
    VALUES (1, 'cce6b06dfd1a76796ab24ab21f76877d1005cd618e71701b3fa2a2b9ae57e481');
INSERT INTO application (id, state, version, started, consents_terms, consents_privacy, consents_at, person_provider,
        person_request, person_method, person_transaction, person_at, sealed_by, sealed_name, sealed_ci,
        sealed_phone, sealed_birth_date, ci_hmac)
    VALUES ('00000007-0000-4000-8000-000000000000', 'VERIFIED', 3, 7000, '2026-11-24/aa', '2026-11-24/bb', 2000,
        'PASS', 'r', 'mobile', 't', 3000, 1, 'v1.1.CngAlZFyLMhIJcqV1TMFETIr4yfxC-t6b5bD1QWOLrIJK_xy3w',
        'v1.1.Ym4eO2k1xmosirnIcT9CqGPq9OoSsqC3dWKmSKB0iD5Qgd_Hifgg1X-J8cbD5KB7vblWqO05WpiwU4OUzrenglI7wQYFSLXtRzbkPWCjUk77snIITSRUEnsPE4A',
        'v1.1.D1-SRQCk1wO5pIAw3WEbYBMFx4pDoVzC3IrGWiN3Am-NDWYLcDhn',
        'v1.1.aXAEE4EGm_6wWYQhvjhe6Iay-MB3pHd89UIJwLn-n5hPLSM0ilM',
        'd4a6a0e7f2b30b30b5470c2aab4520953e6dfc627865292dd0bd41a76f48fb0d');
