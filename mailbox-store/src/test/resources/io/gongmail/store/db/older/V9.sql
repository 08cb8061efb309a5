-- Rows as version 9 wrote them. Never to be edited: stores of that version are as they are.

INSERT INTO application (id, state, version, started, consents_terms, consents_privacy, consents_at, person_provider,
        person_request, person_method, person_transaction, person_at, sealed_by, sealed_name, sealed_ci,
        sealed_phone, sealed_birth_date, ci_hmac, kind, agency, post, desired, issuer, serial, spki_sha256,
        certificate_sha256, subject, not_after, policies, submitted, first_version, first_reviewer, first_at,
        first_reason)
    VALUES ('00000009-0000-4000-8000-000000000000', 'SUBMITTED', 5, 9000, '2026-11-24/aa', '2026-11-24/bb', 2000,
        'PASS', 'r', 'mobile', 't', 3000, 1, 'v1.1.9S4yoDRnHxayQA3m5USAdqubSYrUkMUWm8H0SbKYjyOgDKHHXQ',
        'v1.1.WB99RfOo9HcPH9Y_af1uRbIe9C0q9BP88jr_n1Lnqlhcn3M6Pw1acGX0QJCzd6nBMvjk9jzI6es6_44XCayeMy920pR4SvV7B_KDYFnbzcLyAk3klaOshAMFVK4',
        'v1.1.YpUcCCW0htvXz5JINexDWjJzPVKpfIlDqIaMl-Dxf8ckGQMUr3Ba',
        'v1.1.mCmUDUrzodI3Ar-F-J3wDKOlmccrpfGr-IxfGAdsFHk_2Lptpjw',
        'd4a6a0e7f2b30b30b5470c2aab4520953e6dfc627865292dd0bd41a76f48fb0d', 'AGENCY_REPRESENTATIVE', '1342000',
        '주무관', 'kang@moe.example', '30073105cafe01', '109',
        '1919191919191919191919191919191919191919191919191919191919191919',
        '8989898989898989898989898989898989898989898989898989898989898989', 'cn=강감찬', 4000000000000, '1.2.3 1.2.4',
        9500, 5, 'kim@moe.example', 9600, '맞음');
