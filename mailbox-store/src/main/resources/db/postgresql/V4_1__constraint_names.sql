-- Here the index of a constraint stands among the tables, and the next migration needs this one's name for a table.
ALTER TABLE application RENAME CONSTRAINT application_certificate TO application_reserved_certificate;
