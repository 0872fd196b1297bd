"""The tables of a desk, as steps from one version of the file to the next (``PRAGMA user_version``)."""

STEPS = (
    """
    CREATE TABLE reports (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL,                  -- the record's id; versions of one report share it
        content TEXT NOT NULL UNIQUE,      -- sha256 of title and text
        follows INTEGER REFERENCES reports,-- the version that this one takes the place of
        current INTEGER NOT NULL DEFAULT 1,
        language TEXT NOT NULL,
        outlet TEXT, url TEXT, title TEXT, published TEXT,
        origin TEXT NOT NULL,              -- path or address that it was read from
        raw TEXT,                          -- sha256 of the bytes read
        retrieved TEXT NOT NULL,           -- UTC, ISO 8601
        reader TEXT NOT NULL,              -- version of khabar and name of its model
        record BLOB NOT NULL,              -- JSON, zlib
        vectors BLOB NOT NULL              -- half floats, (1 + statements + figures, 384)
    );
    CREATE INDEX reports_by_id ON reports (id, number);
    CREATE INDEX reports_by_day ON reports (published);
    CREATE TABLE statements (
        report INTEGER NOT NULL REFERENCES reports ON DELETE CASCADE,
        id TEXT NOT NULL, act TEXT NOT NULL, quote TEXT NOT NULL, date TEXT, place TEXT,
        source TEXT, label TEXT NOT NULL, start INTEGER, text TEXT NOT NULL,
        PRIMARY KEY (report, id)
    ) WITHOUT ROWID;
    CREATE INDEX statements_by_source ON statements (source);
    CREATE TABLE named (
        entity TEXT NOT NULL, report INTEGER NOT NULL REFERENCES reports ON DELETE CASCADE,
        type TEXT NOT NULL, name TEXT NOT NULL, mentions INTEGER NOT NULL,
        PRIMARY KEY (entity, report)
    ) WITHOUT ROWID;
    CREATE TABLE tallies (
        report INTEGER NOT NULL REFERENCES reports ON DELETE CASCADE,
        id TEXT NOT NULL, measure TEXT, value REAL, place TEXT, since TEXT, as_of TEXT, source TEXT, start INTEGER,
        PRIMARY KEY (report, id)
    ) WITHOUT ROWID;
    CREATE TABLE instruments (
        report INTEGER NOT NULL REFERENCES reports ON DELETE CASCADE,
        id TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, action TEXT NOT NULL, since TEXT, until TEXT,
        PRIMARY KEY (report, id)
    ) WITHOUT ROWID;
    CREATE TABLE events (
        report INTEGER NOT NULL REFERENCES reports ON DELETE CASCADE,
        id TEXT NOT NULL, type TEXT NOT NULL, mode TEXT, date TEXT, place TEXT, reality TEXT NOT NULL,
        actors TEXT NOT NULL, recipients TEXT NOT NULL, start INTEGER NOT NULL, text TEXT NOT NULL,
        PRIMARY KEY (report, id)
    ) WITHOUT ROWID;
    CREATE INDEX events_by_date ON events (date);
    CREATE TABLE links (
        type TEXT NOT NULL,
        source INTEGER NOT NULL REFERENCES reports ON DELETE CASCADE,
        target INTEGER NOT NULL REFERENCES reports ON DELETE CASCADE,
        source_start INTEGER, source_end INTEGER, target_start INTEGER, target_end INTEGER,
        confidence REAL NOT NULL, because TEXT NOT NULL
    );
    CREATE INDEX links_by_source ON links (source);
    CREATE INDEX links_by_target ON links (target);
    CREATE TABLE failures (origin TEXT PRIMARY KEY, message TEXT NOT NULL, at TEXT NOT NULL) WITHOUT ROWID;
    CREATE VIRTUAL TABLE words USING fts5 (title, body, content='', contentless_delete=1, tokenize='khabar');
    """,
)
