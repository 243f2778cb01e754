-- The schema of version 1 as it was released. Never edited.

CREATE TABLE boot_clock (
    boot_id TEXT PRIMARY KEY,
    wall_minus_mono_s REAL NOT NULL
) STRICT;

CREATE TABLE profile (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    language TEXT NOT NULL,
    mono_s REAL NOT NULL, boot_id TEXT NOT NULL, wall_s REAL NOT NULL, synced INTEGER NOT NULL,
    details TEXT NOT NULL CHECK (json_valid(details))
) STRICT;

CREATE TABLE session (
    id TEXT PRIMARY KEY,
    profile_id TEXT NOT NULL REFERENCES profile (id),
    mono_s REAL NOT NULL, boot_id TEXT NOT NULL, wall_s REAL NOT NULL, synced INTEGER NOT NULL,
    details TEXT NOT NULL CHECK (json_valid(details)),
    end_mono_s REAL, end_boot_id TEXT, end_wall_s REAL, end_synced INTEGER,
    end_reason TEXT
) STRICT;
CREATE INDEX session_of_profile ON session (profile_id);

CREATE TABLE set_ (
    id TEXT PRIMARY KEY,
    session_id TEXT NOT NULL REFERENCES session (id),
    index_ INTEGER NOT NULL,
    exercise TEXT NOT NULL,
    side TEXT,
    target INTEGER NOT NULL,
    unit TEXT NOT NULL,
    kind TEXT NOT NULL,
    mono_s REAL NOT NULL, boot_id TEXT NOT NULL, wall_s REAL NOT NULL, synced INTEGER NOT NULL,
    details TEXT NOT NULL CHECK (json_valid(details)),
    end_mono_s REAL, end_boot_id TEXT, end_wall_s REAL, end_synced INTEGER,
    score INTEGER CHECK (score BETWEEN 0 AND 100),
    result TEXT CHECK (result IS NULL OR json_valid(result))
) STRICT;
CREATE INDEX set_of_session ON set_ (session_id);

CREATE TABLE rep (
    id TEXT PRIMARY KEY,
    set_id TEXT NOT NULL REFERENCES set_ (id),
    index_ INTEGER NOT NULL,
    side TEXT,
    start_s REAL NOT NULL, peak_s REAL NOT NULL, end_s REAL NOT NULL,
    score INTEGER CHECK (score BETWEEN 0 AND 100),
    unscored_reason TEXT,
    model TEXT NOT NULL,
    rule_version TEXT NOT NULL,
    sub_scores TEXT NOT NULL CHECK (json_valid(sub_scores)),
    lost TEXT NOT NULL CHECK (json_valid(lost)),
    faults TEXT NOT NULL CHECK (json_valid(faults)),
    measures TEXT NOT NULL CHECK (json_valid(measures)),
    mono_s REAL NOT NULL, boot_id TEXT NOT NULL, wall_s REAL NOT NULL, synced INTEGER NOT NULL
) STRICT;
CREATE INDEX rep_of_set ON rep (set_id);

CREATE TABLE event (
    id TEXT PRIMARY KEY,
    profile_id TEXT NOT NULL REFERENCES profile (id),
    session_id TEXT REFERENCES session (id),
    set_id TEXT REFERENCES set_ (id),
    kind TEXT NOT NULL,
    mono_s REAL NOT NULL, boot_id TEXT NOT NULL, wall_s REAL NOT NULL, synced INTEGER NOT NULL,
    details TEXT NOT NULL CHECK (json_valid(details))
) STRICT;
CREATE INDEX event_of_profile ON event (profile_id);
CREATE INDEX event_of_session ON event (session_id);
CREATE INDEX event_of_set ON event (set_id);

-- Holds a profile's id only inside the transaction that removes the person.
CREATE TABLE deleting (profile_id TEXT PRIMARY KEY) STRICT;

CREATE TRIGGER rep_stays BEFORE UPDATE ON rep
BEGIN SELECT raise(ABORT, 'reps are never changed'); END;
CREATE TRIGGER event_stays BEFORE UPDATE ON event
BEGIN SELECT raise(ABORT, 'events are never changed'); END;
CREATE TRIGGER rep_kept BEFORE DELETE ON rep
WHEN NOT EXISTS (
    SELECT 1 FROM deleting
    JOIN session ON session.profile_id = deleting.profile_id
    JOIN set_ ON set_.session_id = session.id
    WHERE set_.id = OLD.set_id
)
BEGIN SELECT raise(ABORT, 'reps go only with their person'); END;
CREATE TRIGGER event_kept BEFORE DELETE ON event
WHEN OLD.profile_id NOT IN (SELECT profile_id FROM deleting)
BEGIN SELECT raise(ABORT, 'events go only with their person'); END;

CREATE VIEW session_time AS
SELECT t.id AS id,
       CASE WHEN t.synced = 1 THEN t.wall_s
            ELSE coalesce(t.mono_s + c.wall_minus_mono_s, t.wall_s) END AS wall_s,
       (t.synced = 1 OR c.boot_id IS NOT NULL) AS known
FROM session AS t LEFT JOIN boot_clock AS c ON c.boot_id = t.boot_id;

CREATE VIEW set__time AS
SELECT t.id AS id,
       CASE WHEN t.synced = 1 THEN t.wall_s
            ELSE coalesce(t.mono_s + c.wall_minus_mono_s, t.wall_s) END AS wall_s,
       (t.synced = 1 OR c.boot_id IS NOT NULL) AS known
FROM set_ AS t LEFT JOIN boot_clock AS c ON c.boot_id = t.boot_id;

CREATE VIEW rep_time AS
SELECT t.id AS id,
       CASE WHEN t.synced = 1 THEN t.wall_s
            ELSE coalesce(t.mono_s + c.wall_minus_mono_s, t.wall_s) END AS wall_s,
       (t.synced = 1 OR c.boot_id IS NOT NULL) AS known
FROM rep AS t LEFT JOIN boot_clock AS c ON c.boot_id = t.boot_id;

CREATE VIEW event_time AS
SELECT t.id AS id,
       CASE WHEN t.synced = 1 THEN t.wall_s
            ELSE coalesce(t.mono_s + c.wall_minus_mono_s, t.wall_s) END AS wall_s,
       (t.synced = 1 OR c.boot_id IS NOT NULL) AS known
FROM event AS t LEFT JOIN boot_clock AS c ON c.boot_id = t.boot_id;


-- A row in every table, and every kind of missing value.
INSERT INTO boot_clock VALUES ('boot-1', 1779999990.0);
INSERT INTO profile VALUES
    ('p1', 'Ada', 'en', 1.0, 'boot-1', 1780000001.0, 1, '{"goals":["stairs"]}'),
    ('p2', 'Bo', 'de', 2.0, 'boot-2', 86400.5, 0, '{}');
INSERT INTO session VALUES
    ('t1', 'p1', 10.0, 'boot-1', 1780000010.0, 1, '{}', 90.0, 'boot-1', 1780000090.0, 1, 'done'),
    ('t2', 'p2', 11.0, 'boot-2', 86411.5, 0, '{}', NULL, NULL, NULL, NULL, NULL);
INSERT INTO set_ VALUES
    ('s1', 't1', 1, 'squat', 'both', 8, 'reps', 'training', 20.0, 'boot-1', 1780000020.0, 1, '{}',
     60.0, 'boot-1', 1780000060.0, 1, 81, '{"partials":1}'),
    ('s2', 't2', 1, 'clamshell', NULL, 12, 'reps', 'probe', 21.0, 'boot-2', 86421.5, 0, '{}',
     NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO rep VALUES
    ('r1', 's1', 1, 'both', 21.0, 22.0, 23.0, 83, NULL, 'blazepose-full-int8', '1',
     '{"alignment":80,"symmetry":null}', '{"alignment":8.0}',
     '[{"code":"SQ2","name":"knees_cave","side":"left","value":0.12,"unit":"shank",'
     || '"severity":"amber","reliability":"A"}]',
     '{"knee_flexion_deg":91.25}', 23.0, 'boot-1', 1780000023.0, 1),
    ('r2', 's2', 1, NULL, 22.0, 23.0, 24.0, NULL, 'turned', 'blazepose-full-int8', '1',
     '{}', '{}', '[]', '{}', 24.0, 'boot-2', 86424.5, 0);
INSERT INTO event VALUES
    ('e1', 'p1', 't1', 's1', 'pain', 80.0, 'boot-1', 1780000080.0, 1, '{"value":2}'),
    ('e2', 'p2', NULL, NULL, 'stop', 81.0, 'boot-2', 86481.5, 0, '{}');
PRAGMA user_version = 1;
