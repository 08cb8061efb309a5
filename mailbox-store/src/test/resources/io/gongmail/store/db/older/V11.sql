-- Rows as version 11 wrote them. Never to be edited: stores of that version are as they are.

INSERT INTO application (id, state, version, started, consents_terms, consents_privacy, consents_at,
        contact_sealed_by, sealed_contact)
    VALUES ('00000011-0000-4000-8000-000000000000', 'CONSENTED', 2, 11000, '2026-11-24/aa', '2026-11-24/bb', 2000, 1,
        'v1.1.FQdR7NPiBephit3n0_eMYkfC7PTQasaUKWjaiz80powhoLubdPxFLAsGbCxf');
INSERT INTO applicant_letter (application, version, step, written, state, since)
    VALUES ('00000009-0000-4000-8000-000000000000', 5, 'SUBMITTED', 9500, 'HELD', 9501);
