"""The tables, as numbered steps from an empty file to the present version.

A released step is never edited; a change is a new step at the end.

Why reps need no correction of their own times: they cannot be changed, so what is learned later
about a boot's clock stands in `boot_clock`, and the `..._time` views put both together.
"""

import sqlite3
from collections.abc import Callable
from typing import Final

Step = str | Callable[[sqlite3.Connection], None]
"""SQL statements, or a function; both run inside a transaction that they must not end."""

_WALL_S: Final = """CASE WHEN t.synced = 1 THEN t.wall_s
            ELSE coalesce(t.mono_s + c.wall_minus_mono_s, t.wall_s) END"""
"""The mended time of a row t with what is known of its boot's clock, c."""

_TIME_VIEW: Final = """
CREATE VIEW {table}_time AS
SELECT t.id AS id,
       {wall_s} AS wall_s,
       (t.synced = 1 OR c.boot_id IS NOT NULL) AS known
FROM {table} AS t LEFT JOIN boot_clock AS c ON c.boot_id = t.boot_id;
"""

_VERSION_1: Final = """
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
"""

_VERSION_2: Final = """
CREATE INDEX event_of_kind ON event (profile_id, kind);

-- Training days of ten years without looking at a set: that was 953 pages all over the file, of
-- which an SD card takes up to 1 ms each, and is 179. The stretch makes no training day, nor does
-- what the programme has no load for.
ALTER TABLE session ADD COLUMN trained INTEGER NOT NULL DEFAULT 0;
CREATE TRIGGER session_trained AFTER UPDATE OF result ON set_
WHEN NEW.exercise <> 'hip_flexor_stretch' AND json_extract(NEW.details, '$.load') IS NOT NULL
AND json_extract(NEW.result, '$.record.done') > 0
BEGIN UPDATE session SET trained = 1 WHERE id = NEW.session_id AND trained = 0; END;
-- Sets that a power cut broke off, and the one that runs.
CREATE INDEX set_probe ON set_ (exercise) WHERE kind = 'probe';
CREATE INDEX set_broken_off ON set_ (session_id) WHERE result IS NULL;

-- As session_time and event_time, with what is read together with the time.
CREATE VIEW session_at AS
SELECT t.rowid AS number, t.id AS id, t.profile_id AS profile_id, t.details AS details,
       t.end_reason AS end_reason, t.trained AS trained, {wall_s} AS wall_s
FROM session AS t LEFT JOIN boot_clock AS c ON c.boot_id = t.boot_id;
CREATE VIEW event_at AS
SELECT t.rowid AS number, t.id AS id, t.profile_id AS profile_id, t.session_id AS session_id,
       t.kind AS kind, t.details AS details, {wall_s} AS wall_s
FROM event AS t LEFT JOIN boot_clock AS c ON c.boot_id = t.boot_id;

-- What later rules make of a rep and of its set; the newest row of each counts. Reps themselves
-- stay as they were.
CREATE TABLE rep_rescored (
    id TEXT PRIMARY KEY,
    rep_id TEXT NOT NULL REFERENCES rep (id),
    rule_version TEXT NOT NULL,
    score INTEGER CHECK (score BETWEEN 0 AND 100),
    unscored_reason TEXT,
    sub_scores TEXT NOT NULL CHECK (json_valid(sub_scores)),
    lost TEXT NOT NULL CHECK (json_valid(lost)),
    faults TEXT NOT NULL CHECK (json_valid(faults)),
    measures TEXT NOT NULL CHECK (json_valid(measures)),
    mono_s REAL NOT NULL, boot_id TEXT NOT NULL, wall_s REAL NOT NULL, synced INTEGER NOT NULL
) STRICT;
CREATE INDEX rep_rescored_of_rep ON rep_rescored (rep_id);

CREATE TABLE set_rescored (
    id TEXT PRIMARY KEY,
    set_id TEXT NOT NULL REFERENCES set_ (id),
    rule_version TEXT NOT NULL,
    score INTEGER CHECK (score BETWEEN 0 AND 100),
    result TEXT NOT NULL CHECK (json_valid(result)),
    mono_s REAL NOT NULL, boot_id TEXT NOT NULL, wall_s REAL NOT NULL, synced INTEGER NOT NULL
) STRICT;
CREATE INDEX set_rescored_of_set ON set_rescored (set_id);

CREATE TRIGGER rep_rescored_stays BEFORE UPDATE ON rep_rescored
BEGIN SELECT raise(ABORT, 'rescored reps are never changed'); END;
CREATE TRIGGER set_rescored_stays BEFORE UPDATE ON set_rescored
BEGIN SELECT raise(ABORT, 'rescored sets are never changed'); END;
"""

_VIEWS_1: Final = [
    _TIME_VIEW.format(table=name, wall_s=_WALL_S) for name in ("session", "set_", "rep", "event")
]

STEPS: Final[tuple[Step, ...]] = (
    "".join([_VERSION_1, *_VIEWS_1]),
    _VERSION_2.format(wall_s=_WALL_S),
)
"""Step n takes a file from version n to n + 1."""
