-- Rows as version 10 wrote them. Never to be edited: stores of that version are as they are.

INSERT INTO consent (application, entry_number, text_name, version, sha256, required, given, withdrawn)
    VALUES ('00000009-0000-4000-8000-000000000000', 3, 'news', '2026-11-24/cc',
        'cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc', 0, 2000, 2500);
