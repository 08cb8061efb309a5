-- No content arrives under this number or one below: shapes go with their contents, and the highest of them may be among those.
CREATE TABLE arrival_floor (number BIGINT NOT NULL);
INSERT INTO arrival_floor (number) VALUES (0);
