"""The register's memory: the only place that speaks SQL, on SQLite and PostgreSQL alike."""
