-- Personal data of applicants, each value sealed under the key of number sealed_by. The columns of V1 that held name and CI in
-- clear are rewritten into these at the first start, and stay empty.
ALTER TABLE application ADD COLUMN sealed_by INTEGER;
ALTER TABLE application ADD COLUMN sealed_name VARCHAR(700);
ALTER TABLE application ADD COLUMN sealed_ci VARCHAR(200);
ALTER TABLE application ADD COLUMN sealed_phone VARCHAR(150);
ALTER TABLE application ADD COLUMN sealed_birth_date VARCHAR(150);
-- HMAC of the CI: equal for the same person, by the same key.
ALTER TABLE application ADD COLUMN ci_hmac CHAR(64);
CREATE INDEX application_ci ON application (ci_hmac);
CREATE INDEX application_sealed_by ON application (sealed_by, id);

-- The keys that were used, by what shows that they are the same: another file, or one without them, is noticed at the start.
CREATE TABLE personal_key (
    key_number INTEGER NOT NULL PRIMARY KEY,
    proof CHAR(64) NOT NULL
);

-- Tables whose rows held something in clear: they are written anew once the rows are sealed.
CREATE TABLE personal_residue (
    table_name VARCHAR(64) NOT NULL PRIMARY KEY
);
INSERT INTO personal_residue (table_name)
    SELECT DISTINCT 'application' FROM application WHERE person_name IS NOT NULL;
