CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE source (id TEXT PRIMARY KEY, data TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE term (id TEXT PRIMARY KEY, data TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE phrase (name TEXT PRIMARY KEY, data TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE fact (
    position INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    topic TEXT NOT NULL,
    data TEXT NOT NULL
);
CREATE TABLE figure (
    fact INTEGER NOT NULL REFERENCES fact (position),
    position INTEGER NOT NULL,
    study TEXT NOT NULL,
    measure TEXT,
    months INTEGER,
    PRIMARY KEY (fact, position)
) WITHOUT ROWID;
CREATE TABLE wording (
    position INTEGER PRIMARY KEY,
    fact INTEGER NOT NULL REFERENCES fact (position),
    text TEXT NOT NULL,
    vector BLOB NOT NULL
);
CREATE TABLE unknown (
    position INTEGER PRIMARY KEY,
    text TEXT NOT NULL,
    vector BLOB NOT NULL
);
CREATE VIRTUAL TABLE fact_text USING fts5 (body, tokenize = 'porter unicode61');
