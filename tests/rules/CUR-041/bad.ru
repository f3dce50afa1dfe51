#+ finds: adaptation:test
#+ says: Pictures has no description or names no known group (found: –).
DELETE WHERE { adaptation:test bw:adaptedFor ?group }
