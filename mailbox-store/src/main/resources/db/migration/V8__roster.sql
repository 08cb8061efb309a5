-- Parts of an agency, a tree; above is null at the top.
CREATE TABLE agency_unit (
    agency VARCHAR(32) NOT NULL REFERENCES agency (code),
    code VARCHAR(32) NOT NULL,
    name VARCHAR(200) NOT NULL,
    above VARCHAR(32),
    PRIMARY KEY (agency, code)
);

-- The name as it is searched for; filled at the next start for agencies of before.
ALTER TABLE agency ADD COLUMN name_key VARCHAR(200) DEFAULT '' NOT NULL;

-- The roster in force is the entries of this generation; 0 is none. An import writes a generation of its own first, so that
-- changing this one number replaces the roster.
ALTER TABLE agency ADD COLUMN roster BIGINT DEFAULT 0 NOT NULL;
ALTER TABLE agency ADD COLUMN roster_last BIGINT DEFAULT 0 NOT NULL;
ALTER TABLE agency ADD COLUMN roster_at BIGINT DEFAULT 0 NOT NULL;
ALTER TABLE agency ADD COLUMN roster_size INTEGER DEFAULT 0 NOT NULL;

CREATE TABLE roster_entry (
    agency VARCHAR(32) NOT NULL REFERENCES agency (code),
    generation BIGINT NOT NULL,
    place INTEGER NOT NULL,
    -- What is not told is the empty text.
    staff_number VARCHAR(32) NOT NULL,
    name VARCHAR(100) NOT NULL,
    -- The name as names are compared.
    name_key VARCHAR(100) NOT NULL,
    unit VARCHAR(200) NOT NULL,
    post VARCHAR(200) NOT NULL,
    mail VARCHAR(254) NOT NULL,
    PRIMARY KEY (agency, generation, place)
);
CREATE INDEX roster_entry_name ON roster_entry (agency, generation, name_key);
CREATE INDEX roster_entry_number ON roster_entry (agency, generation, staff_number);
CREATE INDEX roster_entry_unit ON roster_entry (agency, generation, unit);

-- What an applicant tells besides, to be found in the roster.
ALTER TABLE application ADD COLUMN unit VARCHAR(200);
ALTER TABLE application ADD COLUMN staff_number VARCHAR(32);
